"""A third methodology is a third file; a running round keeps the one it started with."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from methodologies import loader
from rounds.registry import MODELS
from store.tables import Assignment, Round
from tests.workflows.anyone import Anyone
from tests.workflows.story import Story


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of methodologies that the test may write to; what was read from it is forgotten afterwards."""
    files = tmp_path / "methodologies"
    shutil.copytree(loader.FOLDER, files)
    monkeypatch.setattr(loader, "FOLDER", files)
    loader.methodology.cache_clear()
    yield files
    loader.methodology.cache_clear()


async def test_a_round_runs_under_a_methodology_that_is_nothing_but_a_file(
    story: Story, folder: Path
) -> None:
    shutil.copy(Path(__file__).parent / "pair.toml", folder)
    people = Anyone("pair")
    await story.opened(rules="pair", people=people)
    steps = []
    while not await story.is_over():
        steps.append((await story.status()).step)
        await story.goes_past(steps[-1])
    assert tuple(steps) == people.rules.steps
    assert {a.kind for a in await story.rows(Assignment)} < set(people.rules.assignments) < set(MODELS)
    owners = {a.kind: a.role for a in await story.rows(Assignment)}
    assert (owners["write_self_assessment"], owners["consolidate_report"]) == (
        "lead_coordinator",
        "coordinator",
    )
    (row,) = await story.rows(Round)
    assert (row.methodology, row.outcome) == ("pair", "authorised")


async def test_a_running_round_keeps_the_version_it_started_with(story: Story, folder: Path) -> None:
    people = Anyone("mecigep")
    await story.opened(rules="mecigep", people=people)
    file, began = folder / "mecigep.toml", loader.methodology("mecigep").version
    changed = file.read_text("utf-8").replace(f'version = "{began}"', 'version = "2099-1"')
    file.write_text(changed.replace("coordinators = 1", "coordinators = 2"), "utf-8")
    loader.methodology.cache_clear()
    now = loader.methodology("mecigep")
    assert (now.version, now.limits.coordinators) == ("2099-1", 2)
    await story.goes_to("propose_panel:1")
    assert len(people.panel(story.name).coordinators) == 1
    await story.goes_to("propose_dates:1")
    (row,) = await story.rows(Round)
    assert row.methodology_version == began
    assert row.rules["limits"]["coordinators"] == 1
