"""What is written of a report, set in type as it would be sent: to be counted, and to be looked at (W1)."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.reported import Reply, Reported
from rounds.steps.replies import latest
from rounds.submissions.report import (
    Printed,
    ReplyRecommendations,
    ReviewReport,
    TranslateReport,
    Version,
)
from store.reads import document, versions
from store.reads.asked import methodology_of
from store.session import Database
from store.tables import Round
from templates.document import Document
from templates.documents import document as in_words
from templates.render import Renderer
from templates.typeset import pages, pdf
from templates.word.writing import docx


@cache
def _renderer() -> Renderer:
    return Renderer()


def said(of: Reported) -> Document:
    """What it shows, in its own language."""
    return in_words(_renderer().words(of.language), of)


async def typeset(of: Reported) -> bytes:
    """Its PDF. Raises: TextTooLong, TextTooDeep, TableTooLarge, ReportTooLarge."""
    return await asyncio.to_thread(lambda: pdf(said(of)))


async def for_word(of: Reported) -> bytes:
    """Its DOCX. Raises: as `typeset`."""
    return await asyncio.to_thread(lambda: docx(said(of)))


async def number_of_pages(of: Reported) -> int:
    """How many pages its PDF has (W1). Raises: as `typeset`."""
    return await asyncio.to_thread(lambda: pages(pdf(said(of))))


async def drafted(s: AsyncSession, round_id: str, body: Any, language: str) -> Reported:
    """What would become of it, were it sent now."""
    of = await document.draft(s, round_id, body, language=language, at=datetime.now(UTC))
    original = await versions.original(s, round_id) if isinstance(body, TranslateReport) else None
    if original is None:
        return of
    return replace(of, translation_of=original.sha256, original_language=original.language)


async def counted(database: Database, round_id: str, body: Any, language: str) -> Any:
    """The same with the pages of what is printed of it, be it a version or a word on one; else as it is.

    Raises: as `typeset`.
    """
    if not isinstance(body, Version | Printed) or body.pages:
        return body
    async with database.reading() as s:
        round = await s.get(Round, round_id)
        if round is None:
            return body
        if isinstance(body, Printed):
            if not methodology_of(round).limits.report_pages:
                return body
            return replace(body, **await _printed(await _to_print(s, round_id, body)))
        of = await drafted(s, round_id, body, language)
    return replace(body, pages=await number_of_pages(of))


async def _to_print(s: AsyncSession, round_id: str, body: Printed) -> list[Reported]:
    """What its readers will have, in each language, as the beneficiary's word is shown then (W6)."""
    if isinstance(body, ReviewReport | ReplyRecommendations):
        if not body.shown or getattr(body, "choice", "approve") != "approve":
            return []
        there = await _versions(s, round_id)
        said = tuple(
            Reply(recommendation=one.on, choice=one.answer, reasons=one.why)
            for one in latest((*await versions.replies(s, round_id), body))
            if one.answer
        )
        return [replace(of, final=True, replies=said) for of in there]
    if getattr(body, "choice", "") == "internal":
        return []
    languages = getattr(body, "languages", ())
    return [of for of in await _versions(s, round_id) if of.language in languages]


async def _versions(s: AsyncSession, round_id: str) -> list[Reported]:
    """The report in force and its approved translations."""
    original = await versions.original(s, round_id)
    if original is None:
        return []
    made = await versions.translations(s, round_id, original.sha256)
    numbers = (original.version, *(row.version for row, _ in made.values()))
    return [of for n in numbers if (of := await document.version(s, round_id, n))]


async def _printed(all_: list[Reported]) -> dict[str, int]:
    """The pages of the longest document, and the recommendation on which most is said there."""
    pages = [await number_of_pages(of) for of in all_]
    said = {reply.recommendation: len(reply.reasons) for of in all_ for reply in of.replies}
    order = [one.id for one in all_[0].recommendations] if all_ else []
    longest = max(said, key=lambda id: said[id], default="")
    return {"pages": max(pages, default=0), "longest": order.index(longest) + 1 if longest in order else 0}
