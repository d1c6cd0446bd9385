"""When people answer what they are asked, by how they behave."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from rehearsing.calendar import Behaviour
from rounds.clock.deadlines import Calendar, working_day
from rounds.state.round import Assignment, Round

NEVER = datetime.max.replace(tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
FORENOON = time(10)
"""When somebody answers who does so on the first working day, there."""


def in_time(round: Round, a: Assignment, calendar: Calendar) -> datetime:
    """On the first working day after they were asked; an hour before it is too late at the latest."""
    day = working_day(a.opened.astimezone(calendar.zone).date(), 1, calendar)
    return min(datetime.combine(day, FORENOON, calendar.zone), last_day(round, a, calendar))


def last_day(round: Round, a: Assignment, _: Calendar) -> datetime:
    """On the last day, an hour before it is over, or before what was saved is taken as it stands.

    While its clock stands still there is none.
    """
    assert a.due, "asked of what is open"
    if a.paused:
        return NEVER
    closes = round.visit.freezes if round.visit and round.rule(a).freezes else None
    last = min(a.due, closes) if closes else a.due
    return max(last - HOUR, a.opened + MINUTE)


ANSWERING: dict[Behaviour, Callable[[Round, Assignment, Calendar], datetime]] = {
    "in_time": in_time,
    "last_day": last_day,
}
"""How they behave who answer at all."""
