"""Adding rows that may be there already."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
"""By the dialect's name: an insert that may meet a row that is there."""


async def insert_once(s: AsyncSession, row: SQLModel) -> bool:
    """Add a row at once; False, and nothing changes, if one with such a unique value is there."""
    # Not the row count, which PostgreSQL's driver does not always know.
    added = await s.exec(_insert(s, row), params=_values(row))
    return added.first() is not None


async def insert_each_once(s: AsyncSession, rows: Sequence[SQLModel]) -> None:
    """The same of rows of one table, with the same columns set, in one statement."""
    if rows:
        # That something comes back makes one statement of many rows. Without it PostgreSQL's driver opens a
        # pipeline, and a batch that is cut leaves it open in a connection that others are given.
        await s.exec(_insert(s, rows[0]), params=[_values(row) for row in rows])


async def settle(s: AsyncSession, table: Any, id: str, state: str) -> None:
    """Say what became of the letter of a row that stands in no outbox; nothing of one that is gone."""
    row = await s.get(table, id)
    if row:
        row.state = state
        s.add(row)


def _values(row: SQLModel) -> dict[str, Any]:
    return {name: value for name, value in row.model_dump().items() if value is not None}


def _insert(s: AsyncSession, row: SQLModel) -> Any:
    return _statement(inspect(type(row)).local_table, s.get_bind().dialect.name)


@cache
def _statement(table: Table, dialect: str) -> Any:
    """Made once: to put a statement together costs more than to run it."""
    return INSERT[dialect](table).on_conflict_do_nothing().returning(*table.primary_key)
