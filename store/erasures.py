"""Who was erased, by id alone, and what was emptied of which round: so that neither is done by halves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import UTCDateTime, one_of
from store.rows import insert_once

REASONS = ("asked", "not_needed", "unlawful", "obliged")
"""Why somebody is erased: they asked for it, nobody needs what is held, it should never have been held, a law
or a court says so. A code and no sentence, since it stands in the log that only grows."""


class Erasure(SQLModel, table=True):
    """Somebody who is to be known no longer; `done_at` is none while a round that goes on needs them.

    The id is that of their row, which stays and says nothing; it is no key, for a backup that is put back may
    be older than the row.
    """

    __table_args__ = (one_of("reason", *REASONS),)
    person_id: str = Field(primary_key=True)
    reason: str
    by: str
    asked_at: datetime = Field(sa_type=UTCDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Emptied(SQLModel, table=True):
    """What was emptied of a round, by the kind that `store.retention` calls it, and when."""

    round_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime)


@dataclass
class InTheWay(Exception):
    """Why somebody cannot be erased now: `takes_part`, `works`, `letterhead` or `unanswered`, and where."""

    why: str
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Out of how many rounds somebody was taken, and the sha256 of each file that went with them.

    `public`: the addresses of reports of these rounds; they stay as they were authorised, and may name them.
    """

    rounds: int = 0
    files: tuple[str, ...] = ()
    public: tuple[str, ...] = ()


async def wish(s: AsyncSession, person_id: str, reason: str, by: str, now: datetime) -> Erasure:
    """Write down that somebody is to be erased; said before, it is the row of then."""
    row = Erasure(person_id=person_id, reason=reason, by=by, asked_at=now)
    await insert_once(s, row)
    return await s.get_one(Erasure, person_id)


async def listed(s: AsyncSession) -> Sequence[Erasure]:
    """All of them, the first one first."""
    rows = await s.exec(select(Erasure).order_by(col(Erasure.asked_at), col(Erasure.person_id)))
    return rows.all()


async def pending(s: AsyncSession) -> Sequence[str]:
    """The persons, by id, who are still to be erased."""
    return (await s.exec(select(Erasure.person_id).where(col(Erasure.done_at).is_(None)))).all()
