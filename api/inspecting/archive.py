"""What a ZIP says of itself, looked at before anything of it is unpacked (U3)."""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from rounds.submissions.files import FileDamaged, FileEncrypted, FileUnfolds

BEGINS = b"PK\x03\x04"
MOST_MEMBERS = 2_000
LARGEST = 64 * 1024 * 1024
"""In bytes, of all that it unfolds to."""
MOST_TIMES = 200
"""How often larger than packed a member may be, of those that are not small."""
SMALL = 1024 * 1024
"""In bytes: what packs tightly and is no larger harms nobody."""
ENCRYPTED = 0x1
"""The bit of a member's flags that says so."""
END = b"PK\x05\x06"
END_LENGTH = 22
"""In bytes, of the record with which a ZIP ends: no comment follows it."""
NAME = re.compile(r"(?:[^\\/\x00-\x1f:]+/)*[^\\/\x00-\x1f:]+/?")
"""Folders and a name; neither a root, nor a drive, nor a sign that no program writes."""


@contextmanager
def opened(content: bytes) -> Iterator[ZipFile]:
    """A ZIP whose members may be read, each to its end.

    Raises: FileDamaged, FileEncrypted, FileUnfolds.
    """
    # What stands before a ZIP, or after its end, is read by some programs and not by others.
    if not content.startswith(BEGINS) or content[-END_LENGTH:-18] != END:
        raise FileDamaged
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check(archive.infolist())
            yield archive
    except (BadZipFile, zlib.error, ValueError, NotImplementedError, OverflowError, EOFError, RuntimeError):
        raise FileDamaged from None


def _check(members: list[ZipInfo]) -> None:
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise FileEncrypted
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST:
        raise FileUnfolds
    if any(m.file_size > SMALL and m.file_size > MOST_TIMES * m.compress_size for m in members):
        raise FileUnfolds
    # Office programs do not tell capitals from small letters in the names of parts.
    names = [member.filename.lower() for member in members]
    if len(set(names)) < len(names) or not all(map(_is_name, names)):
        raise FileDamaged
    if any(member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for member in members):
        raise FileDamaged


def _is_name(name: str) -> bool:
    return bool(NAME.fullmatch(name)) and not {".", ".."} & set(name.split("/"))
