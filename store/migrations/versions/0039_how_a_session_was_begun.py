"""A session knows by which way its officer came in, and with which browser.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of those of before nothing is known."""
    for table, name in (("sign_in", "way"), ("desk_session", "way"), ("desk_session", "browser")):
        op.add_column(table, sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Go back."""
    for table, name in (("desk_session", "browser"), ("desk_session", "way"), ("sign_in", "way")):
        op.drop_column(table, name)
