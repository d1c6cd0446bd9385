"""Under which addresses somebody was written to before (S8)."""

from collections import defaultdict

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.tables import Audit, Person

READDRESSED = "readdressed"
"""The action under which a correction is in the record."""


async def earlier(s: AsyncSession, round_id: str) -> defaultdict[str, list[str]]:
    """The addresses that held before, by participant, the first one first."""
    entries = await s.exec(
        select(Audit.detail)
        .where(Audit.round_id == round_id, Audit.action == READDRESSED)
        .order_by(col(Audit.id))
    )
    # What was recorded before addresses stayed in the record names nobody.
    corrections = [detail for detail in entries if detail.get("before") != detail.get("after")]
    ids = [detail["before"] for detail in corrections]
    rows = await s.exec(select(Person).where(col(Person.id).in_(ids))) if ids else ()
    emails = {person.id: person.email for person in rows}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for detail in corrections:
        for participant in detail["moved"]:
            found[participant].append(emails[detail["before"]])
    return found
