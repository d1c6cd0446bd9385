"""What the desk lists by: saved views, notes among officers, the words that rounds are found by.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

from store.searching import words_of

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_OPEN = sa.text("state = 'open'")
_ACCEPTED = sa.text("state = 'accepted' AND participant_id <> ''")


def upgrade() -> None:
    """Add tables and indexes, and the words of the rounds that are there."""
    op.create_index("ix_round_country", "round", ["secretariat_id", "country", "id"])
    op.create_index(
        "ix_assignment_next",
        "assignment",
        ["round_id", "due_at"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index(
        "ix_inbox_accepted",
        "inbox",
        ["answered_at", "round_id"],
        sqlite_where=_ACCEPTED,
        postgresql_where=_ACCEPTED,
    )
    _tables()
    op.create_index("ix_round_note_round", "round_note", ["round_id", "at", "id"])
    op.create_index("ix_round_sought_words", "round_sought", ["secretariat_id", "round_id", "words"])
    _fill()


def _tables() -> None:
    op.create_table(
        "saved_view",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "officer_id", "name", "query")),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_saved_view_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("officer_id", "name", name="uq_saved_view_officer_id_name"),
    )
    op.create_table(
        "round_note",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "round_id", "officer_id")),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_round_note_round_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_round_note_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_round_note"),
    )
    op.create_table(
        "round_sought",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("round_id", "secretariat_id", "words")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_round_sought_round_id"),
        sa.PrimaryKeyConstraint("round_id", name="pk_round_sought"),
    )


def _fill() -> None:
    connection = op.get_bind()
    there = connection.execute(sa.text("SELECT id, secretariat_id, institution, initiative FROM round")).all()
    rows = [
        {"r": id, "s": secretariat, "w": "".join(f" {word}" for word in words_of(" ".join((id, *texts))))}
        for id, secretariat, *texts in there
    ]
    if rows:
        connection.execute(sa.text("INSERT INTO round_sought VALUES (:r, :s, :w)"), rows)


def downgrade() -> None:
    """Go back."""
    for table in ("round_sought", "round_note", "saved_view"):
        op.drop_table(table)
    op.drop_index("ix_inbox_accepted", "inbox")
    op.drop_index("ix_assignment_next", "assignment")
    op.drop_index("ix_round_country", "round")
