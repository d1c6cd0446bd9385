"""The relay: hands over what was kept while Temporal or the workers were away (K2)."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from api.intake.engine import Away, NotBegun
from api.intake.intake import Intake
from store import due
from store.session import Database
from store.tables import Inbox

log = structlog.get_logger()

AT_ONCE = 8
"""How many submissions, each of another round, one process hands over at once."""
LEASE = timedelta(minutes=1)
"""How long a submission is this process's: several times as long as handing it over may take."""
AWAY = timedelta(seconds=15)
"""Until a round that did not answer is tried again; doubled each time, up to AWAY_AT_MOST."""
AWAY_AT_MOST = timedelta(minutes=5)
UNANSWERED = timedelta(minutes=1)
"""Until what was handed over and is not answered is handed over again: only for a Temporal that has lost it.

Doubled each time, up to UNANSWERED_AT_MOST.
"""
UNANSWERED_AT_MOST = timedelta(hours=6)


class Relay:
    """One in each api process; they share the work through the inbox, and two never have the same row."""

    def __init__(
        self,
        database: Database,
        intake: Intake,
        *,
        every: timedelta = timedelta(seconds=2),
        older_than: timedelta = timedelta(seconds=8),
    ) -> None:
        """`older_than` is longer than a person's own request waits for its answer."""
        self._database = database
        self._intake = intake
        self._every = every
        self._older_than = older_than
        self._ending = asyncio.Event()

    def end(self) -> None:
        """Have `run` return soon: what it asks of the database is finished, what it hands over broken off."""
        self._ending.set()

    async def run(self) -> None:
        """Look again and again, until it is to end."""
        while not self._ending.is_set():
            try:
                await self.once()
            except Exception as error:  # noqa: BLE001 - whatever goes wrong once, it must go on
                log.error("relay: a fault", fault=type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), self._every.total_seconds())

    async def once(self) -> None:
        """Hand over all that is due, of each round one at a time; one that hangs holds up no other."""
        busy: set[asyncio.Task[None]] = set()
        ending = asyncio.create_task(self._ending.wait(), name="relay ends")
        try:
            while not self._ending.is_set():
                for row in await self._claimed(AT_ONCE - len(busy)):
                    busy.add(asyncio.create_task(self._hand(row), name=f"relay {row.id}"))
                if not busy:
                    return
                done, _ = await asyncio.wait(
                    {*busy, ending}, timeout=self._every.total_seconds(), return_when=asyncio.FIRST_COMPLETED
                )
                for task in busy & done:
                    task.result()
                busy -= done
        finally:
            ending.cancel()
            for task in busy:
                task.cancel()
            await asyncio.gather(*busy, ending, return_exceptions=True)

    async def _claimed(self, most: int) -> list[Inbox]:
        """What is due, now this process's; where nothing is, no lock is taken."""
        if not most:
            return []
        async with self._database.reading() as s:
            if not await due.anything(s, self._older_than):
                return []
        async with self._database.writing() as s:
            return await due.claim(s, self._older_than, LEASE, most)

    async def _hand(self, row: Inbox) -> None:
        """Hand one over; its row says when it is due again, should its round not have answered by then."""
        words = {"round": row.round_id, "id": row.id, "kind": row.kind, "tries": row.tries}
        put_off, wait = due.put_off, _doubled(UNANSWERED, row.tries, UNANSWERED_AT_MOST)
        try:
            await self._intake.deliver(row)
        except (Away, NotBegun) as error:
            # What follows it would fare no better, and is not to overtake it.
            put_off, wait = due.put_off_round, _doubled(AWAY, row.tries, AWAY_AT_MOST)
            log.warning("relay: not handed over yet", trouble=type(error).__name__, **words)
        except Exception as error:  # noqa: BLE001 - one submission's fault must not stop the others
            log.error("relay: not handed over", fault=type(error).__name__, **words)
        else:
            log.info("relay: handed over", **words)
        async with self._database.writing() as s:
            await put_off(s, row, wait)


def _doubled(first: timedelta, tries: int, most: timedelta) -> timedelta:
    """The wait after so many tries."""
    return min(first * (1 << min(tries - 1, 20)), most)
