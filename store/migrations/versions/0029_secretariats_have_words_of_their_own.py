"""Secretariats have words of their own in letters, and a letterhead; rounds are found by their version.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_HOLDS = sa.text("ended_at IS NULL")
_STATES = "state IN ('waiting', 'sending', 'sent', 'uncertain', 'refused', 'unmade')"


def upgrade() -> None:
    """Nobody has words of their own yet, and no secretariat a letterhead."""
    with op.batch_alter_table("secretariat") as table:
        table.add_column(sa.Column("letterhead", sa.JSON(), nullable=False, server_default="{}"))
    op.create_index(
        "ix_round_version",
        "round",
        ["secretariat_id", "methodology", "methodology_version", "opened_at", "id"],
    )
    _wordings()
    op.create_table(
        "letterhead",
        *_texts("id", "secretariat_id"),
        sa.Column("said", sa.JSON(), nullable=False),
        *_texts("officer_id"),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["secretariat_id"], ["secretariat.id"], name="fk_letterhead_secretariat_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_letterhead_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letterhead"),
    )
    op.create_index("ix_letterhead_secretariat", "letterhead", ["secretariat_id", "at"])
    op.create_table(
        "specimen",
        *_texts("id", "officer_id", "letter_key", "letter", "language", "methodology"),
        sa.Column("said", sa.JSON(), nullable=False),
        *_texts("state"),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.CheckConstraint(_STATES, name="ck_specimen_state"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_specimen_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_specimen"),
    )
    op.create_index("ix_specimen_officer", "specimen", ["officer_id", "asked_at"])


def _wordings() -> None:
    op.create_table(
        "wording",
        *_texts("id", "secretariat_id", "methodology", "language", "letter", "key"),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        *_texts("officer_id"),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        *_texts("ended_by"),
        sa.ForeignKeyConstraint(["secretariat_id"], ["secretariat.id"], name="fk_wording_secretariat_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_wording_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wording"),
    )
    op.create_index(
        "ix_wording_holds",
        "wording",
        ["secretariat_id", "language", "letter", "methodology", "key"],
        unique=True,
        sqlite_where=_HOLDS,
        postgresql_where=_HOLDS,
    )
    op.create_index("ix_wording_changes", "wording", ["secretariat_id", "letter", "language", "at"])


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.String(), nullable=False) for name in names)


def downgrade() -> None:
    """Go back."""
    for name in ("specimen", "letterhead", "wording"):
        op.drop_table(name)
    op.drop_index("ix_round_version", "round")
    with op.batch_alter_table("secretariat") as table:
        table.drop_column("letterhead")
