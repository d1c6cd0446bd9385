"""What was counted of a cohort, in values: no words, no query."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from methodologies.days_off import working_days
from rounds.methodology.model import Methodology
from store.reads.cohorts import OfCohort
from store.reads.reports import ExceptionMade
from store.reads.statistics import Answered, Invited, Load

WHAT = {
    "extend": "extension",
    "ask_more_time": "slack",
    "decide_extension": "extension",
    "pause": "pause",
    "resume": "resumption",
    "waive": "waiver",
    "ready_visit": "waiver",
}
"""What each kind of submission makes an exception of."""
BROKEN_OFF = ("withdrawn", "lapsed", "dormant")
"""How a round ends whose last step has not come to its own end."""


@dataclass(frozen=True, slots=True)
class Took:
    """How long a step took, in working days of the secretariat, and in how many rounds it is over."""

    step: str
    rounds: int
    median: float
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that is counted; `countries`: rounds that each has, and those that it sends experts to."""

    opened: int
    running: int
    ended: Mapping[str, int]
    steps: tuple[Took, ...]
    invited: Invited
    answers: tuple[Answered, ...]
    exceptions: Mapping[str, int]
    load: Sequence[Load]
    countries: Mapping[str, tuple[int, int]]


def took(
    rules: Methodology, rounds: Sequence[OfCohort], begun: Mapping[str, Mapping[str, datetime]]
) -> tuple[Took, ...]:
    """How long each step took in the rounds in which it is over, in the methodology's order."""
    lengths: dict[str, list[int]] = {}
    for one in rounds:
        for step, starts, ends in _spans(rules, one, begun.get(one.id, {})):
            lengths.setdefault(step, []).append(working_days(rules.calendar, starts, ends))
    return tuple(
        Took(step, len(lengths[step]), median(lengths[step]), max(lengths[step]))
        for step in rules.steps
        if step in lengths
    )


def _spans(
    rules: Methodology, one: OfCohort, begun: Mapping[str, datetime]
) -> Iterator[tuple[str, date, date]]:
    """From when until when each step lasted that is over: until the next begins, or the round ends."""
    zone = ZoneInfo(rules.time_zone)
    days = {step: at.astimezone(zone).date() for step, at in begun.items()}
    if one.visit and any(step in days for step in rules.steps[rules.steps.index("visit") :]):
        days["visit"] = one.visit
    came = [(step, days[step]) for step in rules.steps if step in days]
    over = one.closed_at if one.outcome not in BROKEN_OFF else None
    last = [("", over.astimezone(zone).date())] if over else []
    for (step, starts), (_, ends) in pairwise([*came, *last]):
        yield step, starts, max(starts, ends)


def exceptions(made: Sequence[ExceptionMade]) -> Mapping[str, int]:
    """How often each kind of exception was made."""
    return Counter(WHAT[one.row.kind] for one in made)


def countries(rounds: Sequence[OfCohort], load: Sequence[Load]) -> Mapping[str, tuple[int, int]]:
    """How many rounds each country has, and on how many panels its experts sit."""
    has = Counter(one.country for one in rounds)
    sends: Counter[str] = Counter()
    for one in load:
        if one.expert and one.country:
            sends[one.country] += one.rounds
    return {code: (has[code], sends[code]) for code in sorted({*has, *sends})}
