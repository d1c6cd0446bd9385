"""An assignment keeps the clock that was applied to it, its slack, and how far its delay was told."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("assignment") as table:
        table.add_column(sa.Column("slack_until", sa.Date(), nullable=True))
        for name in ("unit", "counted_from"):
            text = AutoString()
            table.add_column(sa.Column(name, text, nullable=False, server_default=""))
        table.add_column(sa.Column("slack_used", sa.Boolean(), nullable=False, server_default=sa.false()))
        for name in ("escalated", "days"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("assignment") as table:
        for name in ("days", "escalated", "counted_from", "unit", "slack_used", "slack_until"):
            table.drop_column(name)
