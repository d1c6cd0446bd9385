"""A round that is over may go on being published: which of them do is known without Temporal.

Revision ID: 0022
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, with an index of those rounds alone."""
    op.add_column("round", sa.Column("publishing", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(
        "ix_round_publishing",
        "round",
        ["id"],
        sqlite_where=sa.text("publishing = 1"),
        postgresql_where=sa.text("publishing"),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_index("ix_round_publishing", "round")
    op.drop_column("round", "publishing")
