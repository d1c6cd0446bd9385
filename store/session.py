"""The way to the database: one asynchronous code path for SQLite and PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

_SQLITE = {"journal_mode": "WAL", "busy_timeout": 5000, "foreign_keys": "ON", "synchronous": "FULL"}


class Database:
    """Sessions that write, and sessions that cannot."""

    def __init__(self, url: str) -> None:
        """Nothing is connected until the first session; `url` names an asynchronous driver."""
        if url.startswith("sqlite"):
            # One connection writes at a time: waiting for it in the pool is fair, in SQLite it is not.
            self._writer = _sqlite(url, "BEGIN IMMEDIATE", pool_size=1, max_overflow=0)
            self._reader = _sqlite(url, "BEGIN", query_only="ON")
        else:
            self._writer = create_async_engine(url, pool_pre_ping=True)
            self._reader = self._writer.execution_options(postgresql_readonly=True)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction, committed when the block ends without an error; rows stay readable after it."""
        async with AsyncSession(self._writer, expire_on_commit=False) as s, s.begin():
            yield s

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """One transaction in which the database refuses to write."""
        async with AsyncSession(self._reader, expire_on_commit=False) as s, s.begin():
            yield s

    async def close(self) -> None:
        """Give the connections back."""
        await self._writer.dispose()
        await self._reader.dispose()


def _sqlite(url: str, begin: str, *, query_only: str = "OFF", **pool: Any) -> AsyncEngine:
    """Make an engine that begins as told.

    The driver's own way of beginning takes the write lock only at the first write, after the read it
    rests on: updates of two processes are then lost without a word.
    """
    engine = create_async_engine(url, **pool)

    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, value in {**_SQLITE, "query_only": query_only}.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
