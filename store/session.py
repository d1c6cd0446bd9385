"""The way to the database: one asynchronous code path for SQLite and PostgreSQL."""

import asyncio
import traceback
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from types import MappingProxyType
from typing import Any

from sqlalchemy import AsyncAdaptedQueuePool, Connection, Dialect, Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

import tracing
from store import audit_log
from store.probe import Probe
from store.sqlite import DRIVER, IN_MEMORY

POOL = 20
"""Connections of a process at most, unless its settings say otherwise."""
PATIENCE = 5
"""Seconds that a program waits for a connection, and then again for whoever else is writing."""
PROBING = 2
"""Seconds that whoever asks whether writing works waits for whoever else is writing."""
_SQLITE = {
    "journal_mode": "WAL",
    "foreign_keys": "ON",
    "synchronous": "FULL",
    # Without it INSERT OR REPLACE removes a row past the triggers that guard the audit log.
    "recursive_triggers": "ON",
}
_STATEMENTS = 2000
"""How many compiled statements are remembered of each kind of database: more than the code has."""
_KNOWN: dict[object, tuple[Dialect, Any]] = {}
"""The dialect of the first engine of a kind that has connected, and what was compiled for it."""


class Database:
    """Sessions that write, and sessions that cannot."""

    def __init__(self, url: str, *, pool: int = POOL) -> None:
        """Nothing is connected until the first session; `url` names an asynchronous driver.

        `pool` is how many connections there are at most; whoever needs one more waits for it.

        Its errors never quote the values of a statement: they are people's names, addresses and texts.
        """
        if url.startswith("sqlite"):
            # One connection writes at a time: waiting for it in the pool is fair, in SQLite it is not.
            alone: Any = {"pool_size": 1, "max_overflow": 0}
            self._writer = _sqlite(url, "BEGIN IMMEDIATE", **alone)
            self._reader = _sqlite(url, "BEGIN", {"query_only": "ON"}, pool_size=pool, max_overflow=0)
            self._prober = _sqlite(url, "BEGIN IMMEDIATE", {"busy_timeout": f"{PROBING * 1000}"}, **alone)
        else:
            self._writer = create_async_engine(
                url,
                pool_size=pool,
                max_overflow=0,
                pool_pre_ping=True,
                pool_timeout=PATIENCE,
                hide_parameters=True,
                query_cache_size=_STATEMENTS,
                connect_args={"connect_timeout": PATIENCE, "options": f"-c lock_timeout={PATIENCE}s"},
            )
            _compile_once(self._writer.sync_engine, self._writer.url)
            self._reader = self._writer.execution_options(postgresql_readonly=True)
            self._prober = self._writer

        self._under_way = 0
        self._quiet = asyncio.Event()

    @property
    def engine(self) -> Engine:
        """What makes the connections that write, for whoever listens to them."""
        return self._writer.sync_engine

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction, committed when the block ends without an error; rows stay readable after it."""
        with tracing.within("write rows"):
            async with self._session(self._writer) as s:
                yield s
                await audit_log.write_all(s)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """One transaction in which the database refuses to write."""
        async with self._session(self._reader) as s:
            yield s

    async def probe(self) -> None:
        """Write something and remove it again: it raises whatever writing raises now.

        A lock that somebody holds and a disk that is full are found by writing alone. What is written is
        larger than a page of the database, and is committed: else nothing would have to be found room for.
        """
        row = Probe(id=uuid.uuid4().hex, filler="0" * 16_384)
        async with self._session(self._prober) as s:
            s.add(row)
            await s.flush()
            await s.delete(row)

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        self._under_way += 1
        self._quiet.clear()
        try:
            async with _cut_clean(), AsyncSession(engine, expire_on_commit=False) as s, s.begin():
                yield s
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._quiet.set()

    async def close(self) -> None:
        """Close the connections, once the transactions that are under way have ended, be it by being cut.

        One that was given back, or was only being made, after this would be closed by nobody.
        """
        if self._under_way:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._quiet.wait(), PATIENCE)
        for engine in (self._writer, self._reader, self._prober):
            await engine.dispose()


@asynccontextmanager
async def _cut_clean() -> AsyncIterator[None]:
    """Let go of what a cancelled transaction held.

    Its connection is closed by then; but a cursor, kept alive by the frames that the cancellation went
    through, keeps SQLite's lock, and nobody writes until those are collected.
    """
    try:
        yield
    except asyncio.CancelledError as cut:
        traceback.clear_frames(cut.__traceback__)
        raise


def _sqlite(
    url: str, begin: str, pragmas: Mapping[str, str] = MappingProxyType({}), **pool: Any
) -> AsyncEngine:
    # Named, since a database in memory would have another one, which keeps a single connection for all.
    pool = {"poolclass": AsyncAdaptedQueuePool, "pool_timeout": PATIENCE, **pool}
    driver = IN_MEMORY if "mode=memory" in url else DRIVER
    engine = create_async_engine(
        url, hide_parameters=True, module=driver, query_cache_size=_STATEMENTS, **pool
    )
    _compile_once(engine.sync_engine, driver)
    begin_as_told(engine.sync_engine, begin, **pragmas)
    return engine


def _compile_once(engine: Engine, kind: object) -> None:
    """Have what was compiled for one engine serve the later ones of its kind in this process.

    A rehearsal has a database of its own, and lives shorter than it takes to compile all its statements.
    """
    if known := _KNOWN.get(kind):
        engine.dialect, engine._compiled_cache = known
        return

    @event.listens_for(engine, "connect", once=True)
    def _connect(_connection: Any, _record: Any) -> None:
        # By now SQLAlchemy has asked the database what the dialect must know of it.
        _KNOWN.setdefault(kind, (engine.dialect, engine._compiled_cache))


def begin_as_told(engine: Engine, begin: str, **pragmas: str) -> None:
    """Make SQLite's transactions begin with this statement, and its connections with our settings.

    The driver's own way of beginning takes the write lock only at the first write, after the read it
    rests on: updates of two processes are then lost without a word.
    """

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, value in {**_SQLITE, "busy_timeout": str(PATIENCE * 1000), **pragmas}.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)
