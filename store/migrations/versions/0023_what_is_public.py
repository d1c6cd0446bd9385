"""What is public stands in tables of its own, and can be searched; so do requests that come from there.

SQLite searches by an FTS5 table that triggers keep like the rows, PostgreSQL by a tsvector with an index;
both are called published_fts, and no model says anything of them.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE published_fts USING fts5(words, content='published_search', content_rowid='id',"
        " detail=none, prefix='3 4', tokenize='unicode61 remove_diacritics 2')",
        "CREATE TRIGGER published_fts_insert AFTER INSERT ON published_search BEGIN"
        " INSERT INTO published_fts(rowid, words) VALUES (new.id, new.words); END",
        "CREATE TRIGGER published_fts_delete AFTER DELETE ON published_search BEGIN"
        " INSERT INTO published_fts(published_fts, rowid, words) VALUES ('delete', old.id, old.words); END",
        "CREATE TRIGGER published_fts_update AFTER UPDATE ON published_search BEGIN"
        " INSERT INTO published_fts(published_fts, rowid, words) VALUES ('delete', old.id, old.words);"
        " INSERT INTO published_fts(rowid, words) VALUES (new.id, new.words); END",
    ),
    "postgresql": ("CREATE INDEX published_fts ON published_search USING gin (words)",),
}


def _of(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["round_id"], ["published.round_id"], name=f"fk_{table}_round_id")


def upgrade() -> None:
    """Go forward."""
    _published()
    _parts()
    _search()
    _requests()


def _published() -> None:
    texts = (
        *("digest", "methodology", "methodology_name", "methodology_version", "secretariat", "country"),
        *("institution", "initiative", "topics", "topic_words", "panel_countries", "languages", "sha256"),
    )
    op.create_table(
        "published",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("year", "number", "version")),
        *(sa.Column(name, sa.Date()) for name in ("approved_on", "visit_starts", "visit_ends")),
        sa.Column("published_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("withdrawn_at", _MOMENT),
        sa.PrimaryKeyConstraint("round_id", name="pk_published"),
        sa.UniqueConstraint("slug", name="uq_published_slug"),
    )
    op.create_index("ix_published_changed_at", "published", ["changed_at", "round_id"])
    op.create_table(
        "published_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_published_state"),
    )


def _parts() -> None:
    op.create_table(
        "published_text",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("original", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("title", "institution", "initiative")),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("recommendations", sa.JSON(), nullable=False),
        sa.Column("pdf_sha256", sa.String(), nullable=False),
        sa.Column("pdf_size", sa.Integer(), nullable=False),
        sa.Column("pdf_pages", sa.Integer(), nullable=False),
        _of("published_text"),
        sa.PrimaryKeyConstraint("round_id", "language", name="pk_published_text"),
    )
    op.create_table(
        "published_need",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("original", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("topic", "topic_words", "support", "priority")
        ),
        sa.Column("text", sa.Text(), nullable=False),
        _of("published_need"),
        sa.PrimaryKeyConstraint("round_id", "id", "language", name="pk_published_need"),
    )


def _search() -> None:
    op.create_table(
        "published_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        _of("published_search"),
        sa.PrimaryKeyConstraint("id", name="pk_published_search"),
    )
    op.create_index("ix_published_search_parts", "published_search", ["round_id", "language", "part"])
    for statement in _SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


def _requests() -> None:
    texts = ("secretariat_id", "methodology", "country", "institution", "initiative", "stage", "name")
    op.create_table(
        "round_request",
        sa.Column("id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in (*texts, "email", "language")),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("settled_at", _MOMENT),
        sa.CheckConstraint("state IN ('waiting', 'opened', 'aside')", name="ck_round_request_state"),
        sa.PrimaryKeyConstraint("id", name="pk_round_request"),
    )
    listed = ["secretariat_id", "state", "received_at", "id"]
    op.create_index("ix_round_request_list", "round_request", listed)
    op.create_index("ix_round_request_email", "round_request", ["email", "received_at"])
    op.create_index("ix_round_request_received_at", "round_request", ["received_at"])


def downgrade() -> None:
    """Go back; triggers and indexes go with their table."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_table("published_fts")
    parts = ("published_search", "published_need", "published_text")
    for table in ("round_request", *parts, "published_state", "published"):
        op.drop_table(table)
