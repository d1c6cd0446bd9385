"""What is known of a round's visit: its dates, its agenda, what the press may see."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.submissions.visit import ArrangeLocal, SetAgenda
from store.inbox import body_of
from store.tables import Assignment, CalendarEvent, Inbox


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRead:
    """A visit; `event` is None before it has dates, `agenda` before it is set.

    `written_in` is the language of whoever set the agenda, `set_at` when. `press` is the beneficiary's
    choice (V7), empty until it is known: where nobody chose, none is what was chosen.
    """

    event: CalendarEvent | None
    agenda: SetAgenda | None
    written_in: str
    set_at: datetime | None
    press: str


async def visit(s: AsyncSession, round_id: str) -> VisitRead:
    """The visit of a round."""
    rows = await s.exec(
        select(Assignment, Inbox)
        .outerjoin(Inbox, col(Inbox.id) == Assignment.submission_id)
        .where(Assignment.round_id == round_id, col(Assignment.kind).in_(["set_agenda", "arrange_local"]))
    )
    # What ended an assignment may have been a waiver; that says nothing of what was asked.
    asked = {a.kind: (a, row if row and row.kind == a.kind else None) for a, row in rows}
    agenda, said = asked.get("set_agenda", (None, None))
    return VisitRead(
        event=await s.get(CalendarEvent, round_id),
        agenda=body_of(said) if said else None,
        written_in=said.language if said else "",
        set_at=agenda.closed_at if agenda and said else None,
        press=_press(*asked["arrange_local"]) if "arrange_local" in asked else "",
    )


async def has_agenda(s: AsyncSession, round_id: str) -> bool:
    """Whether there is a visit with an agenda that is set."""
    rows = await s.exec(
        select(Assignment.key)
        .join(CalendarEvent, col(CalendarEvent.round_id) == Assignment.round_id)
        .join(Inbox, col(Inbox.id) == Assignment.submission_id)
        .where(
            Assignment.round_id == round_id, Inbox.kind == "set_agenda", CalendarEvent.state == "confirmed"
        )
    )
    return rows.first() is not None


def _press(a: Assignment, said: Inbox | None) -> str:
    """V7: the beneficiary's choice; none where the list was closed without one."""
    if said:
        body: ArrangeLocal = body_of(said)
        return body.press
    return "" if a.state == "open" else "none"
