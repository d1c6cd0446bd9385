"""Who was told of a delay stands with it, and a letter may wait for its reader's morning.

Revision ID: 0013
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of delays that were told before, those told are added with the next reminder."""
    op.add_column("assignment", sa.Column("told", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("letter", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("letter", "held_until")
    op.drop_column("assignment", "told")
