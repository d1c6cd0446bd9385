"""The audit log read from its first entry, and whether it is still one chain (S4)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.audit_log import BEFORE_THE_FIRST, Audit, hashed
from store.tables import Inbox

AT_ONCE = 1000
"""Entries that are read at a time."""


@dataclass(frozen=True, slots=True)
class Verified:
    """How many entries follow one another, and the hash of the last; `broken` is the first that does not."""

    entries: int
    head: str
    broken: Audit | None = None
    held: bool = True
    """Whether the hash that was asked for is that of an entry."""


class Entry(NamedTuple):
    """Which entry of the log something is, as its receipt says it."""

    number: int
    hash: str


# Each receipt asks it: to put a statement together costs more than to run it.
_OF_SUBMISSION = (
    select(Audit.id, Audit.hash)
    .where(
        Audit.round_id == bindparam("round_"),
        Audit.at == bindparam("at"),
        col(Audit.detail)["submission"].as_string() == bindparam("submission"),
    )
    .order_by(col(Audit.id))
)


async def of_submission(s: AsyncSession, row: Inbox) -> Entry | None:
    """The entry of what was accepted, once it is written."""
    given = {"round_": row.round_id, "at": row.answered_at, "submission": row.id}
    found = (await s.exec(_OF_SUBMISSION, params=given)).first()
    return Entry(*found) if found else None


async def entries(s: AsyncSession) -> AsyncIterator[Audit]:
    """All entries, oldest first."""
    last = 0
    while rows := (await s.exec(_after(last))).all():
        for row in rows:
            yield row
        last = rows[-1].id or 0
        # A log of years is read through once, and not held.
        s.expunge_all()


def _after(last: int) -> Any:
    return select(Audit).where(col(Audit.id) > last).order_by(col(Audit.id)).limit(AT_ONCE)


async def verify(s: AsyncSession, known: str = "") -> Verified:
    """Work the chain out anew; `known` is the hash of an entry, such as a letter told it."""
    count, before, held = 0, BEFORE_THE_FIRST, not known
    async for entry in entries(s):
        if hashed(entry.model_dump(), before) != entry.hash:
            return Verified(count, before, broken=entry, held=held)
        count, before = count + 1, entry.hash
        held = held or before == known
    return Verified(count, before, held=held)
