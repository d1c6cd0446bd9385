"""What is added to an index of words is in it at once, on PostgreSQL.

Otherwise it waits in a list that each search reads from end to end, until the table is next vacuumed: with
two thousand new reports a search took a third of a second.

Revision ID: 0041
Revises: 0040
"""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_INDEXES = ("published_fts", "person_sought_fts", "letter_sought_fts")


def upgrade() -> None:
    """Keep no such list, and empty the one that there is."""
    if op.get_bind().dialect.name == "postgresql":
        for index in _INDEXES:
            op.execute(f"ALTER INDEX {index} SET (fastupdate = off)")
            op.execute(f"SELECT gin_clean_pending_list('{index}')")


def downgrade() -> None:
    """Go back."""
    if op.get_bind().dialect.name == "postgresql":
        for index in _INDEXES:
            op.execute(f"ALTER INDEX {index} RESET (fastupdate)")
