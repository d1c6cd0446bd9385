"""Two starts with a change of code between them: the rounds of the first go on, and no old worker is left."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from local import builds
from local.builds import Build
from local.handover import Workers
from local.processes import Supervisor
from tests.operating.conftest import stage  # noqa: F401 - a fixture, found by its name
from tests.operating.stage import ROOT, Stage, changed
from tests.workflows.story import Story

ORDER = (
    "workflows/visiting.py",
    "ask(key) for key in arrangements.needed(self.round))",
    "ask(key) for key in reversed(arrangements.needed(self.round)))",
)
"""Two of a step's questions are asked for in another order."""
UNREADABLE = (
    "rounds/state/round.py",
    "    country: str\n    opening: str\n",
    "    country: int\n    opening: str\n",
)
"""A change that does not only add."""


@pytest.fixture
def env(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:  # noqa: F811 - a fixture
    """What a start gives its children; its own commands are those of this code."""
    monkeypatch.chdir(ROOT)
    return {**stage.env, "PYTHONPATH": ""}


async def starts(code: Build, env: Mapping[str, str], keeper: Supervisor, said: list[str]) -> None:
    """Start a build's worker, as `make run` does."""
    workers = Workers(code, (sys.executable, "worker.py"), env, keeper, 0)
    await workers.start(Path(env["DATA_DIR"]), said.append)


async def test_a_round_that_waits_goes_on_under_the_code_of_the_next_start(
    stage: Stage,  # noqa: F811 - a fixture
    env: Mapping[str, str],
) -> None:
    first = builds.keep(ROOT, stage.folder / "copies")
    said: list[str] = []
    async with Supervisor(said.append) as keeper:
        await starts(first, env, keeper, said)
        story = await Story(stage.world, f"{stage.folder.name} waits").opened()
        await story.goes_to("set_agenda:1")
        before = await story.settled()
    assert said == []
    second = changed(stage.folder, ORDER)
    async with Supervisor(said.append) as keeper:
        await starts(second, env, keeper, said)
        assert said == ["the code has changed: open rounds move to it"]
        assert await stage.where() == {second.id}
        assert [folder.name for folder in (stage.folder / "copies").iterdir()] == [second.id]
        assert await story.status() == before
        await story.goes_on()
        await story.breaks_off()


async def test_a_change_that_cannot_read_what_was_kept_leaves_the_round_to_the_code_of_before(
    stage: Stage,  # noqa: F811 - a fixture
    env: Mapping[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = builds.keep(ROOT, stage.folder / "copies")
    said: list[str] = []
    async with Supervisor(said.append) as keeper:
        await starts(first, env, keeper, said)
        story = await Story(stage.world, f"{stage.folder.name} stays").opened()
        await story.settled()
    second = changed(stage.folder, UNREADABLE)
    monkeypatch.chdir(second.folder)
    async with Supervisor(said.append) as keeper:
        await starts(second, env, keeper, said)
        assert said[0] == "the code has changed: open rounds move to it"
        assert f"cannot read the state of {story.round}: country: " in said[1]
        assert said[1].endswith("the open rounds go on under the code of the run before")
        assert await stage.where() == {first.id}
        await story.goes_to("propose_panel:1")
        await story.breaks_off()
