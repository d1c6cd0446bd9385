"""An authorisation to publish is confirmed by a code, of which the HMAC alone is kept.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_STATES = "state IN ('waiting', 'sending', 'sent', 'uncertain', 'refused')"


def upgrade() -> None:
    """Nobody has a code yet."""
    op.create_table(
        "publication_code",
        *(sa.Column(n, sa.String(), nullable=False) for n in ("id", "round_id", "participant_id", "sha256")),
        sa.Column("digest", sa.String()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT),
        sa.CheckConstraint(_STATES, name="ck_publication_code_state"),
        sa.ForeignKeyConstraint(
            ["round_id", "participant_id"],
            ["participant.round_id", "participant.id"],
            name="fk_publication_code_round_id_participant_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_publication_code"),
    )
    op.create_index(
        "ix_publication_code_participant", "publication_code", ["round_id", "participant_id", "asked_at"]
    )
    op.create_index("ix_publication_code_ends_at", "publication_code", ["ends_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("publication_code")
