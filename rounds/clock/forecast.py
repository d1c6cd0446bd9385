"""When each step of a round was, is and is expected: a forecast from the methodology's clocks.

It is said as what it is: each time limit used in full, and no holiday known. Where a date is known, such as
that of the visit, it takes the place of what the clocks say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rounds.methodology.model import Clock, Methodology

DAY = timedelta(days=1)
SATURDAY = 5
PATHS: dict[str, tuple[tuple[str, ...], ...]] = {
    "request": (("complete_request", "examine_request"), ("confirm_note", "examine_request")),
    "self_assessment": (
        ("propose_framework", "agree_framework", "write_self_assessment", "answer_self_assessment"),
    ),
    "panel": (("name_states", "propose_panel", "agree_panel", "answer_invitation"),),
    "preparation": (
        ("write_questions", "send_questionnaire", "answer_questionnaire"),
        ("propose_dates", "mark_dates"),
    ),
    "visit": (("record_findings",),),
    "report": (("contribute", "consolidate_report", "comment_draft", "review_report"),),
    "publication": (("decide_publication",),),
}
"""What a step asks one after the other when all goes well; beside each other what does not wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One step of a round in time; a date that nobody can know is None. `agreed`: it is no forecast."""

    step: str
    state: Literal["past", "present", "expected"]
    starts: date | None
    ends: date | None
    agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a round stands: `begun` when each step began, `awaited` what is open with its due day.

    `today` is the latest day that the round knows of, `closed` the one on which it ended.
    """

    step: str
    begun: Mapping[str, date]
    awaited: Sequence[tuple[str, date]]
    today: date
    visit: tuple[date, date] | None = None
    closed: date | None = None


def timeline(m: Methodology, at: Stand) -> tuple[Span, ...]:
    """Each step in the methodology's order; of a round that has ended, those that it came to."""
    here = m.steps.index(at.step) if at.step in m.steps else 0
    spans = [_past(m, at, n) for n in range(here)]
    starts = _begun(at, m.steps[here])
    if at.closed:
        return (*spans, Span(step=m.steps[here], state="past", starts=starts, ends=at.closed))
    ends = _present_ends(m, at, m.steps[here])
    spans.append(Span(step=m.steps[here], state="present", starts=starts, ends=ends))
    for step in m.steps[here + 1 :]:
        starts, ends = _expected(m, at, step, ends)
        agreed = step == "visit" and at.visit is not None
        spans.append(Span(step=step, state="expected", starts=starts, ends=ends, agreed=agreed))
    return tuple(spans)


def _past(m: Methodology, at: Stand, n: int) -> Span:
    step, following = m.steps[n], m.steps[n + 1]
    return Span(step=step, state="past", starts=_begun(at, step), ends=_begun(at, following))


def _begun(at: Stand, step: str) -> date | None:
    """A visit begins on its first day, every other step when it asks for something first."""
    return at.visit[0] if step == "visit" and at.visit else at.begun.get(step)


def _present_ends(m: Methodology, at: Stand, step: str) -> date | None:
    if at.visit and step in ("preparation", "visit") and not _after(at, step):
        return at.visit[0] if step == "preparation" else at.visit[1]
    ends = [_branch_ends(m, branch, at) for branch in PATHS[step]]
    known = [day for day in ends if day]
    if not known:
        return None
    return max(known) if step != "preparation" else later(max(known), _lead(m))


def _after(at: Stand, step: str) -> bool:
    """Whether the visit is over, and the step goes on with what follows it."""
    return step == "visit" and any(kind == "record_findings" for kind, _ in at.awaited)


def _branch_ends(m: Methodology, branch: tuple[str, ...], at: Stand) -> date | None:
    """When what is open in this branch is due, and the rest of it after that; None where nothing is open."""
    open_ = [(branch.index(kind), due) for kind, due in at.awaited if kind in branch]
    if not open_:
        return None
    place = max(place for place, _ in open_)
    rest = [m.rule(kind).clock for kind in branch[place + 1 :] if m.asks(kind)]
    beside = [_through(at.visit[1], [c]) for c in rest if c.counted_from == "after_visit" and at.visit]
    base = max(at.today, *(due for _, due in open_), *beside)
    return _through(base, [c for c in rest if c.counted_from == "opening"])


def _expected(m: Methodology, at: Stand, step: str, after: date | None) -> tuple[date | None, date | None]:
    if step == "visit" and at.visit:
        return at.visit
    if after is None:
        return None, None
    if step == "visit":
        return after, after + DAY * max(m.limits.visit_days_most - 1, 0)
    ends = max((_length_ends(m, branch, after) for branch in PATHS[step]), default=after)
    return after, later(ends, _lead(m)) if step == "preparation" else ends


def _length_ends(m: Methodology, branch: tuple[str, ...], starts: date) -> date:
    """When a branch ends that begins on this day: what counts from the visit runs side by side."""
    clocks = [m.rule(kind).clock for kind in branch if m.asks(kind)]
    beside = [_through(starts, [c]) for c in clocks if c.counted_from == "after_visit"]
    return _through(max(beside, default=starts), [c for c in clocks if c.counted_from == "opening"])


def _through(starts: date, clocks: Sequence[Clock]) -> date:
    for clock in clocks:
        starts = later(starts, clock)
    return starts


def _lead(m: Methodology) -> Clock:
    """What lies between the dates that were proposed and the first possible day (V8)."""
    return Clock(m.limits.visit_lead, "working")


def later(day: date, clock: Clock) -> date:
    """The day on which a clock ends that starts on this one; working days are those of any week."""
    left = clock.count
    while left:
        day += DAY
        left -= clock.unit == "calendar" or day.weekday() < SATURDAY
    return day
