"""A questionnaire that is answered offline: its spreadsheet, and what a filled one says."""

import asyncio
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools
from api.links import drafts, spreadsheets
from api.links.linked import Linked, task_page_of
from api.links.sheets import Sheet
from rounds.registry import MODELS
from rounds.submissions.fields import shape
from rounds.submissions.refusals import TextMissing, WrongShape
from store import inbox
from store.tables import Assignment

NAME = "questionnaire.xlsx"


def answers(a: Assignment) -> bool:
    """Whether an assignment asks for answers, question by question."""
    return "answers" in shape(MODELS[a.kind])


async def _questions(s: AsyncSession, link: Linked, a: Assignment) -> list[str]:
    headings = (await task_page_of(s, link, a)).prepared.asking.headings
    return [str(text) for name, text in headings.items() if name.startswith("answers.")]


def _identity(link: Linked, a: Assignment, questions: list[str]) -> str:
    """Which questionnaire a file is of: another round's, or another wording, has another."""
    return f"{link.read.round.id} {a.key} {inbox.digest(chr(10).join(questions))[:16]}"


async def spreadsheet(s: AsyncSession, link: Linked, a: Assignment) -> bytes:
    """The questionnaire with the answers that were saved."""
    questions = await _questions(s, link, a)
    draft = drafts.latest(link)
    saved = list(draft.body.get("answers", ())) if draft else []
    known = [*saved, *("" for _ in questions)]
    # The numbers have a column of their own.
    asked = [(q.partition(". ")[2], known[n]) for n, q in enumerate(questions)]
    words = link.words
    columns = ("", words.label("question"), words.label("answer"))
    return spreadsheets.written(words.kind(a.kind), _identity(link, a, questions), columns, asked)


async def filled(tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> dict[str, Any]:
    """What was typed, with the answers of the spreadsheet in their places.

    Raises: TextMissing when there is no file, WrongShape where nothing is answered, and what
    `spreadsheets.read` raises.
    """
    if not answers(a):
        raise WrongShape(field="action")
    if sheet.spreadsheet is None:
        raise TextMissing(field=spreadsheets.FIELD)
    async with tools.database.reading() as s:
        questions = await _questions(s, link, a)
    name, content = sheet.spreadsheet
    identity = _identity(link, a, questions)
    read = await asyncio.to_thread(spreadsheets.read, name, content, identity, len(questions))
    typed = [*sheet.typed.get("answers", ()), *("" for _ in questions)]
    return {**sheet.typed, "answers": [text or typed[n] for n, text in enumerate(read)]}
