"""Papers that people attach to rounds.

Revision ID: 0018
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from store.columns import UTCDateTime

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "paper",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("participant_id", sa.String(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("upload_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("session_day", sa.Integer(), nullable=False),
        sa.Column("session_title", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_paper_round_id_round"),
        sa.PrimaryKeyConstraint("id", name="pk_paper"),
    )
    op.create_index("ix_paper_round", "paper", ["round_id", "at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("paper")
