"""SQLite's driver with one step a statement.

Each step of the driver is handed to a thread and waited for. The stock cursor takes four a statement: made,
executed, read, closed. On a machine that is busy each of them waits for its turn, and that, not the disk,
was most of what a person waited for.
"""

import sqlite3
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)


@dataclass(slots=True)
class _Outcome:
    """What a statement left, once its cursor is closed: it keeps no lock, whoever holds on to it."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    arraysize: int = 1

    def close(self) -> None:
        """It is."""


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()
    _awaitable_cursor_close = False

    def _make_new_cursor(self, connection: Any) -> Any:  # noqa: ARG002 - SQLAlchemy passes it
        return _Outcome()

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        await self._step("execute", operation, () if parameters is None else parameters)

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> None:
        await self._step("executemany", operation, seq_of_parameters)

    async def _step(self, how: str, operation: Any, parameters: Any) -> None:
        async with self._adapt_connection._execute_mutex:
            driver: Any = self._connection
            self._cursor, rows = await driver._execute(_done, driver._conn, how, operation, parameters)
            self._rows = deque(rows)


def _done(connection: sqlite3.Connection, how: str, operation: str, parameters: Any) -> tuple[Any, list[Any]]:
    """Run a statement to its end, in the driver's thread."""
    cursor = connection.cursor()
    try:
        getattr(cursor, how)(operation, parameters)
        rows = cursor.fetchall() if cursor.description else []
        return _Outcome(cursor.description, cursor.rowcount, cursor.lastrowid), rows
    finally:
        cursor.close()


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = _Cursor


class _Driver(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *arg: Any, **kw: Any) -> _Connection:
        return _Connection(self, super().connect(*arg, **kw)._connection)


class _InMemory(_Driver):
    def connect(self, *arg: Any, **kw: Any) -> _Connection:
        made = super().connect(*arg, **{**kw, "check_same_thread": False})
        driver: Any = made._connection
        driver._execute = _at_once
        return made


async def _at_once(step: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """One step of the driver, in the thread of whoever asks for it."""
    return step(*given, **named)


DRIVER = _Driver(aiosqlite, sqlite3)
"""For `create_async_engine(module=…)`."""
IN_MEMORY = _InMemory(aiosqlite, sqlite3)
"""For a database that nobody else has, and no disk: nothing in it is waited for, and so in no thread."""
