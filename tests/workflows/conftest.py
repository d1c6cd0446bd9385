"""One world for all stories, and a story for each test."""

import os
from collections.abc import AsyncIterator, Generator

import pytest

from local.temporal import Served
from tests.workflows import world as worlds
from tests.workflows.story import Story
from tests.workflows.world import World

FAILED = pytest.StashKey[bool]()
SAVING = "SAVE_HISTORIES"
"""Set it to save the histories of the stories marked as kept: `SAVE_HISTORIES=1 pytest tests/workflows`."""


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark of the stories whose histories later versions of the code must replay (K6)."""
    config.addinivalue_line("markers", "kept: the story's history is saved, and replayed by every version")


@pytest.fixture(scope="session")
async def world(server: Served, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Everything real but the clock; one worker serves all stories."""
    async with worlds.world(server, tmp_path_factory.mktemp("stories")) as made:
        yield made


@pytest.fixture
async def story(world: World, request: pytest.FixtureRequest) -> AsyncIterator[Story]:
    """A story of the test's own, not yet begun; what holds in every story is looked at when it is told."""
    story = Story(world, request.node.name)
    yield story
    if request.node.stash.get(FAILED, False):
        await story.breaks_off()
        return
    await story.closes()
    if os.environ.get(SAVING) and request.node.get_closest_marker("kept"):
        await story.save()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test has failed: what holds at the end of a story says nothing then."""
    report = yield
    if call.when == "call":
        item.stash[FAILED] = report.failed
    return report
