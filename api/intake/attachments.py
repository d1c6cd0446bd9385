"""The files that a submission names: each must be one of its round."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from api.intake import mails
from rounds.submissions.fields import leaves
from rounds.submissions.refusals import FileKindRefused, FileOfAnother, WrongShape
from store import uploads


@dataclass(frozen=True, slots=True)
class Named:
    """A file's id, and the field (dotted) that names it. `proves`: that its owner gave it in writing."""

    field: str
    upload: str
    proves: bool = False


def named(body: Any) -> Iterator[Named]:
    """Every file that a submission names."""
    for leaf in leaves(body):
        text = leaf.text
        if text and text.form == "file" and leaf.value:
            yield Named(leaf.path, leaf.value)


async def adopt(s: AsyncSession, files: Iterable[Named], *, round_id: str, officer: str) -> None:
    """Make sure that each file belongs to the round; what the officer uploaded before joins it now.

    Raises, naming the field: WrongShape for one that does not exist, FileOfAnother for one that belongs to
    another round or was uploaded by somebody else, FileKindRefused for a mail that is to be no proof.
    """
    for file in files:
        upload = await uploads.one(s, file.upload)
        if upload and upload.media_type == mails.MEDIA_TYPE and not file.proves:
            raise FileKindRefused(field=file.field)
        if upload and upload.round_id == round_id:
            continue
        if upload is None:
            raise WrongShape(field=file.field, expected="an uploaded file")
        if upload.round_id or not officer or upload.officer_id != officer:
            raise FileOfAnother(field=file.field)
        upload.round_id = round_id
        s.add(upload)
