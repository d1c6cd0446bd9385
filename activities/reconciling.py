"""Comparing the record with the workflows: a round that does not go on is shown as such to everybody.

With it goes what was kept for long enough (`activities.retaining`).
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, date, datetime

import structlog
from temporalio import activity

from activities.bounce_box import Box
from activities.faults import told_by_code
from activities.retaining import Retaining
from activities.sweeping import Sweeping
from store.files import Contents, StoreAway
from store.reads import trouble as reads
from store.session import Database
from store.writes import trouble as writes

log = structlog.get_logger()

TROUBLES = ("terminated", "failed", "ended", "missing", "stuck", "task_fails")
"""Why a round does not go on: its workflow was ended by an operator, has failed, came to an end that the
record does not know, is unknown to Temporal, waits with a batch that cannot be written, or its code raises
(`task_fails`)."""
ASKED = 200
"""Rounds that are looked for one by one; when more are missing, Temporal has lost its database."""


class Reconciling:
    """Looks after the rounds that should be running.

    `runs` lists the rounds that run, each with its trouble or none; `ended` says why one does not;
    `start_letters` starts the jobs of letters that wait without one. `contents`: those of files. `box`: the
    mailbox of bounces, where there is one.
    """

    def __init__(
        self,
        database: Database,
        runs: Callable[[], Awaitable[Mapping[str, str]]],
        ended: Callable[[str], Awaitable[str]],
        start_letters: Callable[[], Awaitable[int]],
        contents: Contents,
        box: Box | None = None,
    ) -> None:
        self._database, self._runs, self._ended = database, runs, ended
        self._start_letters = start_letters
        self._retaining, self._last = Retaining(database, contents, box), date.min
        self._sweeping, self._swept = Sweeping(database, contents), date.min

    @activity.defn
    async def reconcile(self) -> int:
        """Mark the rounds that do not go on, and unmark those that do again; how many are in trouble."""
        with told_by_code("reconcile"):
            async with self._database.reading() as s:
                open_ = await reads.open_ids(s)
            # After the record: a round that has begun since is in neither, one that ended since in both.
            runs = await self._runs()
            found = {id: runs[id] for id in open_ if id in runs}
            for n, id in enumerate(id for id in open_ if id not in runs):
                found[id] = await self._ended(id) if n < ASKED else "missing"
            async with self._database.writing() as s:
                new = await writes.mark(s, found)
            for id, why in new.items():
                log.error("a round does not go on", round=id, trouble=why)
            if started := await self._start_letters():
                log.warning("letters waited without a job", letters=started)
            await self._forget()
            return sum(map(bool, found.values()))

    async def _forget(self) -> None:
        """By the wall clock, by which people type; what is looked at daily, once on each day."""
        now = datetime.now(UTC)
        gone = await self._retaining.often(now)
        if self._last != now.date():
            gone |= await self._retaining.daily(now)
            self._last = now.date()
        for kind, n in gone.items():
            if n:
                log.info("what was kept for long enough has gone", kind=kind, n=n)
        try:
            await self._sweeping.settle(now)
            if gone["unused_files"] or self._swept != now.date():
                await self._sweeping.sweep(now)
                await self._sweeping.look_for_lost()
                self._swept = now.date()
        except StoreAway as away:
            log.error("the files cannot be reached", why=str(away))
