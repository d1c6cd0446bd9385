"""How a round writes: all effects of a moment in one transaction; then their letters' jobs."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from temporalio import activity

from activities import assignments, round_effects
from activities.faults import told_by_code
from activities.heartbeat import heartbeat
from activities.unit_of_work import UnitOfWork
from rounds.state import effects as e
from rounds.state.effects import Batch, Look, Share, Written
from rounds.submissions.envelope import Sent
from store import inbox
from store.outbox import Delivery
from store.session import Database
from store.writes import rounds

EFFECTS: dict[type, Callable[[UnitOfWork, Any], Awaitable[None]]] = {
    e.Begin: round_effects.begin,
    e.Open: assignments.open_,
    e.Take: assignments.take,
    e.Refuse: assignments.refuse,
    e.Close: assignments.close,
    e.Remind: assignments.remind,
    e.Escalate: assignments.escalate,
    e.Move: assignments.move,
    e.Seated: round_effects.seated,
    e.Schedule: round_effects.schedule,
    e.Unschedule: round_effects.unschedule,
    e.Replace: round_effects.replace,
    Share: round_effects.share,
    e.Readdress: round_effects.readdress,
    e.Speak: round_effects.speak,
    e.Resend: round_effects.resend,
    e.Report: round_effects.report,
    e.Tell: round_effects.tell,
}
"""Who does what of a batch."""


class RoundActivities:
    """What a round needs of the world.

    `start_letters` starts the jobs that send letters; started twice, a job is one.
    """

    def __init__(
        self, database: Database, start_letters: Callable[[Iterable[Delivery]], Awaitable[None]]
    ) -> None:
        self._database = database
        self._start_letters = start_letters

    @activity.defn
    async def commit(self, batch: Batch) -> Written:
        """Do the effects of a batch, in order, all or none; repeated, it leaves the same (K1).

        Raises ApplicationError that names the class of the fault alone.
        """
        async with heartbeat():
            return await self._commit(batch)

    async def _commit(self, batch: Batch) -> Written:
        with told_by_code(f"{batch.round}/{batch.serial}"):
            async with self._database.writing() as s:
                work = UnitOfWork(s, batch)
                for effect in batch.effects:
                    await EFFECTS[type(effect)](work, effect)
                await rounds.advance(s, batch)
            await self._start_letters(work.letters)
            return Written(dates=tuple(work.dates), visit=work.visit)

    @activity.defn
    async def look(self, look: Look) -> tuple[Sent, ...]:
        """What was kept for an assignment and has not been handed over: facts only, no texts."""
        with told_by_code(f"{look.round}/{look.key}"):
            async with self._database.reading() as s:
                rows = await inbox.received(s, look.round, look.key)
            return tuple(inbox.envelope(row, inbox.body_of(row)) for row in rows)
