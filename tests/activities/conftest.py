"""A world for activities: a database, a mail server, the real letters."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from activities.committing import RoundActivities
from activities.post import LetterActivities, Post
from store.links import Links
from store.migrating import upgrade
from store.session import Database
from templates.render import Renderer
from tests.activities.mail import Mailbox, serving
from tests.activities.world import KEYS, URL, World


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    return Renderer()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    address = f"sqlite+aiosqlite:///{tmp_path}/ronda.db"
    upgrade(address)
    database = Database(address)
    yield database
    await database.close()


@pytest.fixture
async def world(database: Database, renderer: Renderer) -> AsyncIterator[World]:
    """One round, opened by an officer and written down; nobody was asked for anything yet."""
    mailbox = Mailbox()
    async with serving(mailbox) as server:
        post = Post(database, renderer, Links(KEYS, URL), server)
        world = World(database, mailbox, LetterActivities(post))
        world.rounds = RoundActivities(database, post, world.start_delivery)
        await world.open()
        yield world
