"""What keeps a round from going on, written on its row for whoever looks at it."""

from collections.abc import Mapping

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.tables import Round

AT_ONCE = 500
"""Rounds that one statement names: with Temporal away all of them are in trouble, and a database bounds how
many values a statement may have."""


async def mark(s: AsyncSession, found: Mapping[str, str]) -> dict[str, str]:
    """Write each round's trouble, empty for none; what is new comes back. A round that is over has none."""
    rows = {row.id: row for row in await s.exec(select(Round).where(Round.trouble != ""))}
    troubled = sorted(id for id, why in found.items() if why and id not in rows)
    for n in range(0, len(troubled), AT_ONCE):
        some = select(Round).where(col(Round.id).in_(troubled[n : n + AT_ONCE]))
        rows |= {row.id: row for row in await s.exec(some)}
    new = {}
    for row in rows.values():
        why = "" if row.closed_at and not row.publishing else found.get(row.id, row.trouble)
        if why and why != row.trouble:
            new[row.id] = why
        row.trouble = why
    return new
