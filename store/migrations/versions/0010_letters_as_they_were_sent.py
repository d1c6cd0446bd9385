"""Letters keep what they said when they were sent.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "sent_text",
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["letter"], ["letter.key"], name="fk_sent_text_letter_letter"),
        sa.PrimaryKeyConstraint("letter", name="pk_sent_text"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("sent_text")
