"""A request for a round holds its note, is confirmed by whoever is named in it, and is written about.

Revision ID: 0026
Revises: 0024
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_STATES = "state IN ({})"
_BEFORE = _STATES.format("'waiting', 'opened', 'aside'")
_AFTER = _STATES.format("'unconfirmed', 'waiting', 'opened', 'aside'")
_CHECK = "ck_round_request_state"
_BEFORE_CHECK = f"ck_round_request_{_CHECK}"
"""As revision 0023 named it: it had its table's name twice."""
_ADDED: tuple[tuple[str, Any, str], ...] = (
    *((name, sa.String(), "") for name in ("topic", "topic_words", "letter")),
    *((name, sa.JSON(), "[]") for name in ("countries_of_interest", "experiences_of_interest")),
    ("reason", sa.Text(), ""),
)


def upgrade() -> None:
    """Those that are there count as confirmed: nobody was asked then."""
    with op.batch_alter_table("round_request") as table:
        for name, kind, default in _ADDED:
            table.add_column(sa.Column(name, kind, server_default=default, nullable=False))
        table.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True)))
        table.drop_constraint(op.f(_BEFORE_CHECK), type_="check")
        table.create_check_constraint(op.f(_CHECK), _AFTER)
    op.create_index(
        "ix_round_request_letter",
        "round_request",
        ["received_at"],
        sqlite_where=sa.text("letter <> ''"),
        postgresql_where=sa.text("letter <> ''"),
    )


def downgrade() -> None:
    """Go back; what nobody has confirmed waits like the others."""
    op.drop_index("ix_round_request_letter", "round_request")
    op.execute("UPDATE round_request SET state = 'waiting' WHERE state = 'unconfirmed'")
    with op.batch_alter_table("round_request") as table:
        table.drop_constraint(op.f(_CHECK), type_="check")
        table.create_check_constraint(op.f(_BEFORE_CHECK), _BEFORE)
        for name in ("confirmed_at", *(name for name, _, _ in _ADDED)):
            table.drop_column(name)
