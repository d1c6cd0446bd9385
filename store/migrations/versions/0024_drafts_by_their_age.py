"""Drafts are found by when they were saved: those of what has ended are forgotten.

Revision ID: 0024
Revises: 0023
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = ("draft", "change_draft")


def upgrade() -> None:
    """Add the indexes."""
    for table in TABLES:
        op.create_index(f"ix_{table}_saved_at", table, ["saved_at"])


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_index(f"ix_{table}_saved_at", table)
