"""Happy rounds, ten at once, from their opening to their end, beside the same shape on bare Temporal.

The worker is a program of its own; the load keeps submissions and asks the rounds as the doors do, because
some of a round's answers can be given in person only.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench import bare
from bench.programs import Running
from tests.workflows import first_days, seen
from tests.workflows.anyone import Anyone
from tests.workflows.story import Story
from tests.workflows.world import World

ROUNDS = 20
AT_ONCE = 10
GOAL = 0.3
"""Of the bare rounds."""
GLANCE = 0.05
"""Seconds between two looks: a load that looks all the time takes the time of what it measures."""


async def measure(running: Running) -> bool:
    """Print the figures; whether the goal was reached."""
    world = World(running.served, running.client, running.database, Path("files"))
    seen.PAUSE = GLANCE  # type: ignore[attr-defined]  # a name that the module took from another

    async def happy(n: int) -> None:
        story = Story(world, f"bench {n}", first_days.USUAL)
        await story.opened(rules="ripso", people=Anyone("ripso"))
        await story.goes_to()
        await story.ends()

    ours = await _a_second(happy)
    theirs = await _a_second(lambda n: bare.round_of(running.client, f"bare-{n}"))
    silent = await _a_second(lambda n: bare.round_of(running.client, f"silent-{n}", letters=0))
    print(f"happy rounds, {AT_ONCE} at once: {ours:.2f} a second")
    print(f"bare ones, as many letters' jobs:  {theirs:.2f} a second; without letters {silent:.2f}")
    print(f"               {ours / theirs:>7.2f} of bare   (at least {GOAL:g})")
    print(f"               {ours / silent:>7.2f} of bare ones without letters")
    return ours / theirs >= GOAL


async def _a_second(play: Callable[[int], Awaitable[None]]) -> float:
    few = asyncio.Semaphore(AT_ONCE)

    async def one(n: int) -> None:
        async with few:
            await play(n)

    began = time.perf_counter()
    await asyncio.gather(*(one(n) for n in range(ROUNDS)))
    return ROUNDS / (time.perf_counter() - began)
