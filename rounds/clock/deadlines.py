"""When an assignment is due, and when its people are reminded, in the calendar of whoever must act.

A deadline ends in the evening of its last day and a reminder comes in the morning, both local; so
nobody loses the last day to a time zone, and nobody is written to at night. What falls on a day off moves to
the next working day. A round has a morning of its own within some minutes: a thousand reminders that fall on
one day do not all leave at nine sharp.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from hashlib import sha256
from typing import Protocol

from rounds.methodology.model import AssignmentRule, Clock
from rounds.state.batches import Dates, VisitHours
from rounds.state.effects import Move

MORNING = time(9)
NOON = time(12)
"""Here a morning ends."""
EVENING = time(18)
AFTER_VISIT_LEAST = 5
"""Working days that are always left from the opening when a clock counts from the end of the visit."""
DAY = timedelta(days=1)
MONTH = timedelta(days=30)
"""From the due day to the first monthly reminder."""


class Calendar(Protocol):
    """The working days of whoever must act, and where they are."""

    @property
    def zone(self) -> tzinfo:
        """Their time zone."""

    def is_working(self, day: date) -> bool:
        """Whether people work that day there."""


def morning(round_id: str, minutes: int) -> time:
    """When reminders of this round leave, local time: 09:00, or less than so many minutes later.

    It follows from the round's id: whoever asks, and however often, finds the same.
    """
    seconds = int.from_bytes(sha256(round_id.encode()).digest()[:8]) % max(minutes * 60, 1)
    return (datetime.combine(date.min, MORNING) + timedelta(seconds=seconds)).time()


def dates(
    key: str,
    rule: AssignmentRule,
    now: datetime,
    calendar: Calendar,
    *,
    visit_starts: date | None = None,
    visit_ends: date | None = None,
    lead: int = 0,
    reminded: time = MORNING,
) -> Dates:
    """The dates of an assignment that opens now (Z1); all of them are later than `now`.

    A clock counted from a visit without dates counts from the opening. A reminder whose moment is
    past is left out, and one that would not come before the deadline too. `lead`, in working days,
    gives proposed dates the first day that a visit may begin (V8). `reminded` is the round's own morning.
    """
    today = now.astimezone(calendar.zone).date()
    start, sign, least = _count(rule.clock, today, visit_starts, visit_ends)
    due_day = max(
        _day(rule.clock, start, sign * rule.clock.count, calendar), working_day(today, least, calendar)
    )
    if sign < 0:
        # Calendar days before a visit: the day off before it is no reason to be due when it begins.
        due_day = min(due_day, max(working_day(start, -1, calendar), working_day(today, least, calendar)))
    due = _at(due_day, EVENING, calendar)
    mornings = (_at(_day(rule.clock, start, sign * n, calendar), reminded, calendar) for n in rule.reminders)
    return Dates(
        key=key,
        due=due,
        reminders=tuple(sorted({m for m in mornings if now < m < due})),
        monthly_from=_at(on_working_day(due_day + MONTH, calendar), reminded, calendar),
        earliest=working_day(today, lead, calendar) if rule.kind == "propose_dates" else None,
        slack_until=_slack_until(due_day, rule, visit_starts, calendar),
    )


def not_before(dates: Dates, kept: datetime | None) -> Dates:
    """The same, due no earlier than a date that holds already: what was granted is not lost (Z1)."""
    if kept is None or kept <= dates.due:
        return dates
    later = dates.slack_until if dates.slack_until and dates.slack_until > kept.date() else None
    monthly = dates.monthly_from + (kept - dates.due)
    return replace(dates, due=kept, monthly_from=monthly, slack_until=later)


def _slack_until(due_day: date, rule: AssignmentRule, starts: date | None, calendar: Calendar) -> date | None:
    """The last day granted for the asking (Z1); what a visit needs is due before it all the same."""
    if not rule.slack:
        return None
    until = working_day(due_day, rule.slack, calendar)
    if rule.clock.counted_from != "before_visit" or not starts:
        return until
    return max(due_day, min(until, working_day(starts, -1, calendar)))


def moved(move: Move, rule: AssignmentRule, calendar: Calendar, *, reminded: time = MORNING) -> Dates:
    """The dates of a clock that was moved: mornings and evenings stay so there, whatever clocks do (Z1).

    What it stood still is added up, in working days where it counts those. Each whole day of that moves what
    is still to come by a day, and what is left over is kept. Of one that is overdue only the monthly
    reminders move. A day that was named for it stays, be it a day off; no reminder comes on one.
    """
    unit = "calendar" if move.overdue else rule.clock.unit
    due, rest = _local(move.due, calendar), move.rest
    if move.slack:
        # Asked for, and granted by nobody who could have said that it is a day off.
        due = on_working_day(due, calendar)
    monthly = on_working_day(_local(move.monthly_from, calendar), calendar)
    reminders = tuple(on_working_day(_local(at, calendar), calendar) for at in move.reminders)
    for since, until in move.stood:
        whole, rest = divmod(rest + _standstill(since, until, unit, calendar), DAY)
        reminders = tuple(_day(rule.clock, day, whole, calendar) for day in reminders)
        if move.overdue:
            monthly = on_working_day(monthly + DAY * whole, calendar)
            continue
        due = _not_past(_day(rule.clock, due, whole, calendar), due, move.before, calendar)
        if _at(due, EVENING, calendar) <= until:
            # It fell due while it stood still: nobody is late the moment that it goes on.
            due, rest = working_day(_local(until, calendar), 1, calendar), timedelta(0)
        monthly = on_working_day(due + MONTH, calendar)
    return Dates(
        key=move.key,
        due=move.due if move.overdue else _at(due, EVENING, calendar),
        reminders=tuple(_at(min(day, due), reminded, calendar) for day in reminders),
        monthly_from=_at(monthly, reminded, calendar),
        rest=rest,
        number=move.number,
    )


def _not_past(day: date, due: date, visit: date | None, calendar: Calendar) -> date:
    """What a visit needs is due before it, whatever stood still; a date that was given stays."""
    return max(due, min(day, working_day(visit, -1, calendar))) if visit else day


def _standstill(since: datetime, until: datetime, unit: str, calendar: Calendar) -> timedelta:
    """How long that was by the clocks there, in which each day has its 24 hours; in working days alone."""
    first, last = (at.astimezone(calendar.zone).replace(tzinfo=None) for at in (since, until))
    if unit != "working":
        return max(last - first, timedelta(0))
    days = (first.date() + timedelta(days=n) for n in range((last.date() - first.date()).days + 1))
    midnights = (datetime.combine(day, time()) for day in days if calendar.is_working(day))
    parts = (min(last, midnight + DAY) - max(first, midnight) for midnight in midnights)
    return sum((max(part, timedelta(0)) for part in parts), timedelta(0))


def _local(at: datetime, calendar: Calendar) -> date:
    return at.astimezone(calendar.zone).date()


def visit_hours(starts: date, ends: date, number: int, freeze: int, calendar: Calendar) -> VisitHours:
    """First morning and last evening of a visit there, and the morning `freeze` working days before (D2)."""
    return VisitHours(
        number=number,
        opens=_at(starts, MORNING, calendar),
        closes=_at(ends, EVENING, calendar),
        freezes=_at(working_day(starts, -freeze, calendar), MORNING, calendar),
    )


def working_day(start: date, n: int, calendar: Calendar) -> date:
    """The n-th working day after a day; before it when n is negative; the day itself for 0."""
    step = timedelta(days=1 if n > 0 else -1)
    day = start
    for _ in range(abs(n)):
        day = next(d for d in _from(day + step, step) if calendar.is_working(d))
    return day


def on_working_day(day: date, calendar: Calendar) -> date:
    """The day itself if people work on it, else the next on which they do."""
    return next(d for d in _from(day, DAY) if calendar.is_working(d))


def next_morning(now: datetime, calendar: Calendar, *, reminded: time = MORNING) -> datetime:
    """Now if it is a working morning there, else the next one (Z8): when somebody may be reminded."""
    here = now.astimezone(calendar.zone)
    today = calendar.is_working(here.date())
    if today and MORNING <= here.time() < NOON:
        return now
    ahead = here.date() if here.time() < MORNING else here.date() + DAY
    return morning_of(ahead, calendar, reminded=reminded)


def morning_of(day: date, calendar: Calendar, *, reminded: time = MORNING) -> datetime:
    """The working morning of a day there, or the next one."""
    return _at(on_working_day(day, calendar), reminded, calendar)


def _from(day: date, step: timedelta) -> Iterator[date]:
    while True:
        yield day
        day += step


def _count(clock: Clock, today: date, starts: date | None, ends: date | None) -> tuple[date, int, int]:
    """The day a clock counts from, in which direction, and the working days left at the least."""
    if clock.counted_from == "before_visit" and starts:
        return starts, -1, 1
    if clock.counted_from == "after_visit" and ends:
        return ends, 1, AFTER_VISIT_LEAST
    return today, 1, 0


def _day(clock: Clock, start: date, n: int, calendar: Calendar) -> date:
    """So many of the clock's days from another: each is a working day, or the last of them moves to one."""
    if clock.unit == "working" or not n:
        return working_day(start, n, calendar)
    return on_working_day(start + timedelta(days=n), calendar)


def _at(day: date, hour: time, calendar: Calendar) -> datetime:
    return datetime.combine(day, hour, calendar.zone).astimezone(UTC)
