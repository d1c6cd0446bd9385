"""Where a round stands: which step of how many, what comes next and when, as a picture and as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from api.links.linked import Linked
from rounds.clock.forecast import Span, Stand, timeline
from rounds.registry import PLACES
from store.reads import dossier, namings, rounds
from store.tables import Assignment, CalendarEvent
from templates.marked import marked
from templates.timeline import picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a page says it: `said` is what a template takes, `asked` all that the round has asked so far."""

    said: dict[str, Any]
    asked: tuple[Assignment, ...]

    @property
    def waiting(self) -> list[Assignment]:
        """What the round waits for, first due first."""
        return [a for a in self.asked if a.state == rounds.AWAITED]


def now_utc() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


async def standing(s: AsyncSession, link: Linked) -> Standing:
    """Where the round stands, from its rows."""
    round_ = link.read.round
    asked = await dossier.assignments(s, round_.id)
    event = await s.get(CalendarEvent, round_.id)
    visit = event if event and event.state == "confirmed" else None
    there = ZoneInfo(link.there)
    # A round may be ahead of the wall clock, but a clock that stands does not keep today from coming.
    today = max(now_utc(), round_.changed_at).astimezone(there).date()
    spans = timeline(
        link.methodology,
        Stand(
            step=round_.step,
            begun=_begun(asked, there),
            awaited=[(a.kind, a.due_at.astimezone(there).date()) for a in asked if a.state == rounds.AWAITED],
            today=today,
            visit=(visit.starts, visit.ends) if visit else None,
            closed=round_.closed_at.astimezone(there).date() if round_.closed_at else None,
        ),
    )
    said = _said(link, spans, visit, today, _idle(asked))
    return Standing(said={**said, "ended": await _ended(s, link)}, asked=asked)


async def _ended(s: AsyncSession, link: Linked) -> dict[str, Any] | None:
    """When the round ended, and who had it end so, and why, if somebody did."""
    round_ = link.read.round
    if not round_.closed_at:
        return None
    by = await namings.ended(s, round_)
    return {
        "day": link.words.day(round_.closed_at.astimezone(ZoneInfo(link.there)).date()),
        "by": by.by if by else "",
        "role": link.words.role(by.role) if by and by.role else link.frame()["round"]["secretariat"],
        "reason": marked(by.reason, by.language) if by else "",
    }


def _idle(asked: Sequence[Assignment]) -> bool:
    return not any(a.state == rounds.AWAITED for a in asked)


def _begun(asked: Sequence[Assignment], there: ZoneInfo) -> dict[str, date]:
    """On which day each step first asked for something."""
    begun: dict[str, date] = {}
    for a in sorted(asked, key=lambda a: a.opened_at):
        if step := PLACES[a.kind].step:
            begun.setdefault(step, a.opened_at.astimezone(there).date())
    return begun


def _said(
    link: Linked, spans: Sequence[Span], visit: CalendarEvent | None, today: date, idle: bool
) -> dict[str, Any]:
    words, steps, step = link.words, link.methodology.steps, link.read.round.step
    here = steps.index(step) if step in steps else 0
    following = spans[here + 1] if len(spans) > here + 1 else None
    return {
        "number": here + 1,
        "of": len(steps),
        "step": words.step(steps[here]),
        "next": words.step(following.step) if following else "",
        "next_from": words.short(following.starts) if following and following.starts else "",
        "next_agreed": bool(following and following.agreed),
        "ready": words.day(visit.starts) if visit and idle and today < visit.starts else "",
        "steps": [_row(link, span) for span in spans],
        "picture": picture(words, spans, today),
    }


def _row(link: Linked, span: Span) -> dict[str, Any]:
    words = link.words
    return {
        "step": words.step(span.step),
        "state": span.state,
        "starts": words.short(span.starts) if span.starts else "",
        "ends": words.short(span.ends) if span.ends else "",
        "agreed": span.agreed,
    }
