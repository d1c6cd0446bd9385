"""An officer's keys have a name, a scope and an end; whoever has one keeps it for another year.

Revision ID: 0035
Revises: 0034
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_ONE_MORE_YEAR = timedelta(days=365)
_COPIED = ("id", "officer_id", "name", "scope", "sha256")


def upgrade() -> None:
    """The column of before stays, for the code of before."""
    made = op.create_table(
        "officer_key",
        *(sa.Column(name, sa.String(), nullable=False) for name in _COPIED),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("used_at", _MOMENT),
        sa.CheckConstraint("scope IN ('read', 'act')", name="ck_officer_key_scope"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_officer_key_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_officer_key"),
        sa.UniqueConstraint("sha256", name="uq_officer_key_sha256"),
    )
    op.create_index("ix_officer_key_officer_id", "officer_key", ["officer_id"])
    with op.batch_alter_table("officer") as table:
        table.alter_column("key_hash", existing_type=sa.String(), nullable=True)
    op.bulk_insert(made, _there())


def _there() -> list[dict[str, object]]:
    """A key for each officer who has not ended, named as the one with which an officer is added."""
    texts = (sa.column(name, sa.String()) for name in ("id", "key_hash"))
    moments = (sa.column(name, _MOMENT) for name in ("created_at", "revoked_at"))
    officer = sa.table("officer", *texts, *moments)
    ends = datetime.now(UTC) + _ONE_MORE_YEAR
    return [
        {
            "id": row.id,
            "officer_id": row.id,
            "name": "first",
            "scope": "act",
            "sha256": row.key_hash,
            "made_at": row.created_at,
            "ends_at": ends,
            "ended_at": None,
            "ended_by": "",
            "used_at": None,
        }
        for row in op.get_bind().execute(sa.select(officer).where(officer.c.revoked_at.is_(None)))
    ]


def downgrade() -> None:
    """Go back; keys that were made since open nothing there."""
    op.drop_table("officer_key")
    op.execute("UPDATE officer SET key_hash = id WHERE key_hash IS NULL")
    with op.batch_alter_table("officer") as table:
        table.alter_column("key_hash", existing_type=sa.String(), nullable=False)
