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
    return _moved(round, after, tell, slack=slack)


def stopped(round: Round, a: Assignment, now: datetime, *, tell: bool) -> Move:
    """Its clock stands still."""
    return _moved(round, timers.paused(a, now), concerned(round, a) if tell else ())


def resumed(round: Round, a: Assignment, now: datetime, *, tell: bool) -> Move:
    """Its clock goes on with the time that remained, in the days of whoever must act."""
    return _moved(round, timers.resumed(a, now), concerned(round, a) if tell else ())


def passed_on(round: Round, a: Assignment, holders: tuple[str, ...], now: datetime) -> Open:
    """An open assignment passes to whoever holds its role now; its clock starts anew."""
    round.assignments[a.key] = timers.reopened(a, holders, now, round.paused)
    return opening(round, round.assignments[a.key], again=True)


def opened_anew(round: Round, a: Assignment, now: datetime) -> Open:
    """An open assignment hangs on a visit that moved: its clock starts anew."""
    round.assignments[a.key] = timers.reopened(a, a.holders, now, round.paused)
    return opening(round, round.assignments[a.key])


def in_step(round: Round, a: Assignment, now: datetime) -> list[Move]:
    """What was being opened when the round was stopped, or went on, now does as the round does."""
    if a.state != "open" or (a.paused is None) == (round.paused is None):
        return []
    return [(stopped if round.paused else resumed)(round, a, now, tell=False)]


def _moved(round: Round, a: Assignment, tell: tuple[str, ...], *, slack: str = "") -> Move:
    """The effect of a move; the world works its dates out anew.

    What is still to come is given as the world last said it, without the days that the state has moved it by
    since, and with the times that its clock has `stood` still since: so the answer is the same however many
    moves were made while it was on its way, and that to the last is taken (`number`). What is needed for the
    visit that starts on `before` is not moved past it.
    """
    a = replace(a, moved=a.moved + 1)
    round.assignments[a.key] = a
    assert a.due
    assert a.monthly_from
    before = round.rule(a).clock.counted_from == "before_visit"
    return Move(
        key=a.key,
        due=a.due if a.overdue else a.due - a.shift,
        paused=a.paused is not None,
        tell=tell,
        holders=a.holders,
        reminders=tuple(m.at - a.shift for m in a.moments[a.passed :] if m.what == "reminder"),
        monthly_from=a.monthly_from - a.shift,
        overdue=a.overdue,
        stood=a.stood,
        rest=a.rest,
        before=round.visit.starts if round.visit and before else None,
        number=a.moved,
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


def escalated(round: Round, a: Assignment, holders: tuple[str, ...] = ()) -> Escalate:
    """Tell the next of its chain who does not know of it yet, and these; nobody once the top was told."""
    chain, known = round.rule(a).escalate_to, {*a.holders, *reached(round, a)}
    level = a.escalated
    to: tuple[str, ...] = ()
    while level < len(chain) and not to:
        to = tuple(p for p in round.holders(chain[level]) if p not in known)
        level += 1
    round.assignments[a.key] = replace(a, escalated=level)
    return Escalate(key=a.key, to=to, level=level, holders=holders)
