"""A published report says in which language its title and its institution were written.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whatever is public already says its own language, as before."""
    with op.batch_alter_table("published_text") as table:
        table.add_column(sa.Column("written_in", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Expanded only: a release before this one does not know the column."""
