"""Contents of files and the rows that name them: what is nobody's goes, what is lost is told."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime

import structlog

from store import uploads
from store.files import ASIDE_FOR, Contents
from store.session import Database

log = structlog.get_logger()

AT_ONCE = 500
"""Contents of files that are asked about in one go."""


class Sweeping:
    """Looks through the kept contents. Each may raise StoreAway."""

    def __init__(self, database: Database, contents: Contents) -> None:
        self._database, self._contents = database, contents

    async def settle(self, now: datetime) -> None:
        """What was set aside for long enough is named again by now, or goes."""
        aside = await asyncio.to_thread(self._contents.aside, now - ASIDE_FOR)
        known = await self._known(aside)
        for digest in aside:
            await asyncio.to_thread(self._contents.settle, digest, named=digest in known)

    async def sweep(self, now: datetime) -> None:
        """Set aside the contents that have lain long and are no file's: also what a crash has left (U10)."""
        await self.remove(await asyncio.to_thread(self._contents.older, now - uploads.UNUSED_FOR))

    async def remove(self, digests: Collection[str]) -> None:
        """Set aside those of these contents that are no file's; they go an hour later."""
        known = await self._known([*digests])
        await asyncio.to_thread(self._contents.set_aside, [one for one in digests if one not in known])

    async def look_for_lost(self) -> None:
        """Say of which files nothing is there; what is there is held against its sha256 when it is read."""
        async with self._database.reading() as s:
            named = await uploads.all_named(s)
        # Afterwards: what a row names was there before the row.
        there = await asyncio.to_thread(self._contents.there)
        for digest in [one for one in named if one not in there][:AT_ONCE]:
            async with self._database.reading() as s:
                rounds = await uploads.rounds_with(s, digest)
            log.error("the content of a file is lost", sha256=digest, why="missing", rounds=rounds)

    async def _known(self, digests: Sequence[str]) -> set[str]:
        known: set[str] = set()
        for start in range(0, len(digests), AT_ONCE):
            async with self._database.reading() as s:
                known |= await uploads.known(s, digests[start : start + AT_ONCE])
        return known
