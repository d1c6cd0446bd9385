"""Where a round is rehearsed: a database in memory, and letters that nobody carries away."""

import asyncio
import heapq
from collections.abc import Coroutine, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from secrets import token_hex
from typing import Any, TypeVar

from sqlmodel import col, delete

from activities.committing import RoundActivities
from activities.working_days import WorkingDays, of_participant
from activities.written import written
from rehearsing.calendar import Written
from rounds.methodology.model import Methodology
from rounds.state.round import Round
from store.links import Links
from store.memory import in_memory
from store.outbox import Delivery
from store.reads import parties
from store.session import Database
from store.tables import Letter
from templates.render import Renderer

T = TypeVar("T")
ADDRESS = "https://rehearsal.invalid"
"""Before links, which are taken out of all that is shown."""
SECOND = timedelta(seconds=1)


@dataclass
class House:
    """One for each rehearsal; `now` gives its time. `texts`: letters are written in full."""

    loop: asyncio.AbstractEventLoop
    database: Database
    renderer: Renderer
    now: datetime
    texts: bool = True
    waiting: list[tuple[datetime, int, str]] = field(default_factory=list)
    """The letters that are to be sent, by when."""
    letters: list[Written] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)
    _calendars: dict[str, WorkingDays] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Furnish it; what signs its links is forgotten with it."""
        self._links = Links([token_hex()], ADDRESS)
        # No document is printed before a round is over.
        self.activities = RoundActivities(self.database, self.take, press=None)

    def does(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something of the world to its end."""
        return self.loop.run_until_complete(work)

    async def take(self, letters: Iterable[Delivery]) -> None:
        """Keep letters until they are due; they were held by the clock of this machine."""
        here = datetime.now(UTC)
        for letter in letters:
            held = max((letter.held_until or here) - here, timedelta(0))
            at = (self.now + held + SECOND / 2).replace(microsecond=0)
            heapq.heappush(self.waiting, (max(at, self.now), next(self._order), letter.letter))

    def open_next(self) -> None:
        """Read the letter that is due next, as whoever it is to would read it now."""
        at, _, key = heapq.heappop(self.waiting)
        if written := self.does(self._opened(at, key)):
            self.letters.append(written)

    async def _opened(self, at: datetime, key: str) -> Written | None:
        made = await written(self.database, self.renderer, self._links, key)
        if made is None:
            # A reminder of what was done meanwhile.
            async with self.database.writing() as s:
                await s.exec(delete(Letter).where(col(Letter.key) == key))
            return None
        posted, _, said = made
        return Written(
            at=at,
            role=posted.reader.role,
            template=posted.letter.template,
            language=posted.person.language,
            subject=said.subject,
            text=self._links.without(said.text) if self.texts else "",
        )

    def calendar(self, round: Round, participant: str) -> WorkingDays:
        """The working days of a participant."""
        if participant not in self._calendars:
            self._calendars[participant] = self.does(self._calendar(round.id, round.methodology, participant))
        return self._calendars[participant]

    async def _calendar(self, round_id: str, rules: Methodology, participant: str) -> WorkingDays:
        async with self.database.reading() as s:
            who, person = await parties.participant(s, round_id, participant)
        return of_participant(who.role, person.country, person.time_zone, rules)

    def name(self, round_id: str, participant: str) -> str:
        """The name of a participant."""
        return self.does(self._name(round_id, participant))

    async def _name(self, round_id: str, participant: str) -> str:
        async with self.database.reading() as s:
            return await parties.name_of(s, round_id, participant)


@contextmanager
def house(renderer: Renderer, now: datetime, *, texts: bool = True) -> Iterator[House]:
    """A house of its own, gone when the block ends."""
    loop = asyncio.new_event_loop()
    database = loop.run_until_complete(in_memory())
    try:
        yield House(loop, database, renderer, now, texts)
    finally:
        loop.run_until_complete(database.close())
        loop.close()
