"""How one round was treated, in values: what was granted, and how long it waited for the secretariat (Z1)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from api.desk.statistics.figures import WHAT
from methodologies.days_off import working_days
from rounds.methodology.model import Methodology
from rounds.state.sides import side
from store.reads.reports import ClockApplied, ExceptionMade
from store.reads.treatment import Asked, Treated

EXTENDS = ("extension", "slack")


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """What befell a round; `waited`: working days on which something was the secretariat's to do."""

    of: Treated
    extensions: int
    pauses: int
    waivers: int
    waited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A time limit that tasks of a kind were given, and in the rounds of which countries.

    `alike`: every round in which the kind was asked had this one.
    """

    kind: str
    days: int
    unit: str
    counted_from: str
    times: int
    countries: tuple[str, ...]
    alike: bool


def treatments(
    rules: Methodology, rounds: Iterable[Treated], made: Sequence[ExceptionMade], now: datetime
) -> list[Treatment]:
    """How each of these was treated."""
    of = Counter((one.row.round_id, WHAT[one.row.kind]) for one in made)
    return [
        Treatment(
            of=one,
            extensions=sum(of[one.round.id, what] for what in EXTENDS),
            pauses=of[one.round.id, "pause"],
            waivers=of[one.round.id, "waiver"],
            waited=waited(rules, one.asked, now),
        )
        for one in rounds
    ]


def waited(rules: Methodology, asked: Iterable[Asked], now: datetime) -> int:
    """On how many working days something was the secretariat's to do, however much of it at once."""
    zone = ZoneInfo(rules.time_zone)
    spans = sorted(
        (one.opened_at.astimezone(zone).date(), (one.closed_at or now).astimezone(zone).date())
        for one in asked
        if side(one.role) == "secretariat"
    )
    days, reached = 0, date.min
    for starts, ends in spans:
        days += working_days(rules.calendar, max(starts, reached), ends)
        reached = max(reached, ends)
    return days


def limits(clocks: Iterable[ClockApplied]) -> list[Limit]:
    """The time limits of each kind, whichever was given most first."""
    given: dict[tuple[str, int, str, str], dict[str, int]] = {}
    for one in clocks:
        clock = (one.kind, one.days, one.unit, one.counted_from)
        given.setdefault(clock, {})[one.country] = one.assignments
    several = Counter(kind for kind, *_ in given)
    return sorted(
        (_limit(clock, by, alike=several[clock[0]] == 1) for clock, by in given.items()),
        key=lambda limit: (limit.kind, -limit.times),
    )


def _limit(clock: tuple[str, int, str, str], by: Mapping[str, int], *, alike: bool) -> Limit:
    kind, days, unit, counted_from = clock
    return Limit(
        kind=kind,
        days=days,
        unit=unit,
        counted_from=counted_from,
        times=sum(by.values()),
        countries=tuple(by),
        alike=alike,
    )
