"""A letter keeps who sends it just now and until when, and whether its round was told of a refusal."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NAME = op.f("ck_letter_state")
BEFORE = "state IN ('waiting', 'sent', 'uncertain', 'refused')"
AFTER = "state IN ('waiting', 'sent', 'uncertain', 'unmade', 'refused', 'faulted')"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("letter") as table:
        table.drop_constraint(NAME, type_="check")
        table.create_check_constraint(NAME, AFTER)
        table.add_column(sa.Column("serial", sa.Integer(), nullable=False, server_default="0"))
        for name in ("recorded_at", "leased_until", "told_at"):
            table.add_column(sa.Column(name, TIME, nullable=True))
    # Of a refusal that is there its round was told, in the answer to the batch that wrote the letter.
    op.execute("UPDATE letter SET recorded_at = written_at")
    op.execute("UPDATE letter SET told_at = written_at WHERE state = 'refused'")
    with op.batch_alter_table("letter") as table:
        table.alter_column("recorded_at", existing_type=TIME, nullable=False)


def downgrade() -> None:
    """Go back."""
    op.execute("UPDATE letter SET state = 'waiting' WHERE state IN ('unmade', 'faulted')")
    with op.batch_alter_table("letter") as table:
        table.drop_constraint(NAME, type_="check")
        table.create_check_constraint(NAME, BEFORE)
        for name in ("told_at", "leased_until", "recorded_at", "serial"):
            table.drop_column(name)
