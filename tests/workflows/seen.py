"""What there is to see of a story: rows, letters, links, the round's own word."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlmodel import SQLModel, col, select
from temporalio.client import WorkflowHandle, WorkflowHistory

from rounds.state.round import Outcome
from rounds.state.status import Status
from store.tables import Assignment, Grant, Letter, Round
from templates.telling import OF_A_PERSON
from tests.workflows import first_days
from tests.workflows.world import LONGEST, PAUSE, World
from workflows.round import RoundWorkflow

T = TypeVar("T")
Row = TypeVar("Row", bound=SQLModel)

PATIENCE = 120.0
"""Seconds of the wall clock that anything may take."""


class Told(NamedTuple):
    """A letter: to whom, by which template, about what (the news, and of whom; or an assignment's key)."""

    to: str
    template: str
    about: str = ""


class Seen:
    """One round in the world, looked at."""

    def __init__(self, world: World, title: str, first_day: datetime = first_days.USUAL) -> None:
        self.world = world
        self.first_day = first_day
        """When the round begins; a story whose sense depends on its day names another before it opens one."""
        self.title = title
        self.name = hashlib.sha256(title.encode()).hexdigest()[:8]
        self.round = ""
        self.officer = ""
        self.opening = ""
        self.workflow = ""
        """Whose clock and word are asked for; empty: the round's own."""
        self.also: dict[str, WorkflowHandle[Any, Any]] = {}
        """Other workflows of the story, whose histories are looked at too."""
        self.told: dict[str, WorkflowHistory] = {}
        """The histories, once the story is told."""

    @property
    def handle(self) -> WorkflowHandle[RoundWorkflow, Outcome]:
        """The round's workflow, or what comes after it, whichever of its runs is the last."""
        return self.world.client.get_workflow_handle_for(RoundWorkflow.run, self.workflow or self.round)

    # ---- what there is to see

    async def status(self) -> Status:
        """The round as its workflow knows it."""
        return await self.handle.query(RoundWorkflow.status)

    async def settled(self) -> Status:
        """The round once every open assignment has its dates."""

        async def dated() -> Status | None:
            status = await self.status()
            return status if all(a.due for a in status.open) else None

        return await until(dated)

    async def ends(self) -> Outcome:
        """How the round ends; it does so by itself now."""
        async with asyncio.timeout(PATIENCE):
            return await self.handle.result()

    async def rows(self, table: type[Row]) -> list[Row]:
        """All rows of the round in a table."""
        column = "id" if table is Round else "round_id"
        async with self.world.database.reading() as s:
            return list(await s.exec(select(table).where(getattr(table, column) == self.round)))

    async def assignment(self, key: str) -> Assignment:
        """One assignment as pages see it."""
        async with self.world.database.reading() as s:
            found = await s.get(Assignment, (self.round, key))
        assert found, key
        return found

    async def states(self, *kinds: str) -> dict[str, str]:
        """How the assignments of these kinds stand; without a kind, of all."""
        return {a.key: a.state for a in await self.rows(Assignment) if not kinds or a.kind in kinds}

    async def open(self) -> list[str]:
        """What is open, in the order of opening."""
        asked = (
            select(Assignment.key)
            .where(Assignment.round_id == self.round, Assignment.state == "open")
            .order_by(col(Assignment.opened_at), col(Assignment.key))
        )
        async with self.world.database.reading() as s:
            return list(await s.exec(asked))

    async def is_open(self, key: str) -> bool:
        """Whether an assignment is open."""
        return key in await self.open()

    async def links(self, key: str) -> list[Grant]:
        """The links that act on an assignment."""
        live = select(Grant).where(
            Grant.round_id == self.round, Grant.assignment_key == key, Grant.state == "live"
        )
        async with self.world.database.reading() as s:
            return list(await s.exec(live))

    async def holders(self, key: str) -> list[str]:
        """Who has a link that acts on an assignment."""
        return sorted(grant.participant_id for grant in await self.links(key))

    async def letters(self, *templates: str, to: str = "", about: str = "") -> list[Told]:
        """The letters of the round in the order of their writing; all, or those asked for."""
        told = [Told(r.participant_id, r.template, _about(r)) for r in await self.letter_rows()]
        return [
            t
            for t in told
            if (not templates or t.template in templates) and to in ("", t.to) and about in ("", t.about)
        ]

    async def letter_rows(self) -> list[Letter]:
        """The rows of the outbox, in the order of their writing."""
        return sorted(await self.rows(Letter), key=lambda r: (r.written_at, r.key))


async def until(seen: Callable[[], Awaitable[T | None]], within: float = PATIENCE) -> T:
    """Look again and again, for so many seconds, until there is something to see.

    Raises: TimeoutError.
    """
    pause = PAUSE
    async with asyncio.timeout(within):
        while True:
            if found := await seen():
                return found
            await asyncio.sleep(pause)
            # To look costs what is looked for its turn on a busy machine.
            pause = min(2 * pause, LONGEST)


def _about(row: Letter) -> str:
    what = str(row.params.get("what", ""))
    if what in OF_A_PERSON:
        return f"{what} {row.params['about']}"
    return str(what or row.params.get("key") or row.params.get("method") or "")


async def pending_letters(story: Seen) -> dict[Told, int]:
    """How many letters of what is pending each person had, but for the head of the secretariat.

    Who looks after all stories has one letter a day of all of them.
    """
    told = await story.letters("reminder")
    return Counter(letter for letter in told if letter.to != "head_of_secretariat")


def each_once(told: list[Told]) -> None:
    """No letter was written twice."""
    assert [t for t, n in Counter(told).items() if n > 1] == []
