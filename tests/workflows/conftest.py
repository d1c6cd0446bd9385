"""One world for all stories, and a story for each test."""

import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Callable, Generator
from datetime import datetime
from pathlib import Path

import pytest

from local.temporal import Served
from methodologies import loader
from rounds.methodology.model import STEPS
from tests.workflows import first_days
from tests.workflows import world as worlds
from tests.workflows.story import Story
from tests.workflows.world import World

FAILED = pytest.StashKey[bool]()
SAVING = "SAVE_HISTORIES"
"""Set it to save what the newest generation lacks of the stories marked as kept: `SAVE_HISTORIES=1 pytest
tests/workflows`. Until the list of what is kept for good is frozen its folder may be removed before."""

FIRST_DAYS = "FIRST_DAYS"
"""From which first days stories are played, as `first_days.dealt` reads it: `FIRST_DAYS=leap-day pytest`."""


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark of the stories whose histories are saved (K6)."""
    config.addinivalue_line("markers", "kept: the story's history is saved, to be replayed and read later")


@pytest.fixture(scope="session")
async def world(server: Served, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Everything real but the clock; one worker serves all stories."""
    folder = tmp_path_factory.mktemp("stories")
    # Whoever takes this fixture over has another one, and rounds whose ids are the same.
    async with worlds.world(server, folder, folder.name) as made:
        yield made


@pytest.fixture
def methodology_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Puts a methodology of the test's own beside RIPSO's, whose steps stand in another order."""

    def make(name: str, *steps: str, **clocks: str) -> str:
        text = (loader.FOLDER / "ripso.toml").read_text("utf-8")
        text = text.replace('id = "ripso"', f'id = "{name}"')
        text = re.sub(r"^steps = .*$", f"steps = {json.dumps(steps)}", text, flags=re.MULTILINE)
        # What a role reads from a step that there is not, it never reads.
        for step in set(STEPS) - set(steps):
            text = re.sub(rf'(\w+ = )"{step}"', r'\1"never"', text)
        for kind, clock in clocks.items():
            text = re.sub(rf"(\[assignments\.{kind}\][^\[]*?clock = )\{{.*?\}}", rf"\1{clock}", text)
        shutil.copy(loader.FOLDER / "states.toml", tmp_path)
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
        monkeypatch.setattr(loader, "FOLDER", tmp_path)
        return name

    return make


@pytest.fixture
def short(methodology_in: Callable[..., str]) -> str:
    """A methodology that comes to its report quickly, for stories about the report."""
    return methodology_in("short", "panel", "report", "publication")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Play each story from the days that are asked for, or dealt to it."""
    days = first_days.dealt(os.environ.get(FIRST_DAYS, ""), metafunc.definition.nodeid)
    if days and "first_day" in metafunc.fixturenames:
        metafunc.parametrize("first_day", days.values(), ids=days)


@pytest.fixture
def first_day() -> datetime:
    """When the round of the story begins."""
    return first_days.USUAL


@pytest.fixture
async def story(world: World, first_day: datetime, request: pytest.FixtureRequest) -> AsyncIterator[Story]:
    """A story of the test's own, not yet begun; what holds in every story is looked at when it is told."""
    story = Story(world, request.node.name, first_day)
    yield story
    if request.node.stash.get(FAILED, False):
        await story.breaks_off()
        return
    await story.closes()
    kept = request.node.get_closest_marker("kept")
    if not kept:
        await story.replays()
    elif os.environ.get(SAVING) and first_day == first_days.USUAL:
        await story.saves()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test has failed: what holds at the end of a story says nothing then."""
    report = yield
    if call.when == "call":
        item.stash[FAILED] = report.failed
    return report
