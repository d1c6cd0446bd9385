"""Saved views and notes: what an officer keeps for themselves, and for the others of the secretariat."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.desk_tables import RoundNote, SavedView
from store.tables import Officer, Person, Round

MOST_VIEWS = 20
"""For one officer."""


@dataclass(frozen=True, slots=True)
class NoteRead:
    """A note, and who wrote it."""

    note: RoundNote
    by: Person


async def views(s: AsyncSession, officer_id: str) -> Sequence[SavedView]:
    """An officer's saved views, by name."""
    rows = await s.exec(
        select(SavedView).where(SavedView.officer_id == officer_id).order_by(col(SavedView.name))
    )
    return rows.all()


async def save(s: AsyncSession, officer_id: str, name: str, query: str, now: datetime) -> bool:
    """Keep a view under a name, in the place of an earlier one; False if there are too many."""
    own = select(SavedView).where(SavedView.officer_id == officer_id)
    found = (await s.exec(own.where(SavedView.name == name))).one_or_none()
    if found:
        found.query = query
        s.add(found)
        return True
    count = select(func.count()).select_from(SavedView).where(SavedView.officer_id == officer_id)
    if (await s.exec(count)).one() >= MOST_VIEWS:
        return False
    s.add(SavedView(id=uuid.uuid4().hex, officer_id=officer_id, name=name, query=query, created_at=now))
    return True


async def forget(s: AsyncSession, officer_id: str, id: str) -> None:
    """Remove a view of this officer."""
    await s.exec(delete(SavedView).where(col(SavedView.id) == id, col(SavedView.officer_id) == officer_id))


async def note(
    s: AsyncSession,
    secretariat_id: str,
    officer_id: str,
    round_ids: Collection[str],
    text: str,
    now: datetime,
) -> int:
    """Note something of rounds of this secretariat; gives of how many."""
    rows = await s.exec(
        select(Round.id).where(Round.secretariat_id == secretariat_id, col(Round.id).in_(round_ids))
    )
    found = rows.all()
    s.add_all(
        RoundNote(id=uuid.uuid4().hex, round_id=id, officer_id=officer_id, text=text, at=now) for id in found
    )
    return len(found)


async def notes(s: AsyncSession, round_id: str) -> tuple[NoteRead, ...]:
    """What officers noted of a round, the latest first."""
    rows = await s.exec(
        select(RoundNote, Person)
        .join(Officer, col(Officer.id) == RoundNote.officer_id)
        .join(Person, col(Person.id) == Officer.person_id)
        .where(RoundNote.round_id == round_id)
        .order_by(col(RoundNote.at).desc(), col(RoundNote.id).desc())
    )
    return tuple(NoteRead(*row) for row in rows)
