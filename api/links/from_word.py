"""A report that was edited in Word and comes back: shown beside what stands, taken over by its sections.

Nothing is kept by it. What was read travels on the page, in hidden fields, until its reader has chosen.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools
from api.links import previewing
from api.links.linked import Linked
from api.links.sheets import DOCUMENT, MARKED, Sheet
from rounds.reported import Reported
from rounds.submissions.documents import (
    DocumentActive,
    DocumentOvertaken,
    NotADocument,
    OtherDocument,
)
from rounds.submissions.people import LANGUAGES
from rounds.submissions.refusals import Refusal, TextMissing, WrongShape
from store.tables import Assignment
from templates import notices
from templates.comparing import Compared, compared
from templates.documents import name_of
from templates.markdown import plain
from templates.word.reading import Edited, Returned, edited

FIELD = DOCUMENT
"""The field of the file, and the button that reads it."""
TAKE = "take_over"
"""The button that takes over what is marked."""
SAYS = "returned."
"""How the fields begin that hold what the document says of a section."""
MACROS = (".docm", ".dotm", ".dot", ".doc")
"""Endings of files of Word that may hold programs."""
DRAFT = "0" * 64
"""The fingerprint that a document made of a draft has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section that the document has otherwise; `both`: it was changed here too since."""

    code: str
    text: str
    both: bool
    sides: Compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """What came back: what there is to say of it, and its sections beside what stands."""

    told: tuple[str, ...]
    parts: tuple[Part, ...]


async def read(tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> Back:
    """What the document says, beside what the form does.

    Raises: WrongShape where nothing is written, TextMissing without a file; NotADocument, DocumentTooLarge,
    DocumentActive, OtherDocument, FileTooIntricate, TextTooLong, TextTooDeep, TableTooLarge, each naming the
    file's field.
    """
    if not previewing.shows(a.kind):
        raise WrongShape(field="action")
    if FIELD not in sheet.aside:
        raise TextMissing(field=FIELD)
    async with tools.database.reading() as s:
        of = await _what_it_is_for(s, link, a, sheet)
    standing = _standing(sheet.typed)
    try:
        returned = await _opened(tools, *sheet.aside[FIELD])
        parts = await asyncio.to_thread(edited, returned, standing)
        _check_round(link, of, returned)
    except Refusal as refusal:
        raise type(refusal)(field=FIELD, **refusal.values) from None
    return Back(
        told=tuple(_told(tools, link, a, of, returned, parts)),
        parts=tuple(_part(link, one, standing[one.code]) for one in parts),
    )


async def _what_it_is_for(s: AsyncSession, link: Linked, a: Assignment, sheet: Sheet) -> Reported:
    """What would become of the form. Raises: WrongShape, for one that cannot be read at all."""
    of = await previewing.reported(s, link, a, sheet.typed)
    if of is None:
        raise WrongShape
    return of


def _standing(typed: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a form by section, their lines ended as everywhere else."""
    rows = typed.get("sections") or ()
    return {row["section"]: _lines(row.get("text", "")) for row in rows if row.get("section")}


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


async def _opened(tools: Tools, name: str, content: bytes) -> Returned:
    """What the document says, as a program of its own reads it."""
    if name.lower().endswith(MACROS):
        raise DocumentActive
    if not name.lower().endswith(".docx"):
        raise NotADocument
    return Returned(**await tools.files.inspector.ask("document", content, field=FIELD))


def _check_round(link: Linked, of: Reported, returned: Returned) -> None:
    """That it is a report of this round, in whichever language. Raises: OtherDocument."""
    if returned.round not in {plain(name_of(link.words.speaking(code), of)) for code in LANGUAGES}:
        raise OtherDocument


def _told(
    tools: Tools, link: Linked, a: Assignment, of: Reported, returned: Returned, parts: tuple[Edited, ...]
) -> Iterator[str]:
    """What its reader must know of the document before anything is taken over."""
    say = link.words.say
    of_draft = returned.sha256 == DRAFT and returned.version == of.version
    if not of_draft and not (a.sha256 and returned.sha256 == a.sha256):
        overtaken = DocumentOvertaken(version=returned.version, latest=of.version - 1)
        yield previewing.why_not(tools, link, overtaken)
    if returned.language in LANGUAGES and returned.language != of.language:
        yield say(notices.DOCUMENT_IN, language=link.words.languages([returned.language]))
    if returned.pictures:
        yield say(notices.WITHOUT_PICTURES)
    yield say(notices.DOCUMENT_READ if parts else notices.DOCUMENT_SAYS_THE_SAME)


def _part(link: Linked, one: Edited, standing: str) -> Part:
    sides = compared(link.words.choice("section", one.code), standing, one.text)
    return Part(code=one.code, text=one.text, both=one.both, sides=sides)


def taken(a: Assignment, sheet: Sheet) -> Sheet:
    """What was typed with the sections that were marked as the document has them, to be saved.

    Of any other button the same.
    """
    if sheet.action != TAKE or not previewing.shows(a.kind):
        return sheet
    marked = {code for name, code in sheet.pairs if name == MARKED}
    says = {name.removeprefix(SAYS): _lines(text) for name, text in sheet.pairs if name.startswith(SAYS)}
    rows = [
        {**row, "text": says[code]} if (code := row.get("section")) in marked & set(says) else row
        for row in sheet.typed.get("sections") or ()
    ]
    return replace(sheet, action="save", typed={**sheet.typed, "sections": rows})
