"""The whole dossier of one reader as a ZIP: an index to read in any browser, and its files beside it."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools
from api.intake.files import Files
from api.links.dossier.context import gather
from api.links.dossier.reading import all_of, files_of, without
from api.links.dossier.standing import now_utc
from api.links.linked import Linked
from store.files import ContentLost
from store.trouble import LOST
from store.uploads import Upload
from templates import dossier as words_of

MEDIA_TYPE = "application/zip"
UNSAFE = re.compile(r"[^\w.-]+")
LONGEST = 80
"""Characters of a file's name: some systems take no longer path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What goes into the ZIP: the index, and each file by its place in it, with the sha256 of its content.

    `lost` is what stands in the place of a file whose content is lost.
    """

    index: str
    files: Mapping[str, str]
    lost: str


def place(upload: Upload) -> str:
    """Where a file lies in the ZIP; its name is somebody else's, so it leads nowhere else."""
    stem, _, ending = UNSAFE.sub("-", upload.filename).strip(".-").rpartition(".")
    return f"files/{upload.id[:8]}-{(stem or 'file')[:LONGEST]}.{ending[:8]}"


async def archive(s: AsyncSession, tools: Tools, link: Linked) -> Archive:
    """All that the reader may read now (Z6)."""
    m = await gather(s, link, lambda _, upload: place(upload), offline=True)
    known = all_of(m)
    uploads = [upload for read in known for upload in read.row.files(m)]
    say = link.words.say
    index = tools.renderer.page(
        "dossier_file",
        link.language,
        {
            **link.frame(),
            "made": say(words_of.MADE, at=link.moments(now_utc())[0]),
            "matters": [
                {
                    "name": read.row.name,
                    "title": say(words_of.MATTERS[read.row.name]),
                    "shown": read.shown,
                    "files": files_of(m, read.row.name),
                    "empty": without(m, read),
                }
                for read in known
            ],
        },
    )
    lost = tools.renderer.trouble(LOST, link.language)
    return Archive(index=index, files={place(u): u.sha256 for u in uploads}, lost=lost)


async def packed(made: Archive, files: Files) -> bytes:
    """The bytes of the ZIP; files that are packed already are not packed again.

    One whose content is lost keeps nobody from the others: a text beside its place says so.
    """
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as whole:
        whole.writestr("index.html", made.index)
        for name, digest in made.files.items():
            try:
                packing = partial(whole.writestr, name, await files.read(digest), ZIP_STORED)
            except ContentLost:
                packing = partial(whole.writestr, f"{name}.txt", made.lost)
            await asyncio.to_thread(packing)
    return content.getvalue()
