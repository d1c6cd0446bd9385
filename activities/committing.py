"""The one way in which a round writes: all effects of a moment in one transaction, then their letters."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from temporalio import activity

from activities import assignments, happenings
from activities.beating import beating
from activities.desk import Desk
from activities.faults import told_by_code
from activities.post import Post
from rounds import effects as e
from rounds import people_effects
from rounds.effects import Batch, Delivery, Look, Written
from rounds.sent import Sent
from store import inbox
from store.session import Database
from store.writes import rounds

AT_ONCE = 60.0
"""Seconds in which a batch tries its letters; what is left then becomes deliveries of their own."""

EFFECTS: dict[type, Callable[[Desk, Any], Awaitable[None]]] = {
    e.Begin: happenings.begin,
    e.Open: assignments.open_,
    e.Take: assignments.take,
    e.Refuse: assignments.refuse,
    e.Close: assignments.close,
    e.Remind: assignments.remind,
    e.Escalate: assignments.escalate,
    e.Move: assignments.move,
    e.Seated: happenings.seated,
    e.Schedule: happenings.schedule,
    e.Unschedule: happenings.unschedule,
    e.Replace: happenings.replace,
    people_effects.Share: happenings.share,
    e.Readdress: happenings.readdress,
    e.Speak: happenings.speak,
    e.Resend: happenings.resend,
    e.Report: happenings.report,
    e.Tell: happenings.tell,
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

    @activity.defn
    async def commit(self, batch: Batch) -> Written:
        """Do the effects of a batch, in order, all or none; repeated, it leaves the same (K1).

        Raises ApplicationError that names the class of the fault alone.
        """
        async with beating():
            return await self._commit(batch)

    async def _commit(self, batch: Batch) -> Written:
        with told_by_code(f"{batch.round}/{batch.serial}"):
            async with self._database.writing() as s:
                desk = Desk(s, batch)
                for effect in batch.effects:
                    await EFFECTS[type(effect)](desk, effect)
                await rounds.advance(s, batch)
            refused = await self._send(dict.fromkeys(desk.letters))
            return Written(dates=tuple(desk.dates), visit=desk.visit, refused=refused)

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

    @activity.defn
    async def look(self, look: Look) -> tuple[Sent, ...]:
        """What was kept for an assignment and has not been handed over: facts only, no texts."""
        with told_by_code(f"{look.round}/{look.key}"):
            async with self._database.reading() as s:
                rows = await inbox.received(s, look.round, look.key)
            return tuple(inbox.envelope(row, inbox.body_of(row)) for row in rows)
