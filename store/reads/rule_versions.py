"""Under which versions of a methodology a secretariat's rounds have begun: rounds keep the rules in full."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.methodology.model import Methodology
from store.reads.asked import methodology_of
from store.tables import Round


@dataclass(frozen=True, slots=True)
class VersionRead:
    """A version, since when rounds began under it, and how many did."""

    version: str
    since: datetime
    rounds: int


async def versions(s: AsyncSession, secretariat_id: str, methodology: str) -> tuple[VersionRead, ...]:
    """Each version under which a round began, the one that was first used last coming first."""
    own = (Round.secretariat_id == secretariat_id, Round.methodology == methodology)
    # One look into the index for each: there are a few versions, and thousands of rounds.
    following = select(func.min(Round.methodology_version)).where(*own)
    found: list[VersionRead] = []
    last: str | None = (await s.exec(following)).one()
    while last is not None:
        of_version = select(func.min(Round.opened_at), func.count()).where(
            *own, Round.methodology_version == last
        )
        since, count = (await s.exec(of_version)).one()
        found.append(VersionRead(last, since, count))
        last = (await s.exec(following.where(col(Round.methodology_version) > last))).one()
    return tuple(sorted(found, key=lambda one: one.since, reverse=True))


async def rules(s: AsyncSession, secretariat_id: str, methodology: str, version: str) -> Methodology | None:
    """The rules of a version, as the first round under it keeps them; None where there is no such round."""
    found = await s.exec(
        select(Round)
        .where(
            Round.secretariat_id == secretariat_id,
            Round.methodology == methodology,
            Round.methodology_version == version,
        )
        .order_by(col(Round.opened_at), col(Round.id))
        .limit(1)
    )
    row = found.first()
    return methodology_of(row) if row else None
