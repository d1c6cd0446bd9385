"""Which rounds should be running, as the record says."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.tables import Round


async def open_ids(s: AsyncSession) -> tuple[str, ...]:
    """The rounds that have begun and are not over."""
    return tuple(await s.exec(select(Round.id).where(col(Round.closed_at).is_(None)).order_by(Round.id)))
