"""A participant asks for more time: within the slack it is theirs, beyond it an officer decides (Z1)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from rounds.clock import moves, timers
from rounds.methodology.model import DECISION_ON_TIME, Limits, Place
from rounds.state.assignments import close
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect, Tell
from rounds.state.held import Held, held
from rounds.state.kinds import Kind
from rounds.state.round import Assignment, Round, TimeRequest
from rounds.submissions.interventions import AskMoreTime, DecideExtension
from rounds.submissions.refusals import (
    AlreadyPaused,
    DateInThePast,
    DateNotLater,
    NotOpen,
    NotYours,
    ReasonMissing,
    Refusal,
)


class MoreTimeAsked(Refusal):
    """A request for more time waits for the officer already (Z1)."""

    code = "more_time_asked"
    conflict = True


class DateTooLate(Refusal):
    """A date further ahead than the methodology allows (Z1)."""

    code = "date_too_late"


class NoMoreTime(Refusal):
    """The decision about time is not itself put off (Z1)."""

    code = "no_more_time"


def latest(present: date, limits: Limits) -> date | None:
    """Z1: the last day that a time limit may be moved to; None where the methodology names no limit."""
    return present + timedelta(days=limits.extension_days) if limits.extension_days else None


def check_later(round: Round, a: Assignment, due: date, now: datetime) -> None:
    """Z1: a date that is still to come, later than the present one, and not too far ahead.

    Of what is overdue so many days are counted from now. Raises: DateInThePast, DateNotLater, DateTooLate.
    """
    later = timers.extended(a, due).due
    assert a.due
    assert later
    if later <= now:
        raise DateInThePast(field="due")
    if later <= a.due:
        raise DateNotLater(field="due", due=timers.due_day(a))
    last = latest(max(timers.due_day(a), now.date()), round.methodology.limits)
    if last and due > last:
        raise DateTooLate(field="due", latest=last)


def check_may_ask(asker: Held, waiting: bool) -> None:
    """Z1: whoever holds an open assignment whose clock runs asks, while no request of it is `waiting`.

    Raises: NotOpen, NotYours, NoMoreTime, AlreadyPaused, MoreTimeAsked.
    """
    if asker.state != "open":
        raise NotOpen
    if not asker.holds:
        raise NotYours
    if asker.kind == DECISION_ON_TIME:
        raise NoMoreTime
    if asker.paused:
        raise AlreadyPaused
    if waiting:
        raise MoreTimeAsked


def granted_until(slack_until: date | None, slack_used: bool) -> date | None:
    """Z1: the last day that is granted for the asking; None where no slack is left."""
    return None if slack_used else slack_until


def check_asked(case: Case[AskMoreTime]) -> None:
    """Z1: for a later date, one request at a time.

    Raises: what `check_may_ask` and `check_later` raise.
    """
    a = case.assignment
    check_may_ask(held(case), any(request.about == a.key for request in pending(case.round)))
    check_later(case.round, a, case.body.due, case.now)


def asked(case: Case[AskMoreTime]) -> list[Effect]:
    """Grant what the slack allows, once; what goes beyond it is decided by whoever looks after the round.

    The officer's own requests are decided by the head of secretariat.
    """
    round, sent, due = case.round, case.sent, case.body.due
    a = replace(case.assignment, asked=case.assignment.asked + 1)
    at_once = granted_until(a.slack_until, a.slack_used)
    if at_once and due <= at_once:
        return [moves.extended(round, a, due, also=round.holders("responsible_officer"), slack=sent.id)]
    round.assignments[a.key] = a
    own = sent.by in round.holders("responsible_officer")
    role = "head_of_secretariat" if own else "responsible_officer"
    request = TimeRequest(about=a.key, n=a.asked, by=sent.by, due=due, role=role)
    round.requests = (*round.requests, request)
    return []


def pending(round: Round) -> list[TimeRequest]:
    """The requests that nobody has decided yet."""
    known = round.assignments
    return [r for r in round.requests if r.key not in known or known[r.key].awaited]


def request_of(round: Round, key: str) -> TimeRequest:
    """The request that an assignment is to decide."""
    return next(request for request in round.requests if request.key == key)


def check_decision(case: BodyCase[DecideExtension]) -> None:
    """Z1: refusing gives a reason.

    Raises: ReasonMissing.
    """
    if case.body.choice == "refuse" and not case.body.reason.strip():
        raise ReasonMissing(field="reason")


def check_granted(case: Case[DecideExtension]) -> None:
    """Z1: what is granted is still to come.

    Raises: what `check_later` raises.
    """
    request = request_of(case.round, case.sent.key)
    if case.body.choice == "grant":
        check_later(case.round, case.round.assignments[request.about], request.due, case.now)


def decided(case: Case[DecideExtension]) -> list[Effect]:
    """Move the date, or tell who asked why not."""
    request = request_of(case.round, case.sent.key)
    if case.body.choice == "grant":
        return [moves.extended(case.round, case.round.assignments[request.about], request.due)]
    return [Tell(what="more_time_refused", people=(request.by,), key=case.sent.key)]


def needless(round: Round) -> list[Effect]:
    """Nobody needs to decide about the time of what is not open any more, or is due later already."""
    effects: list[Effect] = []
    for request in pending(round):
        about, a = round.assignments[request.about], round.assignments.get(request.key)
        if a and not (about.state == "open" and timers.due_day(about) < request.due):
            effects.append(close(round, a, "closed"))
    return effects


KINDS = (
    Kind(model=AskMoreTime, after=True, check=check_asked, accept=asked),
    Kind(
        model=DecideExtension,
        after=True,
        place=Place(),
        check_body=check_decision,
        check=check_granted,
        accept=decided,
    ),
)
