"""The audit log: the one table whose rows are never changed, and the chain that holds each to the one before.

Whoever removes the triggers and changes a row, or takes one out, has to write every later one anew; and the
newest hash of a day is in a letter by then.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, bindparam, insert, text
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import UTCDateTime

BEFORE_THE_FIRST = "0" * 64
"""What the first entry is chained to."""
_LOCK = text("SELECT pg_advisory_xact_lock(:audit)").bindparams(bindparam("audit", 5_511_021))
"""On PostgreSQL, until the transaction ends: one at a time continues the chain (K5)."""
_KEPT = "audit"
"""Under which a session keeps the entries of its transaction."""


class Audit(SQLModel, table=True):
    """Who did what and when; rows are only ever added: triggers refuse the rest.

    `key` makes a repeated effect one entry, `at` is the round's time, `recorded_at` the wall clock's.
    `detail` holds codes and ids, no text that people wrote. `id` counts without a gap, and `hash` holds the
    row and the hash of the one before (S4).
    """

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    round_id: str = Field(index=True)
    at: datetime = Field(sa_type=UTCDateTime)
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    actor: str
    action: str
    subject: str = ""
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    hash: str = ""


# Each batch of a round asks these: to put a statement together costs more than to run it.
_THERE = select(Audit.id).where(col(Audit.key) == bindparam("key"))
_NEWEST = select(Audit.id, Audit.hash).order_by(col(Audit.id).desc()).limit(1)
_INSERT = insert(Audit)


def hashed(row: dict[str, Any], before: str) -> str:
    """What the chain says of a row that comes after `before`, as docs/verify_audit.py works it out too."""
    return sha256(f"{before}\n{canonical(row)}".encode()).hexdigest()


def canonical(row: dict[str, Any]) -> str:
    """A row in the one way of writing it: JSON with its fields in order of name, times in UTC."""
    fields = {name: _said(value) for name, value in row.items() if name != "hash"}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _said(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def add(s: AsyncSession, entry: Audit) -> None:
    """Have an entry written when the transaction is committed; its key is a new one."""
    s.info.setdefault(_KEPT, {})[entry.key] = entry


async def add_once(s: AsyncSession, entry: Audit) -> bool:
    """The same of what may have been recorded before; False if there is an entry under its key."""
    there = entry.key in s.info.get(_KEPT, ())
    if there or (await s.exec(_THERE, params={"key": entry.key})).first():
        return False
    add(s, entry)
    return True


async def write_all(s: AsyncSession) -> None:
    """Write what was added, as the last thing of the transaction: the chain is locked for a moment only."""
    if waiting := s.info.pop(_KEPT, None):
        if s.get_bind().dialect.name == "postgresql":
            await s.exec(_LOCK)  # type: ignore[call-overload]  # it takes any statement
        await s.exec(_INSERT, params=list(_chained(waiting.values(), *await head(s))))


async def head(s: AsyncSession) -> tuple[int, str]:
    """The number and the hash of the newest entry."""
    last, hash = (await s.exec(_NEWEST)).first() or (0, BEFORE_THE_FIRST)
    return last or 0, hash


def _chained(entries: Iterable[Audit], last: int, before: str) -> Iterator[dict[str, Any]]:
    """The rows of these entries, numbered and hashed after the last one."""
    for id, entry in enumerate(entries, last + 1):
        row = entry.model_dump() | {"id": id}
        before = row["hash"] = hashed(row, before)
        yield row
