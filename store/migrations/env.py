"""What alembic runs for each command; the connection comes from `store.migrating`."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import text
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from store.columns import UTCDateTime
from store.migrating import is_ours

_PLAIN = {UTCDateTime: "sa.DateTime(timezone=True)", AutoString: "sa.String()"}


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our types as plain ones: a migration must not change when the code does."""
    return _PLAIN.get(type(item), False) if kind == "type" else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    render_item=_render,
    include_name=is_ours,
    # SQLite can roll a table's creation back, alembic only takes it to be unable to.
    transactional_ddl=True,
)
with context.begin_transaction():
    if connection.dialect.name == "postgresql":
        # Two that migrate at once: the second waits, and finds nothing left to do.
        connection.execute(text("SELECT pg_advisory_xact_lock(7261)"))
    context.run_migrations()
