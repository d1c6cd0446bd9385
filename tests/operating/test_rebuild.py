"""Temporal's database is lost while rounds stand in every step; they go on from what ours has kept."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from local.temporal import prepare, serve
from operating.builds import NotDone
from operating.rebuilding import Rebuilder
from store import inbox
from store.tables import Audit
from tests.operating import stage as stages
from tests.operating.stage import PEOPLE, Stage, together
from tests.workflows.seen import each_once
from tests.workflows.story import Story


@pytest.fixture
async def alone(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A stage on a server of its own, whose worker works."""
    folder = tmp_path_factory.mktemp("alone")
    server = serve(folder / "temporal", ui=False, for_tests=True)
    async with server as served, stages.stage(served, folder) as made:
        await made.world.work()
        yield made


async def loses_all(stage: Stage) -> None:
    """Temporal's database is gone, and an empty one is set up in its place."""
    server = stage.world.served.server
    await server.kill()
    for file in (stage.folder / "temporal").glob("temporal.db*"):
        file.unlink()
    await server.start()
    await prepare(server.address, stage.world.client.namespace, ours=True)


async def test_rounds_lost_in_every_step_are_rebuilt_and_end_with_each_letter_once_and_the_audit_whole(
    alone: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = alone.world
    stories = await alone.rounds_in_every_step(*PEOPLE)
    before = {title: await story.status() for title, story in stories.items()}
    await loses_all(alone)
    kept = await sent_meanwhile(stories["ripso publication"], monkeypatch)
    rebuilder = Rebuilder(world.client, world.database)
    lost = await rebuilder.lost(set())
    assert lost == sorted(story.round for story in stories.values())
    for id in lost:
        await rebuilder.rebuild(id)
    assert {title: await story.status() for title, story in stories.items()} == before
    async with world.database.reading() as s:
        row = await inbox.one(s, kept)
    assert row
    await world.intake.deliver(row)
    await stories["ripso publication"].answered(kept)
    await together(*(ends(story) for story in stories.values()))
    for name in PEOPLE:
        whole = await entries(stories[f"{name} request"])
        for story in (story for title, story in stories.items() if title.startswith(name)):
            assert await entries(story) == whole


async def sent_meanwhile(story: Story, monkeypatch: pytest.MonkeyPatch) -> str:
    """Somebody answers while their round is lost: it is kept, and not refused."""
    with monkeypatch.context() as patch:
        patch.setattr("api.intake.engine.PATIENCE", timedelta(seconds=1))
        (key,) = await story.open()
        (by, *_) = await story.holders(key)
        verdict = await story.tries(by, key, story.people.usual(story.name, await story.assignment(key)))
    assert verdict.state == "received"
    return verdict.id


async def ends(story: Story) -> None:
    """The round comes to its end, and nobody was written to twice."""
    await story.goes_to()
    assert (await story.ends()).outcome == "authorised"
    each_once(await story.letters())
    await story.closes()


async def entries(story: Story) -> Counter[tuple[str, str]]:
    """What the audit log says of the round, whatever its id."""
    return Counter((row.action, row.subject.replace(story.round, "")) for row in await story.rows(Audit))


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
