"""The page of a letter's words, with all that stands on it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from api.deps import Tools
from api.desk import naming
from api.desk.session import SignedIn
from api.desk.shell import Shell
from api.desk.words import trying
from api.desk.words.fields import Field, Held
from api.desk.words.trying import Trial
from store import wordings
from store.wordings import Page, WordingRead
from templates import desk_words as said
from templates.own_words import OUTSIDE, PAGES, letters_in

ADDRESS = "/desk/words"
CHANGES = frozenset({"head", "administrator"})
"""Who changes words; the others read them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page of words as it is shown: what was typed, what was just done, what is looked at besides."""

    held: Held
    fields: Sequence[Field]
    notice: str = ""
    overtaken: bool = False
    trial: Trial = field(default_factory=Trial)
    status: HTTPStatus = HTTPStatus.OK


def address(page: Page) -> str:
    """Where a page is."""
    asked = {"language": page.language, **({"methodology": page.methodology} if page.methodology else {})}
    return f"{ADDRESS}/{page.letter}?{urlencode(asked)}"


async def answer(request: Request, tools: Tools, asks: SignedIn, shown: Shown) -> Response:
    """The page."""
    page, words = shown.held.page, asks.words
    async with tools.database.reading() as s:
        history = await wordings.changes(s, asks.secretariat, page.letter, page.language)
        rounds = await trying.rounds(s, asks, page)
    context = {
        **_places(asks, page),
        "letter": words.say(PAGES[page.letter].title),
        "page": page,
        "fields": shown.fields,
        "wrong": [one for one in shown.fields if one.wrong],
        "stale": [(row.key, row.forms) for row in shown.held.stale],
        "based_on": shown.held.based_on,
        "once": secrets.token_hex(16),
        "overtaken": shown.overtaken,
        "edits": asks.role in CHANGES,
        "rounds": rounds,
        "of_no_round": page.letter in OUTSIDE,
        "trial": shown.trial,
        "history": [_line(asks, read, history) for read in history],
    }
    if shown.notice:
        context["said"] = shown.notice
    made = Shell(tools, asks, request)
    policy = trying.policy(shown.trial)
    return made.page("words/letter", context, here="words", status=shown.status, policy=policy)


def _places(asks: SignedIn, page: Page) -> dict[str, Any]:
    """Where one may go from the page: other languages, other methodologies, what it has in common."""
    own = [(id, naming.program(id)) for id in naming.own_programs(asks)]
    programs = [("", asks.words.say(said.ALL_PROGRAMS)), *own]
    common = [id for id in letters_in(page.letter) if id != page.letter]
    return {
        "address": address(page),
        "tongues": [(c, name, address(replace(page, language=c))) for c, name in asks.words.tongues],
        "programs": [(id, name, address(replace(page, methodology=id))) for id, name in programs],
        "common": [(asks.words.say(PAGES[id].title), address(replace(page, letter=id))) for id in common],
    }


def _line(asks: SignedIn, read: WordingRead, history: Sequence[WordingRead]) -> dict[str, Any]:
    """A change as the history tells it: since when, for what, by whom; until when, and by whom."""
    row = read.wording
    after = {(other.wording.key, other.wording.methodology, other.wording.at) for other in history}
    replaced = row.ended_at is not None and (row.key, row.methodology, row.ended_at) in after
    for_all = asks.words.say(said.ALL_PROGRAMS)
    return {
        "since": naming.day(asks, row.at),
        "by": read.by.name,
        "whose": naming.program(row.methodology) if row.methodology else for_all,
        "forms": row.forms,
        "until": naming.day(asks, row.ended_at) if row.ended_at else "",
        "ended_by": read.ended_by.name if read.ended_by else "",
        "taken_back": bool(row.ended_at) and not replaced,
    }
