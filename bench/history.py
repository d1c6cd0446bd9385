"""What a happy RIPSO round costs: its history, told as the tests tell it, on virtual time on a real server.

`python -m bench.history`; the exit code is 1 when a limit is passed.
"""

import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory

from local.temporal import serve
from tests.workflows.story import Story
from tests.workflows.world import world

LIMITS = {"events": 350, "KiB": 150, "activities": 70}


def measured(history: WorkflowHistory, letters: int) -> Mapping[str, float]:
    """The figures of one round."""
    kinds = Counter(event.event_type for event in history.events)
    return {
        "events": len(history.events),
        "KiB": round(sum(event.ByteSize() for event in history.events) / 1024, 1),
        "activities": kinds[EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED],
        "workflow tasks": kinds[EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED],
        "updates": kinds[EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED],
        "timers": kinds[EventType.EVENT_TYPE_TIMER_STARTED],
        "letters": letters,
    }


async def play() -> Mapping[str, float]:
    """One round in which everybody does at once what is asked of them."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            serve(Path(folder), ui=False, for_tests=True) as served,
            world(served, Path(folder)) as made,
        ):
            story = Story(made, "bench")
            began = time.monotonic()
            await story.opened()
            await story.goes_to()
            outcome = await story.ends()
            print(f"a happy RIPSO round: {outcome.outcome}, played in {time.monotonic() - began:.1f} s")
            return measured(await story.handle.fetch_history(), len(await story.letters()))


def main() -> int:
    """Print the figures with their limits."""
    figures = asyncio.run(play())
    for name, figure in figures.items():
        limit = LIMITS.get(name)
        print(f"{name:>15} {figure:>7g}" + (f"   (at most {limit})" if limit else ""))
    return int(any(figures[name] > limit for name, limit in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main())
