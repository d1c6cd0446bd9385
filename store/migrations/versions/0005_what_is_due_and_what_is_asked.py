"""What is kept is handed over when it is due, a fault is a state, and indexes are for what is asked."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ONE_COLUMN = {
    "assignment": ("state",),
    "inbox": ("round_id", "state"),
    "letter": ("state",),
    "round": ("country", "methodology", "secretariat_id", "step"),
}
"""Indexes that led the planners to read all that is open, or that nothing asked for."""
_ASKED = (
    (
        "ix_round_list",
        "round",
        ["secretariat_id", "changed_at", "id", "methodology", "country", "step", "closed_at"],
        "",
    ),
    ("ix_assignment_awaited", "assignment", ["role", "round_id"], "state = 'open'"),
    ("ix_assignment_overdue", "assignment", ["round_id"], "state = 'open' AND overdue"),
    ("ix_inbox_assignment", "inbox", ["round_id", "key"], ""),
    ("ix_inbox_kind", "inbox", ["kind", "round_id"], ""),
    ("ix_inbox_due", "inbox", ["due_at", "round_id", "received_at", "id"], "state = 'received'"),
    ("ix_inbox_leased", "inbox", ["round_id"], "state = 'received' AND leased_until IS NOT NULL"),
    ("ix_inbox_faulted", "inbox", ["id"], "state = 'faulted'"),
)


def upgrade() -> None:
    """Go forward."""
    for table, columns in _ONE_COLUMN.items():
        for column in columns:
            op.drop_index(op.f(f"ix_{table}_{column}"), table)
    with op.batch_alter_table("inbox") as inbox:
        inbox.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        inbox.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
        inbox.add_column(sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True))
        inbox.add_column(sa.Column("fault", AutoString(), nullable=False, server_default=""))
    op.execute("UPDATE inbox SET due_at = received_at")
    _states("'received', 'accepted', 'refused', 'faulted'", due=False)
    op.execute("DELETE FROM draft WHERE part <> ''")
    _draft_key("round_id", "assignment_key", "participant_id")
    op.create_table(
        "probe",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("filler", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_probe")),
    )
    for name, table, asked, where in _ASKED:
        op.create_index(
            name,
            table,
            asked,
            sqlite_where=sa.text(where.replace("AND overdue", "AND overdue = 1")) if where else None,
            postgresql_where=sa.text(where) if where else None,
        )


def downgrade() -> None:
    """Go back; what was faulted has not been answered."""
    for name, table, *_ in reversed(_ASKED):
        op.drop_index(name, table)
    op.drop_table("probe")
    with op.batch_alter_table("draft") as draft:
        draft.add_column(sa.Column("part", AutoString(), nullable=False, server_default=""))
    _draft_key("round_id", "assignment_key", "participant_id", "part")
    op.execute("UPDATE inbox SET state = 'received' WHERE state = 'faulted'")
    _states("'received', 'accepted', 'refused'", due=True)
    with op.batch_alter_table("inbox") as inbox:
        for name in ("fault", "leased_until", "tries", "due_at"):
            inbox.drop_column(name)
    for table, columns in _ONE_COLUMN.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _states(states: str, *, due: bool) -> None:
    with op.batch_alter_table("inbox") as table:
        table.alter_column("due_at", existing_type=sa.DateTime(timezone=True), nullable=due)
        table.drop_constraint(op.f("ck_inbox_state"), type_="check")
        table.create_check_constraint(op.f("ck_inbox_state"), f"state IN ({states})")


def _draft_key(*columns: str) -> None:
    """What a draft is known by; a column that is not of it any more goes."""
    with op.batch_alter_table("draft") as table:
        table.drop_constraint(op.f("pk_draft"), type_="primary")
        if "part" not in columns:
            table.drop_column("part")
        table.create_primary_key(op.f("pk_draft"), list(columns))
