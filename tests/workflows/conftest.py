"""One world for all stories, and a story for each test."""

import os
from collections.abc import AsyncIterator, Generator

import pytest
from temporalio.client import Client

from local.temporal import Served, prepare
from store import migrating, officers
from store.session import Database
from tests.workflows import cast
from tests.workflows.story import Story
from tests.workflows.world import World
from workflows.converter import converter

NAMESPACE = "stories"
"""Their own, so that no other test's worker takes their tasks."""
FAILED = pytest.StashKey[bool]()
SAVING = "SAVE_HISTORIES"
"""Set it to keep the stories' histories: `SAVE_HISTORIES=1 .venv/bin/pytest tests/workflows`."""


@pytest.fixture(scope="session")
async def world(server: Served, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Everything real but the clock; one worker serves all stories."""
    await prepare(server.address, NAMESPACE, ours=True)
    client = await Client.connect(server.address, namespace=NAMESPACE, data_converter=converter)
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('stories')}/ronda.db"
    migrating.upgrade(url)
    database = Database(url)
    async with database.writing() as s:
        await officers.add_secretariat(s, "DIS", "Department of Social Inclusion")
        await officers.add_officer(s, "DIS", cast.contact("head", "secretariat"), head=True)
    world = World(server, client, database)
    await world.mail.open()
    await world.work()
    yield world
    await world.rest()
    await world.mail.close()
    await database.close()


@pytest.fixture
async def story(world: World, request: pytest.FixtureRequest) -> AsyncIterator[Story]:
    """A story of the test's own, not yet begun; what holds in every story is looked at when it is told."""
    story = Story(world, request.node.name)
    yield story
    if request.node.stash.get(FAILED, False):
        await story.breaks_off()
        return
    await story.closes()
    if os.environ.get(SAVING):
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
