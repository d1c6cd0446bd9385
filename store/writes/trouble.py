"""What keeps a round from going on, written on its row for whoever looks at it."""

from collections.abc import Mapping

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.tables import Round


async def mark(s: AsyncSession, found: Mapping[str, str]) -> dict[str, str]:
    """Write each round's trouble, empty for none; what is new comes back. A round that is over has none."""
    rows = await s.exec(
        select(Round).where(
            (col(Round.id).in_([id for id, why in found.items() if why])) | (Round.trouble != "")
        )
    )
    new = {}
    for row in rows:
        why = "" if row.closed_at else found.get(row.id, row.trouble)
        if why and why != row.trouble:
            new[row.id] = why
        row.trouble = why
    return new
