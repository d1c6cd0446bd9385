"""Files from people: checked while they come in, kept once under the sha256 of their content."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from unicodedata import category
from urllib.parse import quote

import structlog
from starlette.datastructures import UploadFile
from starlette.responses import Response

from api.http.limits import LARGEST_FILE
from api.http.metrics import LOST_FILES
from api.inspecting.asking import Inspector
from api.intake import mails
from api.intake.quota import Quota
from api.intake.scanning import Scanner
from rounds.submissions.refusals import FileKindRefused, FileNotWhatItSays, FileTooLarge
from store import uploads
from store.files import ContentLost, Contents
from store.session import Database
from store.turns import in_turn
from store.uploads import Sender, Upload

log = structlog.get_logger()

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
PROVES = {**MEDIA_TYPES, mails.ENDING: mails.MEDIA_TYPE}
"""Those of what shows that somebody gave something in writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file that is what it says; its bytes are kept under `sha256`."""

    filename: str
    media_type: str
    size: int
    sha256: str


class Files:
    """The contents that are kept; `inspector` has them opened, `scanner` says of each whether it is clean."""

    def __init__(
        self,
        contents: Contents,
        inspector: Inspector | None = None,
        *,
        scanner: Scanner | None = None,
        quota: Quota | None = None,
    ) -> None:
        self.contents = contents
        self.inspector = inspector or Inspector()
        self._scanner = scanner
        self._quota = quota or Quota()

    async def read(self, digest: str) -> bytes:
        """A content, held against its sha256. Raises: ContentLost, once the log says so; OSError."""
        try:
            return await asyncio.to_thread(self.contents.read, digest)
        except ContentLost as lost:
            LOST_FILES.inc()
            log.error("the content of a file is lost", sha256=lost.sha256, why=lost.why)
            raise

    async def served(
        self, digest: str, *, media_type: str, filename: str, headers: Mapping[str, str] | None = None
    ) -> Response:
        """A file as it is only ever given out: to be saved under its name (U6). Raises: what `read` does."""
        named = quote(filename)
        name = f'filename="{filename}"' if named == filename else f"filename*=utf-8''{named}"
        told = {**(headers or {}), "Content-Disposition": f"attachment; {name}"}
        return Response(await self.read(digest), media_type=media_type, headers=told)

    async def receive(
        self, database: Database, upload: UploadFile, sender: Sender, field: str, *, proves: bool = False
    ) -> Upload:
        """Take a file, and record whose it is.

        Raises: QuotaUsedUp, before it is opened, and what `take` raises, naming `field`.
        """
        async with database.reading() as s:
            await self._quota.check(s, sender, upload.size or 0, field)
        checked = await self.take(upload, field, proves=proves)
        async with database.writing() as s:
            # Others may have come meanwhile, and may come now.
            await in_turn(s, *(f"files of {each}" for each in (sender.officer_id, sender.round_id) if each))
            await self._quota.check(s, sender, checked.size, field)
            return await uploads.keep(s, sender, **asdict(checked))

    async def take(self, upload: UploadFile, field: str = "file", *, proves: bool = False) -> Checked:
        """Check a file that comes in and keep it; the same content twice is kept once.

        What `proves` that somebody gave something in writing may be a mail, too. Raises: FileKindRefused,
        FileTooLarge, FileInfected, FileNotScanned, and whatever it is refused for when it is opened
        (`api.inspecting.kinds`), naming `field`.
        """
        filename = _clean(upload.filename or "")
        ending = PurePosixPath(filename).suffix.lower()
        kinds = PROVES if proves else MEDIA_TYPES
        if ending not in kinds:
            raise FileKindRefused(field=field)
        content = await content_of(upload, field)
        await self._check(content, ending, field)
        if self._scanner:
            await self._scanner.check(content, field)
        digest = await asyncio.to_thread(self.contents.keep, content)
        return Checked(filename=filename, media_type=kinds[ending], size=len(content), sha256=digest)

    async def _check(self, content: bytes, ending: str, field: str) -> None:
        """That a file is what its ending says; no part of a mail is ever opened."""
        if ending != mails.ENDING:
            await self.inspector.ask("file", content, field=field, ending=ending)
        elif not await asyncio.to_thread(mails.is_mail, content):
            raise FileNotWhatItSays(field=field)

    async def probe(self) -> None:
        """See whether a file could be kept. Raises: OSError."""
        await asyncio.to_thread(self.contents.probe)


async def content_of(upload: UploadFile, field: str) -> bytes:
    """A file that comes in, whole. Raises: FileTooLarge, naming `field`."""
    content = bytearray()
    while chunk := await upload.read(_CHUNK):
        content += chunk
        if len(content) > LARGEST_FILE:
            raise FileTooLarge(field=field, mebibytes=LARGEST_FILE // 1024**2)
    return bytes(content)


def _clean(name: str) -> str:
    """The name as data: without folders, control characters, or more letters than a list can show."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(c for c in last if category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}).strip()
    return printable if len(printable) <= _LONGEST_NAME else printable[-_LONGEST_NAME:]
