"""How many requests came from where: a row for each caller that is limited, one statement a request (S7)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, case, inspect, literal
from sqlmodel import Field, SQLModel, col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from store import retention
from store.columns import UTCDateTime
from store.rows import INSERT


class RequestCount(SQLModel, table=True):
    """What came from one caller under one limit, `n` requests until `ends_at`; `id` is no address or key."""

    __tablename__ = "request_count"
    id: str = Field(primary_key=True)
    rate: str
    n: int
    ends_at: datetime = Field(sa_type=UTCDateTime, index=True)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there were, this one included, and until when they are counted together."""

    n: int
    ends_at: datetime


async def count(s: AsyncSession, id: str, rate: str, now: datetime, within: timedelta) -> Counted:
    """Count a request. The first one after a time that is over begins another."""
    given = {"id": id, "rate": rate, "n": 1, "ends_at": now + within, "now": now}
    rows = await s.exec(_statement(s.get_bind().dialect.name), params=given)
    return Counted(*rows.one())


async def purge(s: AsyncSession, now: datetime) -> int:
    """Forget the counts whose time is over; how many there were."""
    before = now - retention.kept("request_counts")
    gone = await s.exec(delete(RequestCount).where(col(RequestCount.ends_at) <= before))
    return int(gone.rowcount)


@cache
def _statement(dialect: str) -> Any:
    """Several processes count at once: the database adds, nobody reads before."""
    table: Any = inspect(RequestCount).local_table
    now = bindparam("now", type_=UTCDateTime)
    row = INSERT[dialect](table).values({name: bindparam(name) for name in ("id", "rate", "n", "ends_at")})
    over = table.c.ends_at <= now
    return row.on_conflict_do_update(
        index_elements=[table.c.id],
        set_={
            "n": case((over, literal(1)), else_=table.c.n + 1),
            "ends_at": case((over, row.excluded.ends_at), else_=table.c.ends_at),
        },
    ).returning(table.c.n, table.c.ends_at)
