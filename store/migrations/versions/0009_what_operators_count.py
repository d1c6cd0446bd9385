"""What operators have counted again and again is found without reading whole tables.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_round_troubled", "round", ["trouble"], "trouble <> ''", "trouble <> ''"),
    ("ix_letter_unsent", "letter", ["state", "recorded_at"], "state <> 'sent'", "state <> 'sent'"),
    ("ix_round_open", "round", ["methodology", "step"], "closed_at IS NULL", "closed_at IS NULL"),
    ("ix_person_refuses", "person", ["id"], "refuses", "refuses = 1"),
)


def upgrade() -> None:
    """Add the indexes."""
    for name, table, columns, condition, on_sqlite in INDEXES:
        op.create_index(
            name, table, columns, sqlite_where=sa.text(on_sqlite), postgresql_where=sa.text(condition)
        )


def downgrade() -> None:
    """Drop them."""
    for name, table, *_ in INDEXES:
        op.drop_index(name, table)
