import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from store.audit_log import Audit, add
from store.migrating import differences, downgrade, upgrade
from store.session import Database
from store.tables import Inbox
from tests.databases import Postgres, as_owner

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_the_migrations_make_the_tables_that_the_code_says(database_url: str) -> None:
    assert differences(database_url) == []


def test_the_migrations_can_be_undone_and_done_again_on_sqlite(sqlite_url: str) -> None:
    _undo_and_do_again(sqlite_url)


def test_the_migrations_can_be_undone_and_done_again_on_postgresql(postgres: Postgres) -> None:
    url = postgres.create("undone")
    upgrade(url)
    _undo_and_do_again(url)


def _undo_and_do_again(url: str) -> None:
    downgrade(url, "base")
    assert differences(url) != []

    upgrade(url)

    assert differences(url) == []


async def test_programs_that_migrate_sqlite_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/new/ronda.db"

    assert await _migrate_at_once(url) == [0, 0]
    assert differences(url) == []


async def test_programs_that_migrate_postgresql_at_once_do_not_disturb_each_other(postgres: Postgres) -> None:
    url = postgres.create("migrated_at_once")

    assert await _migrate_at_once(url) == [0, 0]
    assert differences(url) == []


async def _migrate_at_once(url: str) -> list[int]:
    """The exit codes of two programs that migrate."""
    program = f"from store.migrating import upgrade; upgrade({url!r})"
    started = [await asyncio.create_subprocess_exec(sys.executable, "-c", program) for _ in range(2)]
    return [await process.wait() for process in started]


OF_WORDS = """SELECT c.relname, c.reloptions FROM pg_class c JOIN pg_am a ON a.oid = c.relam
  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE a.amname = 'gin' AND n.nspname = current_schema()"""
CHANGES = [
    "UPDATE audit SET actor = 'somebody else'",
    "DELETE FROM audit",
    "DELETE FROM audit WHERE actor = 'officer'",
]


@pytest.mark.parametrize("statement", CHANGES)
async def test_the_audit_log_only_grows_whoever_writes(database_url: str, statement: str) -> None:
    database = Database(as_owner(database_url))
    await _add_entry(database)

    with pytest.raises(DBAPIError, match="append-only"):
        await _execute(database, statement)
    await database.close()


async def test_sqlite_cannot_replace_an_entry_of_the_audit_log(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    await _add_entry(database)

    with pytest.raises(DBAPIError, match="append-only"):
        await _execute(database, "INSERT OR REPLACE INTO audit SELECT * FROM audit")
    await database.close()


async def test_postgresql_cannot_empty_the_audit_log(postgresql_url: str) -> None:
    database = Database(as_owner(postgresql_url))
    await _add_entry(database)

    with pytest.raises(DBAPIError, match="append-only"):
        await _execute(database, "TRUNCATE audit")
    await database.close()


async def test_postgresql_has_each_word_in_its_index_at_once(postgresql_url: str) -> None:
    """A list of what is not in it yet is read from end to end by each search."""
    database = Database(as_owner(postgresql_url))
    async with database.reading() as s:
        found = await s.connection()
        rows = await found.execute(text(OF_WORDS))
    await database.close()
    names = ("letter_sought_fts", "person_sought_fts", "published_fts")
    assert sorted(map(tuple, rows)) == [(name, ["fastupdate=off"]) for name in names]


async def test_a_state_that_does_not_exist_is_refused(database: Database) -> None:
    row = Inbox(id="1", round_id="r", kind="k", body="{}", sha256="0", received_at=NOW, due_at=NOW)
    row.state = "lost"

    with pytest.raises(IntegrityError, match="ck_inbox_state"):
        async with database.writing() as s:
            s.add(row)


async def _add_entry(database: Database) -> None:
    async with database.writing() as s:
        add(s, Audit(key="1", round_id="r", at=NOW, recorded_at=NOW, actor="officer", action="opened"))


async def _execute(database: Database, statement: str) -> None:
    async with database.writing() as s:
        await (await s.connection()).execute(text(statement))
