"""Officers have a role, and come to the desk by a link that begins a session.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_ROLES = "role IN ('officer', 'head', 'coordinator', 'auditor', 'administrator')"
_STATES = "state IN ('waiting', 'sending', 'sent', 'uncertain', 'refused')"


def upgrade() -> None:
    """Today's officers are officers, and whoever is the head is the head."""
    with op.batch_alter_table("officer") as table:
        table.add_column(sa.Column("role", sa.String(), nullable=False, server_default="officer"))
        table.create_check_constraint(op.f("ck_officer_role"), _ROLES)
    op.create_index("ix_officer_person_id", "officer", ["person_id"])
    op.execute("UPDATE officer SET role = 'head' WHERE head")
    op.create_table(
        "sign_in",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String()),
        sa.Column("leads_to", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT),
        sa.CheckConstraint(_STATES, name="ck_sign_in_state"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_sign_in_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("sha256", name="uq_sign_in_sha256"),
    )
    op.create_index("ix_sign_in_officer", "sign_in", ["officer_id", "asked_at"])
    op.create_table(
        "desk_session",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("began_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_desk_session_officer_id"),
        sa.PrimaryKeyConstraint("sha256", name="pk_desk_session"),
    )
    op.create_index("ix_desk_session_officer", "desk_session", ["officer_id", "began_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("desk_session")
    op.drop_table("sign_in")
    op.drop_index("ix_officer_person_id", "officer")
    with op.batch_alter_table("officer") as table:
        table.drop_constraint(op.f("ck_officer_role"), type_="check")
        table.drop_column("role")
