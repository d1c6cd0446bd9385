"""One run: rounds that are played at once while programs are killed, and what holds when it is over."""

import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.chaos import holds
from tests.chaos.holds import Found
from tests.chaos.kills import Kills, plan
from tests.chaos.people import People
from tests.chaos.postgres import Mortal
from tests.chaos.programs import ALL, running

LONGEST = 1200.0
"""Seconds within which every round ends, unless something keeps it for ever."""
SECONDS_BETWEEN = 5.0
"""Between the openings of two rounds, so that they stand in different steps when something is killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chaos:
    """What is killed how often, over which rounds: one of each of these methodologies.

    `requests` are what the people of a round send, at least. The same seed draws the same kills, and the
    same choices of each round's people; in which order rounds come by is the machine's.
    """

    seed: int
    kills: int
    rounds: Sequence[str]
    requests: int
    whom: Sequence[str]

    async def run(
        self,
        folder: Path,
        database_url: str,
        say: Callable[[str], None],
        postgres: Mortal | None = None,
    ) -> Found:
        """Play it to the end.

        Raises: AssertionError, ExceptionGroup or TimeoutError when something of K3 does not hold.
        """
        began = time.monotonic()

        def tell(line: str) -> None:
            say(f"{time.monotonic() - began:7.1f} s  {line}")

        drawn = plan(self.seed, self.kills, self.whom, self.requests * len(self.rounds))
        tell(f"SEED={self.seed} KILLS={self.kills}: {len(self.rounds)} rounds; what is kept lies in {folder}")
        async with running(folder, database_url, tell, postgres) as programs:
            kills = Kills(drawn, programs.crash, tell)
            people = [
                People(programs, kills, f"round-{n}", rules, random.Random(f"{self.seed} {n}"))  # noqa: S311 - opens nothing
                for n, rules in enumerate(self.rounds, 1)
            ]

            async def one(n: int, of_round: People) -> None:
                await asyncio.sleep(n * SECONDS_BETWEEN)
                await of_round.play()
                tell(f"{of_round.round} is over")

            async with asyncio.timeout(LONGEST), asyncio.TaskGroup() as group:
                for n, of_round in enumerate(people):
                    group.create_task(one(n, of_round))
            await kills.rest()
            found = await holds.everything(programs, people)
        tell(
            f"all holds: {found.acknowledged} acknowledged; {found.letters} letters, {found.doubled} of them"
            " twice under one Message-ID"
        )
        return found


async def with_all(chaos: Chaos, say: Callable[[str], None]) -> Found:
    """The run on a PostgreSQL of its own, in a folder that is kept if something does not hold."""
    with closing(await asyncio.to_thread(Mortal)) as postgres:
        folder = Path(tempfile.mkdtemp(prefix="ronda-chaos-"))
        found = await chaos.run(folder, postgres.url("ronda"), say, postgres)
        await asyncio.to_thread(shutil.rmtree, folder)
        return found


BIG = ("ripso", "mecigep", "ripso", "mecigep", "ripso", "mecigep")
"""The rounds of `make chaos`."""
REQUESTS = 30
"""What the people of one round send at least."""


def big(seed: int, kills: int) -> Chaos:
    """What `make chaos` runs."""
    return Chaos(seed=seed, kills=kills, rounds=BIG, requests=REQUESTS, whom=ALL)
