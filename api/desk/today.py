"""Today: what is an officer's own to do, what is late, what came in, what is wrong, which visits come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools, Used
from api.desk import naming
from api.desk.round import acts as doing
from api.desk.session import DESK_READS, Asks, SignedIn
from api.desk.shell import PLACES, Shell
from store import requests
from store.reads import desk, visits
from store.reads.desk import MOST, CameIn, Refusing, Task, Troubled
from store.reads.visits import Visit
from store.requests import RoundRequest
from templates import desk as said
from templates.marked import marked

T = TypeVar("T")

router = APIRouter()

AHEAD = timedelta(weeks=4)
"""So far ahead visits are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line: what it is, where its act is, which round it is about, what one needs to know besides."""

    what: str
    address: str
    about: dict[str, Any]
    beside: str = ""
    when: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some lines under a heading; `more` leads to the rest of them, where there are more."""

    id: str
    title: str
    empty: str
    items: tuple[Item, ...]
    more: str = ""


@router.api_route("/desk/today", methods=["GET", "HEAD"], dependencies=[DESK_READS])
async def today(request: Request, tools: Used, asks: Asks) -> Response:
    """The first page of the desk."""
    parts = await _Day(tools, asks).parts()
    return Shell(tools, asks, request).page("today", {"parts": parts}, here="today")


class _Day:
    """What an officer's day consists of."""

    def __init__(self, tools: Tools, asks: SignedIn) -> None:
        self._tools, self._asks, self._words = tools, asks, asks.words

    async def parts(self) -> list[Part]:
        """All of it, in the order in which it is looked at; read in one transaction."""
        asks = self._asks
        now = datetime.now(asks.zone)
        yesterday = datetime.combine(now.date() - timedelta(days=1), time(), asks.zone)
        within = (asks.secretariat, asks.only)
        async with self._tools.database.reading() as s:
            mine = await desk.mine(s, asks.secretariat, asks.person.id)
            late = await desk.late(s, *within)
            came = await desk.came_in(s, *within, yesterday.astimezone(UTC))
            refusing = await desk.refusing(s, *within)
            troubled = await desk.troubled(s, *within)
            coming = await visits.agreed(s, *within, now.date(), now.date() + AHEAD, limit=MOST + 1)
            asked = await self._requests(s)
        others = [task for task in late if asks.person.id not in {who.id for who in task.holders}]
        return [
            *([self._part("asked", map(self._asked, asked))] if asked else []),
            self._part("mine", map(self._mine, _shown(mine)), "/desk/rounds?mine=1" if _more(mine) else ""),
            self._part(
                "late", map(self._late, _shown(others)), "/desk/rounds?overdue=1" if _more(late) else ""
            ),
            self._part("wrong", map(self._troubled, _shown(troubled))),
            self._part("refusing", map(self._refusing, _shown(refusing))),
            self._part("came", map(self._came, _shown(came)), "/desk/rounds" if _more(came) else ""),
            self._part("visits", map(self._visit, _shown(coming))),
        ]

    async def _requests(self, s: AsyncSession) -> Sequence[RoundRequest]:
        """Requests that wait, for those who may open rounds or look on."""
        if self._asks.role not in PLACES["requests"][1]:
            return ()
        return await requests.listed(s, self._asks.secretariat, "waiting", MOST, 0)

    def _asked(self, request: RoundRequest) -> Item:
        address = f"/desk/requests#{request.id}"
        name = f"{naming.program(request.methodology)} {self._words.country(request.country)}"
        return Item(
            what=self._words.say(said.SETTLE, name=name),
            address=address,
            about={
                "address": address,
                "name": name,
                "subject": [marked(request.institution, request.language)],
            },
            beside=request.name,
            when=naming.day(self._asks, request.received_at),
        )

    def _part(self, id: str, items: Any, more: str = "") -> Part:
        title, empty = said.DAY[id]
        return Part(
            id=id, title=self._words.say(title), empty=self._words.say(empty), items=tuple(items), more=more
        )

    def _about(self, row: Any) -> dict[str, Any]:
        return naming.about(self._asks, row.round)

    def _mine(self, task: Task) -> Item:
        a, about = task.assignment, self._about(task)
        return Item(
            what=self._words.kind(a.kind),
            address=doing.address(task.round.id, a.kind, a.key),
            about=about,
            when=self._due(task),
            late=a.overdue,
        )

    def _late(self, task: Task) -> Item:
        about = self._about(task)
        who = ", ".join(person.name for person in task.holders)
        role = self._words.role(task.assignment.role)
        return Item(
            what=self._words.kind(task.assignment.kind),
            address=naming.at(about, naming.task_anchor(task.assignment.key)),
            about=about,
            beside=f"{who} ({role})" if who else role,
            when=self._due(task),
            late=True,
        )

    def _due(self, task: Task) -> str:
        form = said.OVERDUE if task.assignment.overdue else said.DUE
        return self._words.say(form, day=naming.day(self._asks, task.assignment.due_at))

    def _came(self, came: CameIn) -> Item:
        about = self._about(came)
        assert came.row.answered_at, "it was accepted"
        return Item(
            what=self._words.kind(came.row.kind),
            address=f"{about['address']}/done/{came.row.id}",
            about=about,
            beside=came.by.name,
            when=naming.day(self._asks, came.row.answered_at),
        )

    def _refusing(self, one: Refusing) -> Item:
        about = self._about(one)
        role = self._words.role(one.participant.role)
        return Item(
            what=self._words.say(said.REFUSES, name=one.person.name),
            address=naming.at(about, naming.anchor(one.participant.id)),
            about=about,
            beside=f"{one.person.email} ({role})",
        )

    def _troubled(self, one: Troubled) -> Item:
        about = self._about(one)
        return Item(
            what=self._words.say(said.TROUBLES[one.trouble]),
            address=naming.at(about, f"{naming.ACTS}round"),
            about=about,
        )

    def _visit(self, one: Visit) -> Item:
        about = self._about(one)
        return Item(
            what=self._words.span(one.starts, one.ends),
            address=naming.at(about, f"{naming.ACTS}visit"),
            about=about,
        )


def _shown(found: Sequence[T]) -> Sequence[T]:
    return found[:MOST]


def _more(found: Sequence[Any]) -> bool:
    return len(found) > MOST
