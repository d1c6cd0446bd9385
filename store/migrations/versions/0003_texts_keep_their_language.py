"""What people wrote keeps the language it was written in; of what is there from before it is not known."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("inbox", "round")


def upgrade() -> None:
    """Go forward."""
    for table in TABLES:
        op.add_column(table, sa.Column("language", AutoString(), nullable=False, server_default=""))


def downgrade() -> None:
    """Go back."""
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("language")
