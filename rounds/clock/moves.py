"""How the clock of an open assignment is moved, and who sees it: exceptions, each with its reason (Z1)."""

from dataclasses import replace
from datetime import date, datetime

from rounds.clock import timers
from rounds.state.assignments import opening
from rounds.state.effects import Escalate, Move, Open
from rounds.state.round import Assignment, Round


def extended(round: Round, a: Assignment, due: date, *, also: tuple[str, ...] = (), slack: str = "") -> Move:
    """It is due on a later day; everyone concerned sees it once. `slack`: the request that was granted so."""
    after = replace(timers.extended(a, due), slack_used=a.slack_used or bool(slack))
    tell = tuple(dict.fromkeys((*concerned(round, a), *also)))
    return _moved(round, after, tell, clock=after, slack=slack)


def stopped(round: Round, a: Assignment, now: datetime, *, tell: bool) -> Move:
    """Its clock stands still."""
    after = timers.paused(a, now)
    return _moved(round, after, concerned(round, a) if tell else (), clock=after)


def resumed(round: Round, a: Assignment, now: datetime, *, tell: bool) -> Move:
    """Its clock goes on with the time that remained, in the days of whoever must act."""
    after = timers.resumed(a, now)
    return _moved(round, after, concerned(round, a) if tell else (), clock=a)


def passed_on(round: Round, a: Assignment, holders: tuple[str, ...], now: datetime) -> Open:
    """An open assignment passes to whoever holds its role now; its clock starts anew."""
    round.assignments[a.key] = timers.reopened(a, holders, now, round.paused)
    return opening(round, round.assignments[a.key], again=True)


def opened_anew(round: Round, a: Assignment, now: datetime) -> Open:
    """An open assignment hangs on a visit that moved: its clock starts anew."""
    round.assignments[a.key] = timers.reopened(a, a.holders, now, round.paused)
    return opening(round, round.assignments[a.key])


def _moved(
    round: Round, after: Assignment, tell: tuple[str, ...], *, clock: Assignment, slack: str = ""
) -> Move:
    """The effect of a move; the world works its dates out of those of `clock`.

    What is still to come is moved by whole days: the activity finds the same hours there. Of a clock that
    had `stopped` it is as it stood then, and what remained is counted again, but not past the visit that
    starts on `before`. `number` tells moves apart.
    """
    after = replace(after, moved=after.moved + 1)
    round.assignments[after.key] = after
    assert clock.due
    before = round.rule(after).clock.counted_from == "before_visit"
    return Move(
        key=after.key,
        due=clock.due,
        paused=after.paused is not None,
        tell=tell,
        holders=after.holders,
        reminders=tuple(m.at for m in clock.moments[clock.passed :] if m.what == "reminder"),
        monthly_from=clock.monthly_from,
        overdue=after.overdue,
        stopped=None if after.paused else clock.paused,
        before=round.visit.starts if round.visit and before else None,
        number=after.moved,
        slack=slack,
    )


def concerned(round: Round, a: Assignment) -> tuple[str, ...]:
    """Who works by its due date: its holders, and those who were told of its delay."""
    return tuple(dict.fromkeys((*a.holders, *reached(round, a))))


def reached(round: Round, a: Assignment) -> tuple[str, ...]:
    """Who was told that it is overdue, besides its holders."""
    chain = round.rule(a).escalate_to[: a.escalated]
    told = (p for role in chain for p in round.holders(role) if p not in a.holders)
    return tuple(dict.fromkeys(told))


def escalated(round: Round, a: Assignment) -> Escalate:
    """Tell the next of its chain who does not know of it yet; nobody once the top was told."""
    chain, known = round.rule(a).escalate_to, {*a.holders, *reached(round, a)}
    level = a.escalated
    to: tuple[str, ...] = ()
    while level < len(chain) and not to:
        to = tuple(p for p in round.holders(chain[level]) if p not in known)
        level += 1
    round.assignments[a.key] = replace(a, escalated=level)
    return Escalate(key=a.key, to=to, level=level, holders=a.holders)
