"""A session knows when it was used last, and ends when nobody uses it.

Revision ID: 0038
Revises: 0037
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Whoever is at the desk now was there just now."""
    op.add_column("desk_session", sa.Column("used_at", _MOMENT))
    session = sa.table("desk_session", sa.column("used_at", _MOMENT))
    op.execute(session.update().values(used_at=datetime.now(UTC)))


def downgrade() -> None:
    """Go back."""
    op.drop_column("desk_session", "used_at")
