"""Files from people: checked while they come in, kept once under the sha256 of their content."""

import asyncio
import os
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from unicodedata import category

import filetype
from starlette.datastructures import UploadFile

from api.http.limits import LARGEST_FILE
from rounds.submissions.refusals import FileKindRefused, FileNotWhatItSays, FileTooLarge

_CHUNK = 256 * 1024
_LONGEST_NAME = 200

_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
"""The kinds that are admitted, by the ending of the name."""

_MEMBERS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
"""What tells an office document from any other ZIP, besides its list of content types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file that is what it says; its bytes lie in the folder under `sha256`."""

    filename: str
    media_type: str
    size: int
    sha256: str


class Files:
    """The folder of kept files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, digest: str) -> Path:
        """Where the file with this content lies."""
        return self._folder / digest

    async def take(self, upload: UploadFile, field: str = "file") -> Checked:
        """Check a file that comes in and keep it; the same content twice is kept once.

        Raises: FileKindRefused, FileTooLarge, FileNotWhatItSays, naming `field`.
        """
        filename = _clean(upload.filename or "")
        ending = PurePosixPath(filename).suffix.lower()
        if ending not in MEDIA_TYPES:
            raise FileKindRefused(field=field)
        content = await content_of(upload, field)
        if not await asyncio.to_thread(_is, ending, content):
            raise FileNotWhatItSays(field=field)
        digest = sha256(content).hexdigest()
        await asyncio.to_thread(self._keep, digest, content)
        return Checked(filename=filename, media_type=MEDIA_TYPES[ending], size=len(content), sha256=digest)

    async def probe(self) -> None:
        """Write something and remove it again. Raises: OSError, when no file can be kept."""
        await asyncio.to_thread(self._probe)

    def _probe(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, prefix=".probe-") as part:
            part.write(bytes(_CHUNK))
            part.flush()
            os.fsync(part.fileno())

    def _keep(self, digest: str, content: bytes) -> None:
        """Write once, whole: the name appears only when every byte is on the disk."""
        target = self.path(digest)
        if target.exists():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, prefix=".part-", delete=False) as part:
            try:
                part.write(content)
                part.flush()
                os.fsync(part.fileno())
                Path(part.name).replace(target)
            except OSError:
                with suppress(OSError):
                    Path(part.name).unlink()
                raise


async def content_of(upload: UploadFile, field: str) -> bytes:
    """A file that comes in, whole. Raises: FileTooLarge, naming `field`."""
    content = bytearray()
    while chunk := await upload.read(_CHUNK):
        content += chunk
        if len(content) > LARGEST_FILE:
            raise FileTooLarge(field=field, mebibytes=LARGEST_FILE // 1024**2)
    return bytes(content)


def _is(ending: str, content: bytes) -> bool:
    """Whether the content is of the kind that the name's ending says."""
    if member := _MEMBERS.get(ending):
        return {member, "[Content_Types].xml"} <= _members(content)
    return bool(content) and filetype.guess_mime(content) == MEDIA_TYPES[ending]


def _members(content: bytes) -> set[str]:
    if not content.startswith(b"PK\x03\x04"):
        return set()
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        # A ZIP whose directory is broken, or made to break its reader.
        return set()


def _clean(name: str) -> str:
    """The name as data: without folders, control characters, or more letters than a list can show."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(c for c in last if category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}).strip()
    return printable if len(printable) <= _LONGEST_NAME else printable[-_LONGEST_NAME:]
