"""Rounds that are started again from what our database has kept, one by one.

After the loss of Temporal's database all are: test_upgrade.py.
"""

import pytest

from operating.builds import NotDone
from operating.rebuilding import Rebuilder
from tests.operating.stage import Stage
from tests.workflows.story import Story


async def test_a_round_that_runs_one_that_is_over_and_one_that_nobody_knows_are_not_rebuilt(
    stage: Stage,
) -> None:
    await stage.world.work()
    rebuilder = Rebuilder(stage.world.client, stage.world.database)
    story = await Story(stage.world, f"{stage.folder.name} runs").opened()
    with pytest.raises(NotDone, match="still runs: nothing was done"):
        await rebuilder.rebuild(story.round)
    with pytest.raises(NotDone, match="there is no round round-ripso-pry-1999-1"):
        await rebuilder.rebuild("round-ripso-pry-1999-1")
    await story.handle.cancel()
    await story.ends()
    with pytest.raises(NotDone, match="is over"):
        await rebuilder.rebuild(story.round)
    await stage.world.rest()


async def test_a_round_rebuilt_in_silence_keeps_its_dates_and_reminders(stage: Stage) -> None:
    await stage.world.work()
    story = await Story(stage.world, f"{stage.folder.name} silent").opened()
    await story.goes_to("answer_invitation:candidate-1.1.1")
    due = (await story.assignment("answer_invitation:candidate-1.1.1")).due_at
    await story.passes(days=6)
    await story.handle.terminate("by mishap")
    await Rebuilder(stage.world.client, stage.world.database).rebuild(story.round)
    await story.passes_to(due)
    reminders = await story.letters("reminder", to="candidate-1.1.1")
    assert len(reminders) == 2
    assert (await story.states("answer_invitation"))["answer_invitation:candidate-1.1.2"] == "open"
    await story.breaks_off()
    await stage.world.rest()
