"""A participant asks for more time: within the slack it is theirs, beyond it an officer decides (Z1)."""

from dataclasses import replace
from datetime import date, datetime

from rounds.clock import moves, timers
from rounds.methodology.model import DECISION_ON_TIME
from rounds.state.effects import Close, Effect, Tell
from rounds.state.round import Assignment, Round, Standing, TimeRequest
from rounds.submissions.envelope import Sent
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


class NoMoreTime(Refusal):
    """The decision about time is not itself put off (Z1)."""

    code = "no_more_time"


def check_later(a: Assignment, due: date, now: datetime) -> None:
    """Z1: a date that is still to come, and later than the present one.

    Raises: DateInThePast, DateNotLater.
    """
    later = timers.extended(a, due).due
    assert a.due
    assert later
    if later <= now:
        raise DateInThePast(field="due")
    if later <= a.due:
        raise DateNotLater(field="due", due=timers.due_day(a))


def check_asked(round: Round, sent: Sent, now: datetime) -> None:
    """Z1: whoever holds an open assignment asks, for a later date, one request at a time.

    Raises: NotOpen, NotYours, NoMoreTime, AlreadyPaused, MoreTimeAsked, and what `check_later` raises.
    """
    assert isinstance(sent.body, AskMoreTime)
    a = round.assignments.get(sent.key)
    if a is None or a.state != "open":
        raise NotOpen
    if sent.by not in a.holders:
        raise NotYours
    if a.kind == DECISION_ON_TIME:
        raise NoMoreTime
    if a.paused:
        raise AlreadyPaused
    if any(request.about == a.key for request in pending(round)):
        raise MoreTimeAsked
    check_later(a, sent.body.due, now)


def asked(round: Round, sent: Sent, body: AskMoreTime, _: datetime) -> list[Effect]:
    """Grant what the slack allows, once; what goes beyond it is decided by whoever looks after the round.

    The officer's own requests are decided by the head of secretariat.
    """
    a = replace(round.assignments[sent.key], asked=round.assignments[sent.key].asked + 1)
    if a.slack_until and body.due <= a.slack_until and not a.slack_used:
        return [moves.extended(round, a, body.due, also=round.holders("responsible_officer"), slack=sent.id)]
    round.assignments[a.key] = a
    own = sent.by in round.holders("responsible_officer")
    role = "head_of_secretariat" if own else "responsible_officer"
    request = TimeRequest(about=a.key, n=a.asked, by=sent.by, due=body.due, role=role)
    round.requests = (*round.requests, request)
    return []


def pending(round: Round) -> list[TimeRequest]:
    """The requests that nobody has decided yet."""
    known = round.assignments
    return [r for r in round.requests if r.key not in known or known[r.key].awaited]


def request_in(key: str) -> tuple[str, int]:
    """Which assignment an assignment to decide is about, and which of the requests for it, from 1."""
    about, _, n = key.partition(":")[2].rpartition(":")
    return about, int(n)


def request_of(round: Round, key: str) -> TimeRequest:
    """The request that an assignment is to decide."""
    return next(request for request in round.requests if request.key == key)


def check_answer(_: object, __: str, body: DecideExtension) -> None:
    """Z1: refusing gives a reason.

    Raises: ReasonMissing.
    """
    if body.choice == "refuse" and not body.reason.strip():
        raise ReasonMissing(field="reason")


def check_decided(at: Standing, body: DecideExtension) -> None:
    """Z1: what is granted is still to come.

    Raises: DateInThePast, DateNotLater.
    """
    request = request_of(at.round, at.assignment.key)
    about = at.round.assignments[request.about]
    if body.choice == "grant":
        check_later(about, request.due, at.now)


def decided(round: Round, sent: Sent, body: DecideExtension, _: datetime) -> list[Effect]:
    """Move the date, or tell who asked why not."""
    request = request_of(round, sent.key)
    if body.choice == "grant":
        return [moves.extended(round, round.assignments[request.about], request.due)]
    return [Tell(what="more_time_refused", people=(request.by,), key=sent.key)]


def needless(round: Round) -> list[Effect]:
    """Nobody needs to decide about the time of what is not open any more, or is due later already."""
    effects: list[Effect] = []
    for request in pending(round):
        about, a = round.assignments[request.about], round.assignments.get(request.key)
        if a and not (about.state == "open" and timers.due_day(about) < request.due):
            round.assignments[a.key] = replace(a, state="closed")
            effects.append(Close(key=a.key, state="closed"))
    return effects
