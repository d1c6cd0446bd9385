"""Keeps the caught letters in one SQLite file, so that they are there after a restart."""

import json
import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local import mail

_SCHEMA = """
create table if not exists letters (
    number integer primary key autoincrement,
    id text not null unique,
    sender text not null,
    recipients text not null,
    summary text not null,
    raw blob not null
)
"""


@dataclass(frozen=True)
class Letter:
    """A caught letter: its line in the list, who the envelope said it is from, and its bytes."""

    summary: dict[str, Any]
    sender: str
    raw: bytes


class Mailbox:
    """Every letter that came in, also one that came twice: what the catcher shows is what was sent."""

    def __init__(self, file: Path) -> None:
        """Open the file, and make it if need be, for this user alone: letters hold links that act."""
        self._file = file
        file.touch(mode=0o600)
        with closing(self._connect()) as database, database:
            database.execute("pragma journal_mode = wal")
            database.execute(_SCHEMA)

    def keep(self, sender: str, recipients: list[str], raw: bytes) -> str:
        """Keep a letter and return its id; it is on the disk when this returns."""
        identity = secrets.token_hex(11)
        summary = mail.summary(mail.parse(raw), identity, datetime.now(UTC), len(raw))
        row = (identity, sender, json.dumps(recipients), json.dumps(summary), raw)
        with closing(self._connect()) as database, database:
            database.execute(
                "insert into letters (id, sender, recipients, summary, raw) values (?, ?, ?, ?, ?)", row
            )
        return identity

    def count(self) -> int:
        """Return how many letters there are."""
        with closing(self._connect()) as database:
            (count,) = database.execute("select count(*) from letters").fetchone()
            return int(count)

    def newest(self, start: int, limit: int) -> list[dict[str, Any]]:
        """Return summaries, the newest first."""
        with closing(self._connect()) as database:
            rows = database.execute(
                "select summary from letters order by number desc limit ? offset ?", (limit, start)
            )
            return [json.loads(summary) for (summary,) in rows]

    def letter(self, identity: str) -> Letter | None:
        """Return one letter, None if there is none of this id."""
        with closing(self._connect()) as database:
            row = database.execute(
                "select summary, sender, raw from letters where id = ?", (identity,)
            ).fetchone()
        return Letter(json.loads(row[0]), row[1], row[2]) if row else None

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._file, timeout=5)
