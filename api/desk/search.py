"""What the search box finds: rounds, people and letters, each where it stands; one round alone is opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import Used
from api.desk import naming
from api.desk.rounds import table
from api.desk.rounds.wanted import Wanted, wanted
from api.desk.session import DESK_READS, Asks, SignedIn
from api.desk.shell import Shell
from store.reads import finding
from store.reads.finding import MOST, Post, Somebody
from store.reads.listing import Line
from store.searching import words_of
from templates import desk, desk_round

T = TypeVar("T")

router = APIRouter(dependencies=[DESK_READS])


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something that was found: what it is, where it stands, of which round, and what to know besides."""

    what: str
    address: str
    about: dict[str, Any]
    beside: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was found of one kind; `more`: there is more than is shown, `all` leads to it, where it can."""

    id: str
    title: str
    empty: str
    hits: tuple[Hit, ...]
    more: bool
    all: str = ""


@router.api_route("/desk/search", methods=["GET", "HEAD"])
async def search(request: Request, tools: Used, asks: Asks) -> Response:
    """To the one round that is found; else all that is found, group by group."""
    asked = wanted(request.query_params)
    words = words_of(asked.text)
    groups: tuple[Group, ...] = ()
    if words:
        only = Wanted(values={"q": asked.text})
        within = (asks.secretariat, words, asks.only)
        async with tools.database.reading() as s:
            lines = await table.read(s, asks, only, MOST)
            if len(lines.rows) == 1 and not lines.next:
                return RedirectResponse(f"{table.ADDRESS}/{lines.rows[0].id}", HTTPStatus.SEE_OTHER)
            people = await finding.people(s, *within)
            letters = await finding.letters(s, *within)
        every = f"{table.ADDRESS}?{urlencode({'q': asked.text})}"
        groups = (
            _group(asks, "rounds", lines.rows, _round, more=bool(lines.next), every=every),
            _group(asks, "people", people, _somebody),
            _group(asks, "letters", letters, _letter),
        )
    context = {"sought": asked.text, "groups": groups, "unread": "q" in asked.wrong}
    return Shell(tools, asks, request).page("search", context)


def _group(
    asks: SignedIn,
    id: str,
    found: Sequence[T],
    hit: Callable[[SignedIn, T], Hit],
    *,
    more: bool = False,
    every: str = "",
) -> Group:
    title, empty = desk.FOUND[id]
    return Group(
        id=id,
        title=asks.words.say(title),
        empty=asks.words.say(empty),
        hits=tuple(hit(asks, one) for one in found[:MOST]),
        more=more or len(found) > MOST,
        all=every,
    )


def _round(asks: SignedIn, line: Line) -> Hit:
    about = naming.about(asks, line)
    step = asks.words.outcome(line.outcome) if line.outcome else asks.words.step(line.step)
    return Hit(what=about["name"], address=about["address"], about=about, beside=step)


def _somebody(asks: SignedIn, found: Somebody) -> Hit:
    about, words = naming.about(asks, found.round), asks.words
    role = words.role(found.participant.role)
    told = [role, found.person.institution, found.person.email]
    return Hit(
        what=found.person.name,
        address=naming.at(about, naming.anchor(found.participant.id)),
        about=about,
        beside=", ".join(text for text in told if text),
    )


def _letter(asks: SignedIn, found: Post) -> Hit:
    about, words = naming.about(asks, found.round), asks.words
    state = words.say(desk_round.LETTERS[found.letter.state])
    day = naming.day(asks, found.letter.written_at)
    return Hit(
        what=found.subject or words.say(desk_round.TEMPLATES[found.letter.template]),
        address=f"{about['address']}/letter?key={quote(found.letter.key, safe='')}",
        about=about,
        beside=", ".join((found.person.name, day, state)),
        language=found.person.language if found.subject else "",
    )
