"""What is due and which visits there are is found over all rounds, in the order of time.

Revision ID: 0016
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes."""
    open_ = sa.text("state = 'open'")
    op.create_index(
        "ix_assignment_due",
        "assignment",
        ["due_at", "round_id", "key"],
        sqlite_where=open_,
        postgresql_where=open_,
    )
    op.create_index("ix_calendar_event_ends", "calendar_event", ["ends", "starts", "round_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_calendar_event_ends", "calendar_event")
    op.drop_index("ix_assignment_due", "assignment")
