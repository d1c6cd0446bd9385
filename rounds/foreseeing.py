"""What moves with a date, before it is moved: dates as they are, and as they would be (Z1, V10).

It is worked out on a copy of the state by the very functions that move the date later; of steps that are to
come the forecast speaks, as elsewhere by plain weeks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from rounds import accepting, rules
from rounds.clock import deadlines, timers
from rounds.clock.deadlines import Calendar
from rounds.clock.forecast import Span, Stand, timeline
from rounds.interventions.moving import stay_of
from rounds.state.effects import Open, Schedule
from rounds.state.round import Assignment, Round
from rounds.steps import visit
from rounds.submissions.changes import MoveVisit
from rounds.submissions.envelope import Sent
from rounds.submissions.visit import Window

Calendars = Callable[[str], Calendar]
"""The working days of a participant; of nobody, those of the country that the visit goes to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One date that moves: from `before` to `after`, None where there is none.

    due, reminder (the next one), freezes: of the assignment of `key`; visit_starts, visit_ends; step_starts,
    step_ends: of a `step`, as it is expected.
    """

    what: str
    key: str = ""
    kind: str = ""
    role: str = ""
    step: str = ""
    before: date | None = None
    after: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What moves if it is so done; `window` is the one that the visit would move to."""

    shifts: tuple[Shift, ...]
    window: Window | None = None


def extended(round: Round, sent: Sent, now: datetime) -> Foreseen:
    """What moves with the due date of one assignment (Z1).

    Raises: Refusal, as the extension itself would be refused.
    """
    rules.check(round, sent, now)
    after = round.copied()
    accepting.take(after, sent, now)
    return Foreseen(shifts=tuple(_shifts(round, after, now)))


def visit_moved(round: Round, sent: Sent, now: datetime, calendars: Calendars) -> tuple[Foreseen, ...]:
    """What moves with the visit, for each window that is proposed, once all have agreed to it (V8, V10).

    Raises: Refusal, as the proposal itself would be refused.
    """
    rules.check(round, sent, now)
    body = sent.body
    assert isinstance(body, MoveVisit)
    offered = body.windows or (stay_of(round),)
    return tuple(_to(round, window, body.visit_form, sent.id, now, calendars) for window in offered)


def _to(
    round: Round, window: Window, form: str, submission: str, now: datetime, calendars: Calendars
) -> Foreseen:
    after = round.copied()
    assert after.visit
    for effect in visit.moved(after, window, form or after.visit.form, now, submission):
        if isinstance(effect, Open):
            after.assignments[effect.key] = _dated(after.assignments[effect.key], effect, now, calendars)
        elif isinstance(effect, Schedule):
            starts, ends, freeze = effect.starts, effect.ends, effect.freeze
            hours = deadlines.visit_hours(starts, ends, effect.number, freeze, calendars(""))
            timers.hours_known(after, hours)
    return Foreseen(shifts=tuple(_shifts(round, after, now)), window=window)


def _dated(a: Assignment, effect: Open, now: datetime, calendars: Calendars) -> Assignment:
    """What hangs on the visit is asked anew, with the dates that the world will work out for it."""
    dates = deadlines.dates(
        effect.key,
        effect.rule,
        now,
        calendars(effect.holders[0] if effect.holders else ""),
        visit_starts=effect.visit_starts,
        visit_ends=effect.visit_ends,
        lead=effect.lead,
    )
    return timers.opened(a, deadlines.not_before(dates, effect.kept))


# ---- before and after


def _shifts(before: Round, after: Round, now: datetime) -> Iterator[Shift]:
    yield from _of_visit(before, after)
    for key, a in before.assignments.items():
        if a.state == "open":
            yield from _of_assignment(before, after, a, after.assignments[key])
    yield from _of_steps(before, after, now.date())


def _of_visit(before: Round, after: Round) -> Iterator[Shift]:
    then, now = before.visit, after.visit
    if then and now and (then.starts, then.ends) != (now.starts, now.ends):
        yield Shift(what="visit_starts", before=then.starts, after=now.starts)
        yield Shift(what="visit_ends", before=then.ends, after=now.ends)


def _of_assignment(before: Round, after: Round, a: Assignment, moved: Assignment) -> Iterator[Shift]:
    dates = {
        "due": (_day(a.due), _day(moved.due)),
        "reminder": (_reminder(a), _reminder(moved)),
        "freezes": (_freezes(before, a), _freezes(after, moved)),
    }
    for what, (then, now) in dates.items():
        if then != now:
            yield Shift(what=what, key=a.key, kind=a.kind, role=a.role, before=then, after=now)


def _day(at: datetime | None) -> date | None:
    """The day there of an evening or a morning: noon before is the same day everywhere here."""
    return (at - timers.EVENING_TO_NOON).date() if at else None


def _reminder(a: Assignment) -> date | None:
    return next((m.at.date() for m in a.moments[a.passed :] if m.what == "reminder"), None)


def _freezes(round: Round, a: Assignment) -> date | None:
    visit = round.visit
    return visit.freezes.date() if visit and visit.freezes and round.rule(a).freezes else None


def _of_steps(before: Round, after: Round, today: date) -> Iterator[Shift]:
    """The steps that are to come, and when this one ends."""
    spans = zip(_spans(before, today), _spans(after, today), strict=True)
    for then, now in spans:
        if then.starts != now.starts:
            yield Shift(what="step_starts", step=now.step, before=then.starts, after=now.starts)
        if then.ends != now.ends:
            yield Shift(what="step_ends", step=now.step, before=then.ends, after=now.ends)


def _spans(round: Round, today: date) -> tuple[Span, ...]:
    open_ = [a for a in round.open_assignments() if a.due]
    stand = Stand(
        step=round.step,
        begun={},
        awaited=[(a.kind, timers.due_day(a)) for a in open_],
        today=today,
        visit=(round.visit.starts, round.visit.ends) if round.visit else None,
    )
    return timeline(round.methodology, stand)
