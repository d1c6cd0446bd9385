"""People and letters are found by their words: as what is public is, by FTS5 and by a tsvector.

Revision ID: 0030
Revises: 0031
"""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from store.searching import words_of

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_TABLES = ("person_sought", "letter_sought")
_INDEX = {
    "sqlite": (
        "CREATE VIRTUAL TABLE {t}_fts USING fts5(words, content='{t}', content_rowid='id',"
        " detail=none, prefix='3 4', tokenize='unicode61 remove_diacritics 2')",
        "CREATE TRIGGER {t}_fts_insert AFTER INSERT ON {t} BEGIN"
        " INSERT INTO {t}_fts(rowid, words) VALUES (new.id, new.words); END",
        "CREATE TRIGGER {t}_fts_delete AFTER DELETE ON {t} BEGIN"
        " INSERT INTO {t}_fts({t}_fts, rowid, words) VALUES ('delete', old.id, old.words); END",
        "CREATE TRIGGER {t}_fts_update AFTER UPDATE ON {t} BEGIN"
        " INSERT INTO {t}_fts({t}_fts, rowid, words) VALUES ('delete', old.id, old.words);"
        " INSERT INTO {t}_fts(rowid, words) VALUES (new.id, new.words); END",
    ),
    "postgresql": ("CREATE INDEX {t}_fts ON {t} USING gin (words)",),
}
_PEOPLE = (
    "SELECT r.secretariat_id, p.round_id, p.id, CASE p.name WHEN '' THEN n.name ELSE p.name END,"
    " CASE p.name WHEN '' THEN n.institution ELSE p.institution END, n.email"
    " FROM participant p JOIN person n ON n.id = p.person_id JOIN round r ON r.id = p.round_id"
    " ORDER BY r.opened_at, p.round_id, p.id"
)
_LETTERS = (
    "SELECT r.secretariat_id, l.round_id, l.key, coalesce(t.subject, ''),"
    " CASE p.name WHEN '' THEN n.name ELSE p.name END, n.email"
    " FROM letter l JOIN person n ON n.id = l.person_id JOIN round r ON r.id = l.round_id"
    " JOIN participant p ON p.round_id = l.round_id AND p.id = l.participant_id"
    " LEFT JOIN sent_text t ON t.letter = l.key WHERE l.state IN ('sent', 'refused', 'faulted')"
    " ORDER BY l.recorded_at, l.key"
)
_AT_ONCE = 1000


def upgrade() -> None:
    """Add the tables, and the words of all that is there."""
    for name in _TABLES:
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), nullable=False),
            *(sa.Column(c, sa.String(), nullable=False) for c in ("secretariat_id", "round_id", "about")),
            sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
            sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=f"fk_{name}_round_id"),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
            sa.UniqueConstraint("round_id", "about", name=f"uq_{name}_round_id_about"),
        )
        for statement in _INDEX[op.get_bind().dialect.name]:
            op.execute(statement.format(t=name))
    _fill("person_sought", _PEOPLE)
    _fill("letter_sought", _LETTERS)


def _fill(name: str, of: str) -> None:
    connection = op.get_bind()
    said = "to_tsvector('simple', :w)" if connection.dialect.name == "postgresql" else ":w"
    statement = sa.text(
        f"INSERT INTO {name} (secretariat_id, round_id, about, words) VALUES (:s, :r, :a, {said})"  # noqa: S608 - nothing of it comes from outside
    )
    for some in _some(connection.execute(sa.text(of)).all()):
        connection.execute(statement, some)


def _some(rows: Sequence[Any]) -> Iterator[list[dict[str, str]]]:
    """The rows, so many at once."""
    for n in range(0, len(rows), _AT_ONCE):
        yield [
            {
                **{"s": secretariat, "r": round_id, "a": about},
                "w": " ".join(("".join(("of", *words_of(secretariat))), *words_of(" ".join(said)))),
            }
            for secretariat, round_id, about, *said in rows[n : n + _AT_ONCE]
        ]


def downgrade() -> None:
    """Go back; triggers and indexes go with their table."""
    for name in _TABLES:
        if op.get_bind().dialect.name == "sqlite":
            op.drop_table(f"{name}_fts")
        op.drop_table(name)
