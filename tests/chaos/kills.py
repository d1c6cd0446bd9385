"""What is killed and when: drawn from a seed beforehand, and told as it happens."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

LATEST = 0.8
"""Seconds after a request was sent that a kill comes, at most: before, while and after it is answered."""
FIRST = 3
"""No kill comes before so many requests: until then there is little to lose."""


@dataclass(frozen=True, slots=True)
class Kill:
    """So many seconds after the request of this number was sent, this program is killed."""

    request: int
    after: float
    whom: str


def plan(seed: int, kills: int, whom: Sequence[str], requests: int) -> list[Kill]:
    """So many kills over so many requests; always the same for a seed. Each program has its turn."""
    drawn = random.Random(seed)  # noqa: S311 - opens nothing
    at = sorted(drawn.choices(range(FIRST, requests), k=kills))
    turns: list[str] = []
    while len(turns) < kills:
        turns += drawn.sample(whom, len(whom))
    return [
        Kill(request, round(drawn.uniform(0, LATEST), 3), name)
        for request, name in zip(at, turns, strict=False)
    ]


@dataclass
class Kills:
    """Carries out a plan. `crash` kills a program by its name, and waits for it if it is down already.

    What is sent in vain, while nobody is there to answer, has no number of its own: else all kills would
    come while everything is down.
    """

    plan: list[Kill]
    crash: Callable[[str], Awaitable[None]]
    say: Callable[[str], None]
    answered: int = 0
    """Requests so far that had an answer."""
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def sending(self, what: str) -> None:
        """A request is sent now: whatever is planned for it takes its course."""
        due = [kill for kill in self.plan if kill.request <= self.answered + 1]
        self.plan = self.plan[len(due) :]
        self._under_way |= {asyncio.create_task(self._kill(kill, what)) for kill in due}

    async def rest(self) -> None:
        """Carry out what is left, and wait until all has happened."""
        self.answered = max((kill.request for kill in self.plan), default=self.answered)
        self.sending("all were answered before")
        await asyncio.gather(*self._under_way)

    async def _kill(self, kill: Kill, what: str) -> None:
        await asyncio.sleep(kill.after)
        await self.crash(kill.whom)
        self.say(f"killed {kill.whom}, {kill.after:.3f} s after request {kill.request} ({what})")
