"""How a round writes: all effects of a moment in one transaction; then their letters' jobs."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any

from sqlmodel.ext.asyncio.session import AsyncSession
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities import assignments, keeping, names, papers, publishing, round_effects
from activities.faults import Place, told_by_code
from activities.heartbeat import heartbeat
from activities.unit_of_work import UnitOfWork
from rounds.state import effects as e
from rounds.state.batches import Batch, Look, Written
from rounds.state.delegating import Share, Unshare
from rounds.state.publishing import Announce, Publish, Unpublish
from rounds.state.round import Round
from store import inbox, outbox
from store.outbox import Delivery
from store.reads import states as reads
from store.round_state import RoundState
from store.session import Database
from store.writes import rounds, states

if TYPE_CHECKING:
    # See `activities.unit_of_work`.
    from activities.press import Press

HELD = 60.0
"""Seconds for the rows of one batch. What hangs is broken off here, where it is known which effect it was:
of an attempt that Temporal gives up nobody could say, and nothing could be left out."""

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
    Unshare: round_effects.unshare,
    e.Readdress: round_effects.readdress,
    e.Resend: round_effects.resend,
    e.Report: round_effects.report,
    e.Tell: round_effects.tell,
    e.Papers: papers.papers,
    e.Skip: round_effects.skip,
    Publish: publishing.publish,
    Unpublish: publishing.unpublish,
    Announce: publishing.announce,
}
"""Who does what of a batch."""


class RoundActivities:
    """What a round needs of the world.

    `start_letters` starts the jobs that send letters; started twice, a job is one. `press` prints documents;
    where there is none, no round is published.
    """

    def __init__(
        self,
        database: Database,
        start_letters: Callable[[Iterable[Delivery]], Awaitable[None]],
        press: "Press | None",
    ) -> None:
        self._database = database
        self._start_letters = start_letters
        self._press = press

    @activity.defn(name=names.COMMIT)
    async def commit(self, batch: Batch) -> Written:
        """Do the effects of a batch, in order, all or none; repeated, it leaves the same (K1).

        It is fenced by the round's serial: an attempt that comes once more gives back what the first wrote,
        and one that is overtaken changes nothing (`late`). Raises ApplicationError that names the class of
        the fault alone; its detail is the index of the effect that failed, or hung, if one did.
        """
        async with heartbeat():
            return await self._commit(batch)

    async def _commit(self, batch: Batch) -> Written:
        with told_by_code(f"{batch.round}/{batch.serial}") as place:
            letters: Iterable[Delivery]
            async with asyncio.timeout(HELD), self._database.writing() as s:
                kept = await states.locked(s, batch.round)
                if kept and batch.serial <= kept.serial:
                    written = keeping.again(kept, batch)
                    letters = await outbox.of_batch(s, batch.round, batch.serial)
                else:
                    written, letters = await self._write(s, batch, kept, place)
            await self._start_letters(letters)
            return written

    async def _write(
        self, s: AsyncSession, batch: Batch, kept: RoundState | None, place: Place
    ) -> tuple[Written, Iterable[Delivery]]:
        """All effects, where the round stands then, and its state: what a later attempt finds."""
        keeping.check_next(kept, batch)
        work = UnitOfWork(s, batch, self._press)
        for place.index, effect in enumerate(batch.effects):
            await EFFECTS[type(effect)](work, effect)
            work.after(effect)
        place.index = None
        await work.post()
        await rounds.advance(s, batch)
        written = Written(dates=tuple(work.dates), visit=work.visit, following=tuple(work.following))
        await states.keep(s, await keeping.after(work, kept, written))
        return written, work.letters

    @activity.defn(name=names.LOOK)
    async def look(self, look: Look) -> bool:
        """Whether something was kept for an assignment and has not been handed over."""
        with told_by_code(f"{look.round}/{look.key}"):
            async with self._database.reading() as s:
                return bool(await inbox.received(s, look.round, look.key))

    @activity.defn(name=names.LEFT)
    async def left(self, round_id: str) -> Round:
        """The round as its last batch left it, for what comes after it.

        Raises ApplicationError where newer code has written it, which another worker can read.
        """
        with told_by_code(round_id):
            async with self._database.reading() as s:
                found = await reads.as_it_stands(s, round_id)
        if found is None:
            raise ApplicationError(
                f"nothing is kept of {round_id} that this build can read", type="Unreadable"
            )
        return found
