"""The one way in which a round writes: all effects of a moment in one transaction, then their letters."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from temporalio import activity

from activities import assignments, keeping, names, round_effects
from activities.faults import Place, told_by_code
from activities.heartbeat import heartbeat
from activities.post import Post
from activities.unit_of_work import UnitOfWork
from rounds.state import effects as e
from rounds.state.batches import Batch, Delivery, Look, Written
from rounds.state.effects import Share
from store import inbox
from store.round_state import RoundState
from store.session import Database
from store.writes import rounds, states

AT_ONCE = 60.0
"""Seconds in which a batch tries its letters; what is left then becomes deliveries of their own."""

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
    e.Resend: round_effects.resend,
    e.Report: round_effects.report,
    e.Tell: round_effects.tell,
    e.Skip: round_effects.skip,
}
"""Who does what of a batch."""


class RoundActivities:
    """What a round needs of the world.

    `start_delivery` starts the small process that goes on trying a letter; started twice, it is one.
    """

    def __init__(
        self,
        database: Database,
        post: Post,
        start_delivery: Callable[[Delivery], Awaitable[None]],
    ) -> None:
        self._database = database
        self._post = post
        self._start_delivery = start_delivery

    @activity.defn(name=names.COMMIT)
    async def commit(self, batch: Batch) -> Written:
        """Do the effects of a batch, in order, all or none; repeated, it leaves the same (K1).

        It is fenced by the round's serial: an attempt that comes once more gives back what the first wrote,
        and one that is overtaken changes nothing (`late`). Raises ApplicationError that names the class of
        the fault alone; its detail is the index of the effect that failed, if one did.
        """
        async with heartbeat():
            return await self._commit(batch)

    async def _commit(self, batch: Batch) -> Written:
        with told_by_code(f"{batch.round}/{batch.serial}") as place:
            async with self._database.writing() as s:
                kept = await states.locked(s, batch.round)
                if kept and batch.serial <= kept.serial:
                    written, letters = keeping.again(kept, batch)
                else:
                    written, letters = await self._write(s, batch, kept, place)
            return replace(written, refused=await self._send(dict.fromkeys(letters)))

    async def _write(
        self, s: AsyncSession, batch: Batch, kept: RoundState | None, place: Place
    ) -> tuple[Written, list[Delivery]]:
        """All effects, where the round stands then, and its state: what a later attempt finds."""
        keeping.check_next(kept, batch)
        work = UnitOfWork(s, batch)
        for place.index, effect in enumerate(batch.effects):
            await EFFECTS[type(effect)](work, effect)
        place.index = None
        await rounds.advance(s, batch)
        written = Written(dates=tuple(work.dates), visit=work.visit)
        await states.keep(s, await keeping.after(work, kept, written))
        return written, work.letters

    async def _send(self, letters: dict[Delivery, None]) -> tuple[str, ...]:
        """Try each letter once; when the server cannot be used, the rest is not even tried."""
        refused: dict[str, None] = {}
        ends, down = time.monotonic() + AT_ONCE, False
        for letter in letters:
            attempt = None
            if not down and time.monotonic() < ends:
                attempt = await self._post.send(letter.letter)
                if attempt is None or attempt.state == "sent":
                    continue
                down = attempt.down
            if attempt and attempt.state == "refused":
                refused[letter.participant] = None
            else:
                await self._start_delivery(letter)
        return tuple(refused)

    @activity.defn(name=names.LOOK)
    async def look(self, look: Look) -> bool:
        """Whether something was kept for an assignment and has not been handed over."""
        with told_by_code(f"{look.round}/{look.key}"):
            async with self._database.reading() as s:
                return bool(await inbox.received(s, look.round, look.key))
