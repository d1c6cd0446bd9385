"""The files that a submission names: each must be one of its round."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.submissions.fields import marker, shape
from rounds.submissions.refusals import FileOfAnother, WrongShape
from store import inbox


@dataclass(frozen=True, slots=True)
class Named:
    """A file's id, and the field (dotted) that names it."""

    field: str
    upload: str


def named(body: Any, path: str = "") -> Iterator[Named]:
    """Every file that a submission names."""
    model: Any = type(body)
    hints = shape(model)
    for field in fields(body):
        value, where = getattr(body, field.name), f"{path}{field.name}"
        text = marker(hints[field.name])
        if text and text.form == "file" and value:
            yield Named(where, value)
        elif is_dataclass(value):
            yield from named(value, f"{where}.")
        elif isinstance(value, tuple):
            for n, item in enumerate(value):
                if is_dataclass(item):
                    yield from named(item, f"{where}.{n}.")


async def adopt(s: AsyncSession, files: Iterable[Named], *, round_id: str, officer: str) -> None:
    """Make sure that each file belongs to the round; what the officer uploaded before joins it now.

    Raises, naming the field: WrongShape for one that does not exist, FileOfAnother for one that belongs to
    another round or was uploaded by somebody else.
    """
    for file in files:
        upload = await inbox.upload_of(s, file.upload)
        if upload and upload.round_id == round_id:
            continue
        if upload is None:
            raise WrongShape(field=file.field, expected="an uploaded file")
        if upload.round_id or not officer or upload.officer_id != officer:
            raise FileOfAnother(field=file.field)
        upload.round_id = round_id
        s.add(upload)
