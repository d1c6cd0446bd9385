"""Letters that come back are found by their Message-ID; why an officer files for somebody is kept.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add index and column."""
    op.create_index("ix_letter_message_id", "letter", ["message_id"])
    op.add_column("inbox", sa.Column("reason", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop both."""
    op.drop_column("inbox", "reason")
    op.drop_index("ix_letter_message_id", "letter")
