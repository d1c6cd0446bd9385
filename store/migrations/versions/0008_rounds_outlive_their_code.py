"""A body keeps the schema it was written under; a round says why its workflow does not go on."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("inbox") as table:
        table.add_column(sa.Column("body_schema", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("round") as table:
        table.add_column(sa.Column("trouble", AutoString(), nullable=False, server_default=""))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("round") as table:
        table.drop_column("trouble")
    with op.batch_alter_table("inbox") as table:
        table.drop_column("body_schema")
