"""Each entry of the audit log holds the hash of itself and of the one before."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_FIELDS: tuple[tuple[str, Any], ...] = (
    *((name, sa.String()) for name in ("key", "round_id", "actor", "action", "subject", "hash")),
    *((name, sa.DateTime(timezone=True)) for name in ("at", "recorded_at")),
    ("detail", sa.JSON()),
)
_AUDIT = sa.table("audit", sa.column("id", sa.Integer()), *(sa.column(name, of) for name, of in _FIELDS))
_OPEN = {
    "sqlite": "DROP TRIGGER audit_no_update",
    "postgresql": "ALTER TABLE audit DISABLE TRIGGER audit_only_grows",
}
_CLOSED = {
    "sqlite": "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "postgresql": "ALTER TABLE audit ENABLE TRIGGER audit_only_grows",
}
AT_ONCE = 1000


def upgrade() -> None:
    """What is there is chained in its order."""
    op.add_column("audit", sa.Column("hash", sa.String(), nullable=False, server_default=""))
    dialect = op.get_bind().dialect.name
    op.execute(_OPEN[dialect])
    _chain()
    op.execute(_CLOSED[dialect])


def _chain() -> None:
    connection = op.get_bind()
    put = sa.update(_AUDIT).where(_AUDIT.c.id == sa.bindparam("of")).values(hash=sa.bindparam("is"))
    last, before = 0, "0" * 64
    while rows := connection.execute(
        sa.select(_AUDIT).where(_AUDIT.c.id > last).order_by(_AUDIT.c.id).limit(AT_ONCE)
    ).all():
        made = []
        for row in rows:
            last, before = row.id, _hashed(dict(row._mapping), before)
            made.append({"of": last, "is": before})
        connection.execute(put, made)


def _hashed(row: dict[str, Any], before: str) -> str:
    fields = {name: _said(value) for name, value in row.items() if name != "hash"}
    written = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(f"{before}\n{written}".encode()).hexdigest()


def _said(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    aware = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.isoformat(timespec="microseconds")


def downgrade() -> None:
    """Go back."""
    op.drop_column("audit", "hash")
