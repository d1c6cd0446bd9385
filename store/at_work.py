"""Who works for a secretariat now: an officer, who that is, and for whom."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.tables import Officer, Person, Secretariat


@dataclass(frozen=True, slots=True)
class AtDesk:
    """An officer, who that is, and for whom they work."""

    officer: Officer
    person: Person
    secretariat: Secretariat


async def at_work(s: AsyncSession, officer_id: str) -> AtDesk | None:
    """An officer who has not ended, with whom they work for."""
    rows = await s.exec(
        select(Officer, Person, Secretariat)
        .join(Person, col(Person.id) == Officer.person_id)
        .join(Secretariat, col(Secretariat.id) == Officer.secretariat_id)
        .where(Officer.id == officer_id, col(Officer.revoked_at).is_(None))
    )
    found = rows.one_or_none()
    return AtDesk(*found) if found else None
