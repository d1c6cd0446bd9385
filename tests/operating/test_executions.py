"""What a real server says of rounds that go on, and of those that do not."""

import asyncio
from pathlib import Path

import pytest
from sqlmodel import select

from operating import executions, upkeep
from store.files import in_folder
from store.tables import Round
from tests.operating.stage import Stage
from tests.workflows.seen import until
from tests.workflows.story import Story
from workflows.round import RoundWorkflow


async def test_the_upkeep_marks_rounds_that_were_ended_lost_or_fail_and_leaves_those_that_run(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    world = stage.world
    await world.work()
    names = ("runs", "terminated", "task_fails", "over")
    stories = {name: Story(world, f"{stage.folder.name} {name}") for name in names}
    await asyncio.gather(*(story.opened() for story in stories.values()))
    await stories["over"].handle.cancel()
    await stories["over"].handle.result()
    await stories["terminated"].handle.terminate("by mishap")
    missing = await lost(stories["runs"])
    monkeypatch.setattr("rounds.clock.timers.with_one_more", raises)
    await stories["task_fails"].handle.signal(RoundWorkflow.address_refused, "focal_point")
    troubles = {"runs": "", "over": "", "terminated": "terminated", "task_fails": "task_fails"}
    expected = {stories[name].round: trouble for name, trouble in troubles.items()} | {missing: "missing"}
    async with upkeep.worker(world.client, world.database, in_folder(tmp_path)):

        async def marked() -> bool:
            await upkeep.schedule(world.client)
            async with world.database.reading() as s:
                return {row.id: row.trouble for row in await s.exec(select(Round))} == expected

        await until(marked)
    assert set((await executions.running(world.client)).values()) == {"", "task_fails"}
    await world.rest()


def raises(*_: object) -> None:
    """A bug."""
    raise KeyError


async def lost(story: Story) -> str:
    """A round that Temporal has never heard of; its id."""
    (row,) = await story.rows(Round)
    async with story.world.database.writing() as s:
        s.add(Round(**row.model_dump() | {"id": f"{row.id}-lost", "number": 1000}))
    return f"{row.id}-lost"


async def test_what_is_sent_to_a_round_that_was_ended_by_mishap_waits_and_is_not_refused(
    stage: Stage,
) -> None:
    await stage.world.work()
    story = await Story(stage.world, f"{stage.folder.name} ended").opened()
    (key,) = await story.open()
    (by,) = await story.holders(key)
    await story.handle.terminate("by mishap")
    verdict = await story.tries(by, key, story.people.usual(story.name, await story.assignment(key)))
    assert verdict.state == "received"
    await stage.world.rest()
