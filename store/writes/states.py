"""The state of a round as it is kept: one row, written in the transaction of each batch."""

from sqlalchemy import func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.round_state import RoundState


async def locked(s: AsyncSession, round_id: str) -> RoundState | None:
    """What is kept of a round, which nobody else writes to until this transaction is over.

    None before its first batch.
    """
    if s.get_bind().dialect.name == "postgresql":
        # There may be no row yet to lock. SQLite's writers come one by one anyway.
        await s.exec(select(func.pg_advisory_xact_lock(func.hashtext(round_id))))
    return (await s.exec(select(RoundState).where(RoundState.round_id == round_id))).one_or_none()


async def keep(s: AsyncSession, state: RoundState) -> None:
    """Keep it, in place of what was kept before."""
    await s.merge(state)
