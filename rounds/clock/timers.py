"""What the clock does to an open assignment, and how an officer moves its clock (Z1)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from rounds.methodology.model import AssignmentRule
from rounds.state.batches import Dates, Following, VisitHours
from rounds.state.keys import Key
from rounds.state.round import Assignment, Moment, Round, Visit

DAY = timedelta(days=1)
MONTH = timedelta(days=30)
EVENING_TO_NOON = timedelta(hours=6)


def opened(a: Assignment, dates: Dates) -> Assignment:
    """The assignment with the dates that were worked out for it.

    A submission that came in meanwhile is kept: only what is still opening becomes open.
    """
    of = len(dates.reminders)
    reminders = tuple(
        Moment(at=at, what="reminder", n=n, of=of) for n, at in enumerate(dates.reminders, start=1)
    )
    return replace(
        a,
        state="open" if a.state == "opening" else a.state,
        due=dates.due,
        moments=(*reminders, Moment(at=dates.due, what="due")),
        monthly_from=dates.monthly_from,
        earliest=dates.earliest,
        slack_until=dates.slack_until,
    )


def aligned(a: Assignment, dates: Dates) -> Assignment:
    """The assignment after a move, with the hours and days that the world has for it.

    The very same one if they are as they were, or if its clock has been moved once more meanwhile.
    """
    if dates.number != a.moved or a.due is None:
        return a
    known = (*dates.reminders, dates.due)
    # Counted from the end: a reminder may have come while the world was asked.
    first = len(a.moments) - len(known)
    moved = tuple(
        m if n < max(a.passed, first) else replace(m, at=known[n - first]) for n, m in enumerate(a.moments)
    )
    monthly, rest = dates.monthly_from, dates.rest
    after = replace(_settled(a), due=dates.due, moments=moved, monthly_from=monthly, rest=rest)
    return a if after == a else after


def _settled(a: Assignment) -> Assignment:
    """The assignment with dates that know of all that its clock has stood still."""
    return replace(a, stood=(), shift=timedelta(0), rest=timedelta(0), following=None)


def followed(a: Assignment, next: Following) -> Assignment:
    """The assignment with the morning of its next monthly reminder, unless its clock did more meanwhile."""
    if a.passed != next.passed or not a.overdue or a.quiet:
        return a
    return replace(a, following=next.at)


def listened(a: Assignment, now: datetime) -> Assignment:
    """The assignment that is waited for once more, with monthly reminders from a month after now (Z8)."""
    return replace(a, quiet=False, passed=len(a.moments), monthly_from=now + MONTH, following=None)


def next_moment(a: Assignment, rule: AssignmentRule, visit: Visit | None) -> Moment | None:
    """The next thing the clock will do; None while paused, or when nothing more will come."""
    if a.paused or a.due is None:
        return None
    moment = _own(a, rule)
    freezes = _freezes(a, rule, visit)
    if freezes and (moment is None or freezes <= moment.at):
        return Moment(at=freezes, what="freeze")
    return moment


def _freezes(a: Assignment, rule: AssignmentRule, visit: Visit | None) -> datetime | None:
    """When it closes before the visit with what was saved, if it does.

    What was sent back after that moment stays open until the visit itself: whoever sent it back wants an
    answer, not what was saved (D3).
    """
    if not rule.freezes or visit is None or visit.freezes is None or visit.missed:
        return None
    sent_back_since = Key.parse(a.key).n > 1 and a.opened >= visit.freezes
    return None if sent_back_since else visit.freezes


def _own(a: Assignment, rule: AssignmentRule) -> Moment | None:
    if a.passed < len(a.moments):
        return a.moments[a.passed]
    if rule.silence != "hold" or a.monthly_from is None or a.quiet:
        return None
    n = a.passed - len(a.moments) + 1
    at = a.following or monthly(a, n)
    most = rule.ends_after or rule.quiet_after
    if most and n > most:
        return Moment(at=at, what="end" if rule.ends_after else "quiet")
    return Moment(at=at, what="monthly", n=n, of=most)


def monthly(a: Assignment, n: int) -> datetime:
    """From when on the n-th monthly reminder comes, be that a day off or not."""
    assert a.monthly_from
    return a.monthly_from + MONTH * (n - 1)


def past(a: Assignment, rule: AssignmentRule, now: datetime) -> tuple[Assignment, Moment]:
    """The assignment after all that `now` makes past, and the one thing to do about it.

    After an outage overdue reminders collapse into one; the due moment and what comes after the last monthly
    one are never skipped.
    """
    moment = _own(a, rule)
    assert moment, "asked only when a moment has come"
    a = replace(a, passed=a.passed + 1, following=None)
    while moment.what in ("reminder", "monthly"):
        following = _own(a, rule)
        if following is None or following.at > now:
            break
        moment, a = following, replace(a, passed=a.passed + 1)
    return a, moment


def due_day(a: Assignment) -> date:
    """The day on which it is due where its owner is: evening there may be tomorrow in UTC, noon is not."""
    assert a.due
    return (a.due - EVENING_TO_NOON).date()


def extended(a: Assignment, due: date) -> Assignment:
    """The assignment due on another day, at the hour it was due; what remains moves with it.

    A day that is named settles what its clock has stood still.
    """
    return _settled(shifted(a, DAY * (due - due_day(a)).days))


def shifted(a: Assignment, by: timedelta) -> Assignment:
    """The assignment with what has not passed yet moved; an overdue one may be due again."""
    assert a.due
    assert a.monthly_from
    passed = min(a.passed, len(a.moments) - 1)
    moved = tuple(m if n < passed else replace(m, at=m.at + by) for n, m in enumerate(a.moments))
    return replace(
        a,
        due=a.due + by,
        moments=moved,
        passed=passed,
        overdue=False,
        quiet=False,
        following=None,
        escalated=0 if a.overdue else a.escalated,
        monthly_from=a.monthly_from + by,
    )


def paused(a: Assignment, now: datetime) -> Assignment:
    """The assignment with its clock standing still."""
    return replace(a, paused=now)


def resumed(a: Assignment, now: datetime) -> Assignment:
    """The assignment with its clock going on, its dates moved by the whole days that it stood still in all.

    So mornings stay mornings, and ten pauses of an hour are ten hours. What was still to come is due after
    it goes on. For one that was overdue nothing remained: it stays so, and only its monthly reminders move.
    In whose days the time is counted is the world's to say (`aligned`).
    """
    assert a.paused
    assert a.due
    assert a.monthly_from
    stood = (*a.stood, (a.paused, now))
    lost = sum((until - since for since, until in stood), a.rest)
    by = max(DAY * (lost // DAY) - a.shift, timedelta(0))
    if a.overdue:
        moved = replace(a, monthly_from=a.monthly_from + by, following=None)
    else:
        by = max(by, DAY * ((now - a.due) // DAY + 1))
        moved = shifted(a, by)
    return replace(moved, paused=None, stood=stood, shift=a.shift + by)


def reopened(
    a: Assignment, holders: tuple[str, ...], now: datetime, paused: datetime | None = None
) -> Assignment:
    """The assignment with new holders, or for new dates: its clock starts anew once its letters are out.

    Without holders, because the seat that owes it is empty, no clock runs; in a round that stands still
    it waits for that to go on.
    """
    return Assignment(
        key=a.key,
        kind=a.kind,
        role=a.role,
        holders=holders,
        opened=now,
        paused=now if paused else None,
        asked=a.asked,
        version=a.version,
        sha256=a.sha256,
    )


def hours_known(round: Round, hours: VisitHours) -> None:
    """The visit has its hours, unless its dates have changed since they were asked for."""
    if round.visit and round.visit.number == hours.number:
        round.visit = replace(round.visit, opens=hours.opens, closes=hours.closes, freezes=hours.freezes)


def with_one_more(refused: tuple[str, ...], participant: str) -> tuple[str, ...]:
    """The participants whose address refuses letters, each once."""
    return refused if participant in refused else (*refused, participant)


def without(refused: tuple[str, ...], participant: str) -> tuple[str, ...]:
    """The participants whose address refuses letters, but for one."""
    return tuple(p for p in refused if p != participant)
