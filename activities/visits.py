"""What letters say of the visit: its hours on both clocks, its agenda, the press (V4, V7, V8)."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from methodologies.loader import capital_zone
from rounds.clock.deadlines import EVENING, MORNING
from store.reads import visit
from store.reads.visit import VisitRead
from store.tables import Round
from templates.agenda import Agenda, agenda

ABOUT = ("set_agenda", "arrange_international", "arrange_local", "ready_visit", "record_findings")
"""The kinds of task that are about the visit."""


async def dated(s: AsyncSession, round_: Round, params: dict[str, Any], here: ZoneInfo) -> dict[str, Any]:
    """A letter that tells calendars of the dates, as its row says them."""
    read = await visit.visit(s, round_.id)
    starts, ends = (date.fromisoformat(params[name]) for name in ("starts", "ends"))
    there = ZoneInfo(capital_zone(round_.country))
    opens, closes = datetime.combine(starts, MORNING, there), datetime.combine(ends, EVENING, there)
    return {
        **{name: params[name] for name in ("method", "sequence", "updated", "form")},
        **{"starts": starts, "ends": ends, "uid": read.event.uid if read.event else round_.id},
        **{"opens_here": opens.astimezone(here), "opens_there": opens},
        **{"closes_here": closes.astimezone(here), "closes_there": closes},
        **{"press": read.press, "agenda": _agenda(read, round_, starts)},
    }


async def agreed(s: AsyncSession, round_: Round) -> dict[str, Any]:
    """News of the agenda, on the days that the visit has now."""
    read = await visit.visit(s, round_.id)
    assert read.event, "an agenda is asked for once the visit has dates"
    found = _agenda(read, round_, read.event.starts)
    return {"sequence": read.event.sequence, "press": read.press, "agenda": found}


async def press(s: AsyncSession, round_id: str, kind: str) -> str:
    """What a letter about a task says of the press: nothing, unless it is about the visit (V7)."""
    return (await visit.visit(s, round_id)).press if kind in ABOUT else ""


def _agenda(read: VisitRead, round_: Round, first: date) -> Agenda | None:
    if read.agenda is None:
        return None
    return agenda(read.agenda, first, capital_zone(round_.country), read.written_in)
