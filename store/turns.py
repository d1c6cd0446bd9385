"""Those who would count, or write, the same come one after the other."""

from sqlalchemy import func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession


async def in_turn(s: AsyncSession, *what: str) -> None:
    """Wait for whoever does the same now, and have others wait until this transaction is over.

    PostgreSQL alone has to be told, also where there may be no row yet to lock: SQLite's writers come one by
    one anyway. Several are named in an order that is everybody's.
    """
    if s.get_bind().dialect.name == "postgresql":
        for each in what:
            await s.exec(select(func.pg_advisory_xact_lock(func.hashtext(each))))
