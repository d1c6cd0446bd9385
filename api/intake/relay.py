"""The relay: hands over what was kept while Temporal or the workers were away (K2)."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from api.intake.engine import Away, NotBegun
from api.intake.intake import Intake
from store import inbox
from store.session import Database
from store.tables import Inbox

log = structlog.get_logger()

PAGE = 200
"""How many submissions it looks at in one go."""
AGAIN_AFTER = timedelta(minutes=1)
"""A signal is durable: another one is only for a Temporal that has lost it. Doubled each time."""
AT_MOST = timedelta(hours=6)
AFTER_TROUBLE = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class _Tried:
    again_at: datetime
    wait: timedelta
    """The pause after the next try."""


class Relay:
    """One task in each api process; several do no harm, because a round takes a submission's id once."""

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
        self._tried: dict[str, _Tried] = {}

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.once()
            except Exception as error:  # noqa: BLE001 - whatever goes wrong once, it must go on
                log.error("relay: a fault", fault=type(error).__name__)
            await asyncio.sleep(self._every.total_seconds())

    async def once(self) -> None:
        """Hand over all that waits, oldest first; when Temporal is away the rest waits for the next time."""
        async with self._database.reading() as s:
            rows = await inbox.undelivered(s, self._older_than, PAGE)
        self._tried = {row.id: self._tried[row.id] for row in rows if row.id in self._tried}
        for row in rows:
            if self._is_time(row) and not await self._hand(row):
                return

    def _is_time(self, row: Inbox) -> bool:
        tried = self._tried.get(row.id)
        return tried is None or tried.again_at <= datetime.now(UTC)

    async def _hand(self, row: Inbox) -> bool:
        """Hand one over; False when the others would fare no better now."""
        words = {"round": row.round_id, "id": row.id, "kind": row.kind}
        try:
            await self._intake.deliver(row)
        except (Away, NotBegun) as error:
            # It steps back, so that a submission which never gets through does not hold up the others.
            self._tried[row.id] = _Tried(datetime.now(UTC) + AFTER_TROUBLE, AGAIN_AFTER)
            log.warning("relay: not handed over yet", trouble=type(error).__name__, **words)
            return isinstance(error, NotBegun)
        except Exception as error:  # noqa: BLE001 - one submission's fault must not stop the others
            log.error("relay: not handed over", fault=type(error).__name__, **words)
        else:
            log.info("relay: handed over", **words)
        tried = self._tried.get(row.id)
        wait = tried.wait if tried else AGAIN_AFTER
        self._tried[row.id] = _Tried(datetime.now(UTC) + wait, min(wait * 2, AT_MOST))
        return True
