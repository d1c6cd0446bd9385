"""Who was erased, by id, and what was emptied of which round.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nobody was, and nothing."""
    op.create_table(
        "erasure",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("person_id", "reason", "by")),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("done_at", _MOMENT),
        sa.CheckConstraint(
            "reason IN ('asked', 'not_needed', 'unlawful', 'obliged')", name="ck_erasure_reason"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_erasure"),
    )
    op.create_table(
        "emptied",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("round_id", "kind", name="pk_emptied"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("emptied")
    op.drop_table("erasure")
