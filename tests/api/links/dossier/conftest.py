"""A round of which everything is said, as the lead coordinator reads it at its end."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.session import Database
from tests.api.links.dossier.stage import Full
from tests.databases import sqlite_template, sqlite_url  # noqa: F401 - fixtures, found by their names
from tests.store import scene


@pytest.fixture
async def full(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Full]:  # noqa: F811 - the fixture of that name
    database = Database(sqlite_url)
    made = Full(database, await scene.begun(database), tmp_path)
    await made.say()
    await made.at("ripso", "lead_coordinator", "publication")
    yield made
    await made.http.aclose()
    await database.close()
