"""The app without an engine: the public side needs none."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx2
import pytest
from fastapi import FastAPI

from api.app import create
from settings import Settings
from store.session import Database
from tests.conftest import settings_for
from tests.databases import (
    database,
    database_url,
    postgres,
    postgresql_url,
    sqlite_template,
    sqlite_url,
)

__all__ = ["database", "database_url", "postgres", "postgresql_url", "sqlite_template", "sqlite_url"]


@dataclass(frozen=True)
class Public:
    """The doors, and the database behind them."""

    app: FastAPI
    settings: Settings
    database: Database

    def http(self, **headers: str) -> httpx2.AsyncClient:
        """Anybody who reads."""
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.app, raise_app_exceptions=True),
            base_url="http://127.0.0.1:8000",
            headers={"Accept-Language": "en", **headers},
        )


@pytest.fixture
async def public(
    database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Public]:
    """The app on a database of the test's own."""
    folder = tmp_path_factory.mktemp("public")
    settings = settings_for(folder, "127.0.0.1:1", 1, database_url=database_url)
    app = create(settings)
    async with app.router.lifespan_context(app):
        yield Public(app, settings, database)
