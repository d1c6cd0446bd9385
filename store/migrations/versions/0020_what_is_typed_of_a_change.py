"""What is typed of a change of the visit is kept until it is sent.

Revision ID: 0020
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from store.columns import UTCDateTime

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "change_draft",
        sa.Column("round_id", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("participant_id", AutoString(), nullable=False),
        sa.Column("based_on", AutoString(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "participant_id"],
            ["participant.round_id", "participant.id"],
            name=op.f("fk_change_draft_round_id_participant"),
        ),
        sa.PrimaryKeyConstraint("round_id", "kind", "participant_id", name=op.f("pk_change_draft")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("change_draft")
