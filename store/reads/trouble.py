"""Which rounds should be running, as the record says."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import written_out
from store.tables import Round


async def open_ids(s: AsyncSession) -> tuple[str, ...]:
    """The rounds that have begun and are not over, and those that are while what comes after them is not."""
    # In the order of the index that holds them alone; sorted by id, every round there is would be read.
    rows = await s.exec(
        select(Round.id)
        .where(col(Round.closed_at).is_(None))
        .order_by(col(Round.methodology), col(Round.step))
    )
    after = await s.exec(select(Round.id).where(col(Round.publishing)))
    return tuple(sorted({*rows, *after}))


async def stuck_ids(s: AsyncSession, secretariat_id: str) -> tuple[str, ...]:
    """A secretariat's rounds that wait with a batch that cannot be written (S3)."""
    stuck = select(Round.id).where(
        col(Round.trouble) != written_out(""),
        col(Round.trouble) == written_out("stuck"),
        Round.secretariat_id == secretariat_id,
    )
    return tuple(sorted(await s.exec(stuck)))
