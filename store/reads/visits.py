"""The visits of all rounds that somebody may see: those that are agreed, and stays that are proposed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import written_out
from store.inbox import body_of
from store.reads.desk import OF_ROUND, OfRound
from store.reads.listing import seen_by
from store.reads.rounds import AWAITED, RoundFilter, conditions
from store.tables import Assignment, CalendarEvent, Inbox, Round

ANY = RoundFilter()
MARKED = "mark_dates"
MARKED_IN = ("preparation", "visit")
"""The steps in which dates are looked for, or others than those that were agreed (V8, V10)."""
PROPOSALS = ("propose_dates", "move_visit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The days of a visit, or of one of the stays that are proposed for it.

    `uid` and `sequence` are those by which calendars know it, `changed_at` when it last changed.
    """

    starts: date
    ends: date
    round: OfRound
    uid: str
    sequence: int
    changed_at: datetime
    proposed: bool = False


def _may(secretariat_id: str, person: str, which: RoundFilter) -> list[Any]:
    return [*seen_by(secretariat_id, person), *conditions(which)]


async def agreed(
    s: AsyncSession,
    secretariat_id: str,
    person: str,
    first: date,
    last: date,
    *,
    limit: int,
    which: RoundFilter = ANY,
) -> tuple[Visit, ...]:
    """The visits that have a day between these, both included, by their first day."""
    rows: Any = await s.exec(
        select(CalendarEvent, Round.changed_at, *OF_ROUND)
        .join(Round, col(Round.id) == CalendarEvent.round_id)
        .where(
            col(CalendarEvent.ends) >= first,
            col(CalendarEvent.starts) <= last,
            CalendarEvent.state == "confirmed",
            *_may(secretariat_id, person, which),
        )
        .order_by(col(CalendarEvent.starts), col(CalendarEvent.round_id))
        .limit(limit)
    )
    return tuple(
        Visit(
            starts=event.starts,
            ends=event.ends,
            round=OfRound(*of),
            uid=event.uid,
            sequence=event.sequence,
            changed_at=at,
        )
        for event, at, *of in rows
    )


async def proposed(
    s: AsyncSession,
    secretariat_id: str,
    person: str,
    first: date,
    last: date,
    *,
    which: RoundFilter = ANY,
) -> tuple[Visit, ...]:
    """The stays that people are asked about now and that have a day between these, by their first day.

    Of several proposals of a round the latest is the one that is asked about (V8, V10).
    """
    # Looked for in the few rounds that have come so far: nearly all that is open is about something else.
    asked = exists().where(
        col(Assignment.round_id) == Round.id,
        col(Assignment.key).between(f"{MARKED}:", f"{MARKED};"),
        col(Assignment.state) == written_out(AWAITED),
    )
    rows: Any = await s.exec(
        select(Inbox, Round.changed_at, *OF_ROUND)
        .join(Round, col(Round.id) == Inbox.round_id)
        .where(
            col(Inbox.kind).in_(PROPOSALS),
            col(Inbox.state) == written_out("accepted"),
            col(Round.closed_at).is_(None),
            col(Round.step).in_(MARKED_IN),
            asked,
            *_may(secretariat_id, person, which),
        )
        .order_by(col(Inbox.answered_at), col(Inbox.received_at), col(Inbox.id))
    )
    latest = {row.round_id: (row, at, OfRound(*of)) for row, at, *of in rows}
    found = (stay for one in latest.values() for stay in _stays(*one))
    meets = (stay for stay in found if stay.ends >= first and stay.starts <= last)
    return tuple(sorted(meets, key=lambda stay: (stay.starts, stay.uid)))


def _stays(row: Inbox, changed_at: datetime, of: OfRound) -> Iterator[Visit]:
    for n, window in enumerate(body_of(row).windows, start=1):
        yield Visit(
            starts=window.starts,
            ends=window.ends,
            round=of,
            uid=f"{row.id}-{n}@ronda",
            sequence=0,
            changed_at=changed_at,
            proposed=True,
        )
