"""An officer is bound to the account at a provider by which they came in first.

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody is yet: each is by their next word of the provider."""
    op.create_table(
        "provider_account",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("officer_id", "issuer", "sub")),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_provider_account_officer_id"),
        sa.PrimaryKeyConstraint("officer_id", "issuer", name="pk_provider_account"),
    )
    op.create_index("ix_provider_account_sub", "provider_account", ["sub"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("provider_account")
