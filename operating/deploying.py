"""A deploy: the rounds of every older build move to this one, and none of them is lost on the way."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable

from temporalio.service import RPCError, RPCStatusCode

from operating.builds import Builds, NotDone, Running
from operating.reading import Unreadable, as_round
from operating.rebuilding import Rebuilder
from store import inbox
from store.reads import states
from store.session import Database
from workflows import names

POLLING_SECONDS = 90.0
"""How long a deploy waits for the first worker of its build."""
MOVING_SECONDS = 120.0
"""How long it waits for the rounds; a round may be in the middle of writing."""
AGAIN_SECONDS = 15.0
"""Between two requests to one round: it looks for another build for ten seconds."""
GLANCE = 0.5
AT_ONCE = 50
"""Rounds that are asked side by side."""
NAMED = 10
"""Rounds named in one line."""

Say = Callable[[str], None]


class Deploy:
    """Brings out one build."""

    def __init__(self, builds: Builds, database: Database, build: str, say: Say) -> None:
        self.builds, self.database, self.build, self.say = builds, database, build, say

    async def run(self, *, take_over: bool = False, moving: float = MOVING_SECONDS) -> None:
        """Make the build current and move every open round to it.

        `take_over`: a round that does not move within `moving` seconds is ended, and rebuilt on this build.
        Raises: NotDone.
        """
        await self._readable()
        await self._polled()
        await self.builds.make_current(self.build)
        async with self.database.writing() as s:
            taken_up = await inbox.take_up_faulted(s)
        if taken_up:
            self.say(f"{taken_up} submissions that had met a fault are handed over again")
        before = await self.builds.rounds(but=self.build)
        left = await self._moved(moving)
        if left and take_over:
            left = await self._taken_over(left)
        if left:
            raise NotDone(_left(left))
        self._told(before)

    async def _readable(self) -> None:
        """Nothing moves unless this code can read every round."""
        faults = []
        async with self.database.reading() as s:
            async for each in states.open_rounds(s):
                try:
                    as_round(each)
                except Unreadable as fault:
                    faults.append(str(fault))
        if faults:
            more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
            raise NotDone(f"no round was moved: this build cannot read the state of {faults[0]}{more}")

    async def _polled(self) -> None:
        """Wait for a worker of this build."""
        ends = time.monotonic() + POLLING_SECONDS
        while not await self.builds.has_worker(self.build):
            if time.monotonic() > ends:
                raise NotDone(f"no worker of build {self.build} asks for work: start one first")
            await asyncio.sleep(GLANCE)

    async def _moved(self, seconds: float) -> list[Running]:
        """Ask the rounds to move, again from time to time; those that have not, at the end."""
        asked: dict[str, float] = {}
        ends = time.monotonic() + seconds
        while left := await self.builds.rounds(but=self.build):
            now = time.monotonic()
            if now > ends:
                break
            due = [
                each.workflow_id
                for each in left
                if now - asked.get(each.workflow_id, -AGAIN_SECONDS) >= AGAIN_SECONDS
            ]
            gate = asyncio.Semaphore(AT_ONCE)
            await asyncio.gather(*(self._ask(id, gate) for id in due))
            asked |= dict.fromkeys(due, now)
            await asyncio.sleep(GLANCE)
        return left

    async def _ask(self, workflow_id: str, gate: asyncio.Semaphore) -> None:
        async with gate:
            try:
                await self.builds.client.get_workflow_handle(workflow_id).signal(names.MOVE)
            except RPCError as error:
                # It has ended meanwhile.
                if error.status != RPCStatusCode.NOT_FOUND:
                    raise

    async def _taken_over(self, left: list[Running]) -> list[Running]:
        rebuilder = Rebuilder(self.builds.client, self.database)
        for each in left:
            await rebuilder.end(each.workflow_id, f"Taken over by build {self.build}")
            await rebuilder.rebuild(each.round_id)
        await rebuilder.send_letters()
        self.say(f"{len(left)} rounds did not move, and were rebuilt from the database")
        return await self._moved(POLLING_SECONDS)

    def _told(self, before: list[Running]) -> None:
        self.say(f"build {self.build} is current, and every open round runs on it")
        for build in sorted({each.build for each in before} - {""}):
            self.say(f"no open round runs on build {build} any more: its worker can be stopped")


def _left(left: list[Running]) -> str:
    counted = Counter(each.build for each in left)
    where = ", ".join(f"{number} on {build or 'no build'}" for build, number in sorted(counted.items()))
    ids = ", ".join(each.round_id for each in left[:NAMED])
    return f"open rounds have not moved yet: {where} ({ids}); leave their worker running, and deploy again"
