"""Requests are counted by where they come from; answers are kept by their Idempotency-Key.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nothing is counted yet, and no answer kept."""
    op.create_table(
        "request_count",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("rate", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_request_count"),
    )
    op.create_index("ix_request_count_ends_at", "request_count", ["ends_at"])
    op.create_table(
        "kept_answer",
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("submission", sa.String(), nullable=False),
        sa.Column("began_at", _MOMENT, nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_kept_answer_officer_id"),
        sa.PrimaryKeyConstraint("officer_id", "key", name="pk_kept_answer"),
    )
    op.create_index("ix_kept_answer_began_at", "kept_answer", ["began_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("kept_answer")
    op.drop_table("request_count")
