"""A questionnaire that is answered offline: its spreadsheet, and what a filled one says."""

import re
from typing import Any
from unicodedata import normalize

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
from templates import notices

LONGEST_NAME = 31
"""In characters: of a sheet's name, as spreadsheet programs admit."""


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
    due = words.say(notices.ANSWER_BY, when="; ".join(link.moments(a.due_at)))
    return spreadsheets.written(
        name=_sheet_name(words.say(notices.QUESTIONNAIRE)),
        head=(_title(link), words.kind(a.kind), due),
        identity=_identity(link, a, questions),
        columns=(words.label("question"), words.label("answer")),
        asked=asked,
    )


def _title(link: Linked) -> str:
    """Which round, where, about what."""
    round_ = link.read.round
    number = f"{link.methodology.name} {round_.year}-{round_.number}, {link.words.country(round_.country)}"
    return link.words.pair(number, round_.initiative) if round_.initiative else number


def name(link: Linked) -> str:
    """What the file is called: by the round and the country, in letters that every system takes."""
    round_ = link.read.round
    parts = (link.methodology.name, str(round_.year), str(round_.number), link.words.country(round_.country))
    bare = normalize("NFKD", "-".join((*parts, link.words.say(notices.QUESTIONNAIRE))))
    return re.sub(r"[^A-Za-z0-9]+", "-", bare.encode("ascii", "ignore").decode()).strip("-") + ".xlsx"


def _sheet_name(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", "", text)[:LONGEST_NAME]


async def filled(tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> dict[str, Any]:
    """What was typed, with the answers of the spreadsheet in their places.

    Raises: TextMissing when there is no file, WrongShape where nothing is answered, and what
    `api.inspecting.questionnaire.read` and `Inspector.ask` raise.
    """
    if not answers(a):
        raise WrongShape(field="action")
    if spreadsheets.FIELD not in sheet.aside:
        raise TextMissing(field=spreadsheets.FIELD)
    async with tools.database.reading() as s:
        questions = await _questions(s, link, a)
    name, content = sheet.aside[spreadsheets.FIELD]
    identity = _identity(link, a, questions)
    asked = {"filename": name, "identity": identity, "count": len(questions)}
    read = await tools.files.inspector.ask("questionnaire", content, field=spreadsheets.FIELD, **asked)
    typed = [*sheet.typed.get("answers", ()), *("" for _ in questions)]
    return {**sheet.typed, "answers": [text or typed[n] for n, text in enumerate(read)]}
