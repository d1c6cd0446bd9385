"""What lies ahead over all rounds of a secretariat: what is due, and the visits (S3)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import true
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import written_out
from store.reads.rounds import AWAITED
from store.tables import Assignment, CalendarEvent, Round


@dataclass(frozen=True, slots=True)
class Due:
    """Something that a round waits for."""

    assignment: Assignment
    round: Round


@dataclass(frozen=True, slots=True)
class Stay:
    """A visit, and the round that it belongs to."""

    event: CalendarEvent
    round: Round


async def due(
    s: AsyncSession,
    secretariat_id: str,
    *,
    before: datetime | None,
    overdue: bool | None,
    limit: int,
    offset: int,
) -> tuple[Due, ...]:
    """What is open and due before this moment, first due first; with `overdue`, only what is or is not."""
    wanted = [col(Assignment.state) == written_out(AWAITED), col(Round.secretariat_id) == secretariat_id]
    if before is not None:
        wanted.append(col(Assignment.due_at) < before)
    if overdue is not None:
        late = col(Assignment.overdue) == true()
        wanted.append(late if overdue else ~late)
    rows = await s.exec(
        select(Assignment, Round)
        .join(Round, col(Round.id) == Assignment.round_id)
        .where(*wanted)
        .order_by(col(Assignment.due_at), col(Assignment.round_id), col(Assignment.key))
        .limit(limit)
        .offset(offset)
    )
    return tuple(Due(assignment, round_) for assignment, round_ in rows)


async def visits(
    s: AsyncSession, secretariat_id: str, *, first: date, last: date, limit: int, offset: int
) -> tuple[Stay, ...]:
    """The visits that have a day between these, both included, by their first day; cancelled ones too."""
    rows = await s.exec(
        select(CalendarEvent, Round)
        .join(Round, col(Round.id) == CalendarEvent.round_id)
        .where(
            col(CalendarEvent.ends) >= first,
            col(CalendarEvent.starts) <= last,
            Round.secretariat_id == secretariat_id,
        )
        .order_by(col(CalendarEvent.starts), col(CalendarEvent.round_id))
        .limit(limit)
        .offset(offset)
    )
    return tuple(Stay(event, round_) for event, round_ in rows)
