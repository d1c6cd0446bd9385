"""The state of a round as it is kept: one row, written in the transaction of each batch."""

from sqlmodel.ext.asyncio.session import AsyncSession

from store.round_state import RoundState
from store.turns import in_turn


async def locked(s: AsyncSession, round_id: str) -> RoundState | None:
    """What is kept of a round, which nobody else writes to until this transaction is over.

    None before its first batch.
    """
    await in_turn(s, round_id)
    return await s.get(RoundState, round_id)


async def keep(s: AsyncSession, state: RoundState) -> None:
    """Keep it, in place of what was kept before."""
    await s.merge(state)
