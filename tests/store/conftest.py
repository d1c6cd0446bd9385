"""The databases that the store's tests run on."""

import pytest

from store.session import Database
from tests.databases import (  # noqa: F401 - fixtures are found by their names
    database,
    database_url,
    postgres,
    postgresql_url,
    sqlite_template,
    sqlite_url,
)
from tests.store.scene import KEY, Scene, begun, open_assignment


@pytest.fixture
async def scene(database: Database) -> Scene:  # noqa: F811 - the fixture, asked for by its name
    round_id = await begun(database)
    await open_assignment(database, round_id, KEY, "focal_point")
    return Scene(database, round_id)
