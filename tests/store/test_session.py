import asyncio
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import event, text
from sqlalchemy.engine.interfaces import CacheStats
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import select

from store import session
from store.session import Database
from store.tables import Person, Secretariat
from store.uploads import Upload
from tests.conftest import SYNCHRONOUS


def person(institution: str = "0") -> Person:
    return Person(id="1", email="a@example.org", name="A", language="es", institution=institution)


async def test_updates_of_several_programs_on_one_sqlite_file_are_not_lost(sqlite_url: str) -> None:
    programs = [Database(sqlite_url) for _ in range(4)]
    async with programs[0].writing() as s:
        s.add(person())

    async def count(program: Database) -> None:
        for _ in range(25):
            async with program.writing() as s:
                row = (await s.exec(select(Person))).one()
                read = int(row.institution)
                # Somebody else has every chance to come between.
                await asyncio.sleep(0)
                row.institution = str(read + 1)

    await asyncio.gather(*(count(program) for program in programs for _ in range(2)))

    async with programs[0].reading() as s:
        assert (await s.exec(select(Person.institution))).one() == "200"
    for program in programs:
        await program.close()


async def test_pages_are_read_while_somebody_writes(database: Database) -> None:
    async with database.writing() as writer:
        writer.add(person())
        await writer.flush()
        async with asyncio.timeout(2), database.reading() as reader:
            assert (await reader.exec(select(Person))).all() == []


async def test_what_was_compiled_for_one_database_serves_the_next(database_url: str) -> None:
    """A rehearsal has a database of its own, and would compile all statements that all others did."""
    found = []

    def note(_c: Any, _k: Any, statement: str, _p: Any, context: Any, _many: bool) -> None:
        if "institution =" in statement:
            found.append(context.cache_hit)

    for _ in range(2):
        database = Database(database_url)
        event.listen(database.engine, "before_cursor_execute", note)
        async with database.writing() as s:
            await s.exec(select(Person).where(Person.institution == "compiled once"))
        await database.close()
    assert found == [CacheStats.CACHE_MISS, CacheStats.CACHE_HIT]


async def test_k4_sqlite_acknowledges_what_has_reached_the_disk(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But in tests, where nothing has to."""
    monkeypatch.setitem(session._SQLITE, "synchronous", SYNCHRONOUS)
    database = Database(sqlite_url)
    async with database.writing() as s:
        found = (await (await s.connection()).execute(text("PRAGMA synchronous"))).scalar_one()
    await database.close()
    assert found == 2  # FULL


async def test_a_reading_session_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        async with database.reading() as s:
            s.add(Secretariat(id="DIS", name="Social Inclusion"))


async def test_an_error_does_not_quote_what_was_to_be_written(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with pytest.raises(DBAPIError) as caught:
        async with database.writing() as s:
            s.add_all([person(), Person(id="2", email="a@example.org", name="B", language="es")])
    await database.close()
    assert "INSERT INTO person" in str(caught.value)
    assert "example.org" not in str(caught.value)


async def test_a_database_that_is_closed_while_somebody_reads_leaves_no_connection_open(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[aiosqlite.Connection] = []
    connect = aiosqlite.connect

    def noted(*args: Any, **kw: Any) -> aiosqlite.Connection:
        made.append(connect(*args, **kw))
        return made[-1]

    monkeypatch.setattr(aiosqlite, "connect", noted)
    database = Database(sqlite_url)
    reads, may_end = asyncio.Event(), asyncio.Event()

    async def read() -> None:
        async with database.reading() as s:
            await s.exec(select(Person))
            reads.set()
            await may_end.wait()

    reading = asyncio.create_task(read())
    await reads.wait()
    closing = asyncio.create_task(database.close())
    await asyncio.sleep(0.05)
    may_end.set()
    await asyncio.gather(reading, closing)
    assert [connection._connection for connection in made] == [None]


async def test_what_fails_halfway_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await _write_and_fail(database)

    async with database.reading() as s:
        assert (await s.exec(select(Person))).all() == []


async def _write_and_fail(database: Database) -> None:
    async with database.writing() as s:
        s.add(person())
        await s.flush()
        raise ZeroDivisionError


def upload(at: datetime) -> Upload:
    return Upload(id="1", filename="a.pdf", media_type="application/pdf", size=1, sha256="0", at=at)


async def test_a_time_comes_back_aware_and_in_utc(database: Database) -> None:
    async with database.writing() as s:
        s.add(upload(datetime(2026, 3, 1, 21, 30, 0, 5, tzinfo=timezone(timedelta(hours=-3)))))

    async with database.reading() as s:
        at = (await s.exec(select(Upload.at))).one()

    assert at.isoformat() == "2026-03-02T00:30:00.000005+00:00"


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        async with database.writing() as s:
            s.add(upload(datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None)))
