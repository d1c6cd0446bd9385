"""A stage for each test, and an operator who types on it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from typer.testing import CliRunner, Result

from admin import app
from local.temporal import Served
from tests.databases import postgres, sqlite_template, sqlite_url
from tests.operating import stage as stages
from tests.operating.stage import Stage, Type

__all__ = ["postgres", "sqlite_template", "sqlite_url"]


@pytest.fixture
async def stage(server: Served, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A world in which workers of builds come and go."""
    async with stages.stage(server, tmp_path_factory.mktemp("stage")) as made:
        yield made


@pytest.fixture
def typed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Type:
    """Types a command of admin.py on the stage; `BUILD` is what is given first."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{stage.folder}/ronda.db")
    monkeypatch.setenv("DATA_DIR", str(stage.folder))
    monkeypatch.setenv("TEMPORAL_ADDRESS", stage.world.served.address)
    monkeypatch.setenv("TEMPORAL_NAMESPACE", stage.world.client.namespace)

    async def type_(build: str, *words: str) -> Result:
        monkeypatch.setenv("BUILD", build)
        return await asyncio.to_thread(CliRunner().invoke, app, words)

    return type_
