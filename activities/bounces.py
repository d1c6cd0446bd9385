"""Letters that come back: a mail server took them, and says later that they could not be delivered (E6)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from temporalio import activity

from activities import names, notices
from activities.bounce_box import Box, Opened
from activities.faults import told_by_code
from activities.notices import Notice, Unreadable
from activities.post import now_utc
from store import outbox
from store.outbox import Delivery
from store.session import Database
from store.writes import bounces

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class BouncesRead:
    """How many mails were read, how many letters came back by them, and how many were put aside."""

    read: int
    came_back: int
    aside: int


class Bounces:
    """Reads the mailbox in which bounces arrive; `start` has jobs of letters tell their rounds."""

    def __init__(
        self,
        database: Database,
        box: Box | None,
        start: Callable[[Iterable[Delivery]], Awaitable[None]],
        now: Callable[[], datetime] = now_utc,
    ) -> None:
        self._database, self._box, self._start, self._now = database, box, start, now

    @activity.defn(name=names.READ_BOUNCES)
    async def read_bounces(self) -> BouncesRead:
        """Read what is new, and handle an address as refusing whose letter came back for good.

        A mail is marked as read once all that follows from it is written; read twice, it changes nothing
        more. Raises ApplicationError while mailbox, database or Temporal is away.
        """
        if self._box is None:
            return BouncesRead(read=0, came_back=0, aside=0)
        with told_by_code("bounces"):
            opened = await asyncio.to_thread(self._box.open)
            try:
                became = [await self._one(opened, name) for name in await asyncio.to_thread(opened.new)]
            finally:
                await asyncio.to_thread(opened.close)
        counted = {what: became.count(what) for what in ("came_back", "aside")}
        return BouncesRead(read=len(became), **counted)

    async def _one(self, opened: Opened, name: str) -> str:
        raw = await asyncio.to_thread(opened.read, name)
        try:
            notice = await asyncio.to_thread(notices.read, raw) if raw is not None else _too_large()
        except Unreadable as error:
            log.warning("A mail among the bounces is put aside (%s): %s", error, name)
            await asyncio.to_thread(opened.aside, name)
            return "aside"
        came_back = notice is not None and bool(notice.failed) and await self._came_back(notice)
        await asyncio.to_thread(opened.done, name)
        return "came_back" if came_back else "read"

    async def _came_back(self, notice: Notice) -> bool:
        """Whether it is about a letter of ours; the round of one that is refused by it has still to hear."""
        async with self._database.writing() as s:
            found = await bounces.came_back(s, notice.about, notice.failed, self._now())
        if found is None:
            log.info("A bounce is about no letter that was sent")
            return False
        async with self._database.reading() as s:
            untold = await outbox.untold_letter(s, found)
        await self._start(untold)
        return True


def _too_large() -> Notice | None:
    raise Unreadable("size")
