"""A world for activities: a database, a mail server, the real letters."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from activities.committing import RoundActivities
from activities.post import LetterActivities, Post
from activities.press import Press
from store.files import in_folder
from store.links import Links
from store.session import Database
from templates.render import Renderer
from tests.activities.mail import Mailbox, serving
from tests.activities.world import KEYS, URL, World
from tests.databases import (  # noqa: F401 - fixtures are found by their names
    postgres,
    postgresql_url,
    sqlite_template,
    sqlite_url,
)


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    return Renderer()


@asynccontextmanager
async def opened(url: str, renderer: Renderer, files: Path) -> AsyncIterator[World]:
    """One round, opened by an officer and written down; nobody was asked for anything yet."""
    database, mailbox = Database(url), Mailbox()
    async with serving(mailbox) as server:
        world = World(database, mailbox)
        post = Post(
            database, renderer, Links(KEYS, URL), server, operator="operator@example.org", now=world.clock
        )
        world.letters = LetterActivities(post, world.tell)
        world.rounds = RoundActivities(database, world.start_letters, Press(in_folder(files), renderer))
        await world.open()
        yield world
    await database.close()


@pytest.fixture
async def world(request: pytest.FixtureRequest, renderer: Renderer, tmp_path: Path) -> AsyncIterator[World]:
    async with opened(request.getfixturevalue("sqlite_url"), renderer, tmp_path) as world:
        yield world


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
async def each_world(
    request: pytest.FixtureRequest, renderer: Renderer, tmp_path: Path
) -> AsyncIterator[World]:
    """The same on each kind of database in turn."""
    async with opened(request.getfixturevalue(request.param), renderer, tmp_path) as world:
        yield world
