"""The log of a round as it reads: who, what, about what, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Used
from api.desk import naming
from api.desk.found import Found
from api.desk.session import DESK_AUDITS, Asks, SignedIn
from api.desk.shell import Shell
from rounds.registry import KINDS
from rounds.state.keys import Key
from rounds.state.sides import OFFICERS
from store.audit_log import Audit
from store.reads import one_round, rounds
from store.reads.rounds import Someone
from store.tables import Officer, Person, Round
from templates import desk_round as said
from templates.words import Words

router = APIRouter(dependencies=[DESK_AUDITS])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry, in words."""

    at: str
    what: str
    about: str
    by: str


@router.api_route("/desk/rounds/{round_id}/log", methods=["GET", "HEAD"])
async def show(request: Request, tools: Used, asks: Asks, round: Found) -> Response:
    """All that was done and by whom, the latest first."""
    async with tools.database.reading() as s:
        entries = await lines(s, asks, round, await one_round.log(s, round.id))
    context = {"round": naming.about(asks, round), "entries": entries, "most": one_round.LONGEST}
    return Shell(tools, asks, request).page("round/log", context, here="rounds")


async def lines(s: AsyncSession, asks: SignedIn, round: Round, entries: Sequence[Audit]) -> tuple[Line, ...]:
    """Entries as they read."""
    people = {x.participant.id: x for x in await rounds.people(s, round.id)}
    names: dict[str, str] = {}
    for entry in entries:
        if entry.actor not in names:
            names[entry.actor] = await _name(s, asks.words, people, entry.actor)
    return tuple(_line(asks, people, entry, names[entry.actor]) for entry in entries)


async def _name(s: AsyncSession, words: Words, people: Mapping[str, Someone], actor: str) -> str:
    """Who did it: a participant, an officer, or nobody."""
    if actor == "ronda":
        return words.say(said.SYSTEM)
    if actor in people:
        return people[actor].person.name
    officer = await s.get(Officer, actor)
    person = await s.get(Person, officer.person_id) if officer else None
    return person.name if person else ""


def _line(asks: SignedIn, people: Mapping[str, Someone], entry: Audit, by: str) -> Line:
    words = asks.words
    return Line(
        at=words.moment(entry.at.astimezone(asks.zone)),
        what=_what(words, entry),
        about=_about(words, people, entry),
        by=by,
    )


def _what(words: Words, entry: Audit) -> str:
    if entry.action == "opened" and entry.subject == entry.round_id:
        return words.say(said.BEGUN)
    if entry.action in said.LOG:
        return words.say(said.LOG[entry.action])
    return words.kind(entry.action) if entry.action in KINDS else entry.action.replace("_", " ")


def _about(words: Words, people: Mapping[str, Someone], entry: Audit) -> str:
    """The task or the person that it is about; nothing of what has only an id."""
    if entry.subject in people:
        return people[entry.subject].person.name
    kind = Key.parse(entry.subject).kind if ":" in entry.subject else ""
    task = words.kind(kind) if kind in KINDS else ""
    return task if entry.action != kind else _of_one(people, entry)


def _of_one(people: Mapping[str, Someone], entry: Audit) -> str:
    """For whom it was said, where an officer said it."""
    detail: Mapping[str, Any] = entry.detail
    by = str(detail.get("by", ""))
    if by not in people or entry.actor == by:
        return ""
    whose = people[by]
    return "" if whose.participant.role in OFFICERS else whose.person.name
