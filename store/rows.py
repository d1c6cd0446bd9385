"""Adding a row that may be there already."""

from typing import Any

from sqlalchemy import Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


async def insert_once(s: AsyncSession, row: SQLModel) -> bool:
    """Add a row at once; False, and nothing changes, if one with such a unique value is there."""
    table: Table = inspect(type(row)).local_table
    values = {name: value for name, value in row.model_dump().items() if value is not None}
    insert = _INSERT[s.get_bind().dialect.name](table).values(values).on_conflict_do_nothing()
    # Not the row count, which PostgreSQL's driver does not always know.
    added = await s.exec(insert.returning(*table.primary_key))
    return added.first() is not None
