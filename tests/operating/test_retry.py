"""One cause has parked the batches of many rounds: once it is mended, an operator types one command."""

from datetime import timedelta
from typing import Any

import pytest
from temporalio.common import RetryPolicy

from activities import committing
from activities.unit_of_work import UnitOfWork
from operating import executions
from rounds.state.effects import Open
from rounds.submissions.request import ExamineRequest
from tests.operating.stage import Stage, Type, together
from tests.workflows.seen import until
from tests.workflows.story import Story
from workflows import options

PROPOSE = ["propose_panel:1"]


async def fails(_: UnitOfWork, __: Any) -> None:
    """The database is away."""
    raise ConnectionError


async def test_all_stuck_rounds_are_tried_again_and_those_that_go_on_are_left_alone(
    stage: Stage, typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = RetryPolicy(initial_interval=timedelta(milliseconds=10), maximum_attempts=2)
    monkeypatch.setitem(options.COMMIT, "retry_policy", quick)
    world = stage.world
    await world.work()
    stories = [Story(world, f"{stage.folder.name} {n}") for n in range(3)]
    await together(*(_opened(story) for story in stories))
    *stuck, fine = stories
    nothing = await typed("", "retry", "--all")
    assert (nothing.exit_code, nothing.stdout) == (0, "no round is stuck: nothing was done\n")
    with monkeypatch.context() as patch:
        patch.setitem(committing.EFFECTS, Open, fails)
        for story in stuck:
            await story.tries("responsible_officer", "examine_request:1", ExamineRequest(choice="accept"))

        async def listed() -> bool:
            return await _troubled(stage) == sorted(story.round for story in stuck)

        await until(listed)
    said = await typed("", "retry", "--all")
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout.splitlines() == [f"{id} accepted" for id in sorted(story.round for story in stuck)]

    async def healed() -> bool:
        return await _troubled(stage) == [] and [await story.open() for story in stuck] == [PROPOSE] * 2

    await until(healed)
    await fine.goes_to(*PROPOSE)
    await world.rest()


async def _opened(story: Story) -> None:
    await story.opened()


async def _troubled(stage: Stage) -> list[str]:
    running = await executions.running(stage.world.client)
    return sorted(id for id, trouble in running.items() if trouble == executions.STUCK)
