"""A version of the report knows its language, its pages, and what it is a translation of.

Revision ID: 0021
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of versions that there are, nobody wrote these down."""
    text, number = sa.text("''"), sa.text("0")
    op.add_column("report_version", sa.Column("language", sa.String(), nullable=False, server_default=text))
    op.add_column("report_version", sa.Column("pages", sa.Integer(), nullable=False, server_default=number))
    op.add_column(
        "report_version", sa.Column("translation_of", sa.String(), nullable=False, server_default=text)
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("translation_of", "pages", "language"):
        op.drop_column("report_version", name)
