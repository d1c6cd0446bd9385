"""What a happy round of each methodology costs: its history, told as the tests tell it, on virtual time."""

import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory

from activities.letter_jobs import job_id
from local.temporal import serve
from methodologies.loader import names
from tests.workflows import first_days
from tests.workflows.anyone import Anyone
from tests.workflows.story import Story
from tests.workflows.world import World, world

LIMITS = {
    "ripso": {"events": 385, "KiB": 150, "activities": 70},
    "mecigep": {"events": 520, "KiB": 195, "activities": 70},
}
"""At most so much, by methodology: the second has an expert more, assesses itself, and has all agree on what
will be looked at."""


def measured(history: WorkflowHistory, attempts: Sequence[int]) -> Mapping[str, float]:
    """The figures of one round; beside its activities, its letters' jobs by how often each was tried."""
    kinds = Counter(event.event_type for event in history.events)
    return {
        "events": len(history.events),
        "KiB": round(sum(event.ByteSize() for event in history.events) / 1024, 1),
        "activities": kinds[EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED],
        "workflow tasks": kinds[EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED],
        "updates": kinds[EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED],
        "timers": kinds[EventType.EVENT_TYPE_TIMER_STARTED],
        "letters' jobs": len(attempts),
        "attempts": sum(attempts),
    }


async def play() -> dict[str, Mapping[str, float]]:
    """One round of each methodology, in which everybody does at once what is asked of them."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            serve(Path(folder), ui=False, for_tests=True) as served,
            world(served, Path(folder), "bench") as made,
        ):
            return {name: await _played(made, name) for name in names()}


async def _played(made: World, name: str) -> Mapping[str, float]:
    story = Story(made, f"bench {name}", first_days.USUAL)
    began = time.monotonic()
    await story.opened(rules=name, people=Anyone(name))
    await story.goes_to()
    outcome = await story.ends()
    print(f"a happy round of {name}: {outcome.outcome}, played in {time.monotonic() - began:.1f} s")
    jobs = [made.client.get_activity_handle(job_id(row.key)) for row in await story.letter_rows()]
    attempts = [(await job.describe()).attempt for job in jobs]
    return measured(await story.handle.fetch_history(), attempts)


async def measure() -> bool:
    """Print the figures with their limits; whether all were kept."""
    kept = True
    for methodology, figures in (await play()).items():
        print(methodology)
        limits = LIMITS[methodology]
        for name, figure in figures.items():
            limit = limits.get(name)
            print(f"{name:>15} {figure:>7g}" + (f"   (at most {limit})" if limit else ""))
        kept = kept and all(figures[name] <= limit for name, limit in limits.items())
    return kept
