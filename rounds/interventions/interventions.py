"""What officers may do to a round, and what beneficiaries and experts may from *my round*."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from rounds.clock import extensions, moves, timers
from rounds.interventions import delegation, parking
from rounds.state import people
from rounds.state.effects import Close, Effect, Readdress, Replace, Resend, Seated, Tell
from rounds.state.round import Assignment, Round
from rounds.steps import clarifying, panel, visit
from rounds.submissions.envelope import Sent
from rounds.submissions.interventions import (
    AskAgain,
    AskMoreTime,
    CorrectAddress,
    Delegate,
    Extend,
    LeavePanel,
    Pause,
    RecordLessons,
    ReplacePerson,
    Resume,
    RetryBatch,
    SendAgain,
    SendBack,
    SkipBatch,
    Waive,
    Withdraw,
)
from rounds.submissions.refusals import (
    AlreadyPaused,
    NotOpen,
    NotPaused,
    NotWaivable,
    NotYours,
    OfficersOnly,
    UnknownPerson,
)

OFFICERS_ONLY = (
    "extend",
    "pause",
    "resume",
    "waive",
    "correct_address",
    "replace_person",
    "send_again",
    "record_lessons",
    "retry_batch",
    "skip_batch",
)


def check(round: Round, sent: Sent, now: datetime) -> None:
    """Refuse steering that is not the sender's to do, or that does not fit the round as it stands.

    Raises: OfficersOnly, and what the kind's own check raises.
    """
    if sent.body.kind in OFFICERS_ONLY and not sent.officer:
        raise OfficersOnly
    if own := CHECKS.get(type(sent.body)):
        own(round, sent, now)


def _open(round: Round, key: str) -> Assignment:
    a = round.assignments.get(key)
    if a is None or a.state != "open":
        raise NotOpen
    return a


def _concerned(round: Round, key: str) -> list[Assignment]:
    """The open assignment of a key; all of them for an empty key."""
    if key:
        return [_open(round, key)]
    return [a for a in round.assignments.values() if a.state == "open"]


def _check_extend(round: Round, sent: Sent, now: datetime) -> None:
    """Z1: a later date only, and one that is still to come.

    Raises: NotOpen, DateInThePast, DateNotLater.
    """
    assert isinstance(sent.body, Extend)
    extensions.check_later(_open(round, sent.key), sent.body.due, now)


def _check_pause(round: Round, sent: Sent, _: datetime) -> None:
    still = [a.paused for a in _concerned(round, sent.key)]
    if round.paused if not sent.key else all(still):
        raise AlreadyPaused


def _check_resume(round: Round, sent: Sent, _: datetime) -> None:
    still = [a.paused for a in _concerned(round, sent.key)]
    if not any(still) and not (round.paused and not sent.key):
        raise NotPaused


def _check_waive(round: Round, sent: Sent, _: datetime) -> None:
    """Z1: never an approval or an authorisation, nor what the round cannot go on without.

    Raises: NotOpen, NotWaivable.
    """
    a = round.assignments.get(sent.key)
    if a is None or not a.awaited:
        raise NotOpen
    if not round.rule(a).waivable:
        raise NotWaivable


def _check_participant(round: Round, sent: Sent, _: datetime) -> None:
    assert isinstance(sent.body, CorrectAddress | ReplacePerson)
    if not _present(round, sent.body.participant):
        raise UnknownPerson(field="participant")


def _check_replaced(round: Round, sent: Sent, now: datetime) -> None:
    """P1, P6: whoever takes part and is not on the panel. Raises: UnknownPerson, SeatNotHandedOver."""
    _check_participant(round, sent, now)
    assert isinstance(sent.body, ReplacePerson)
    delegation.check_not_on_panel(round, sent.body.participant)


def _check_asker(round: Round, sent: Sent, _: datetime) -> None:
    if not _present(round, sent.by):
        raise UnknownPerson


def _present(round: Round, participant: str) -> bool:
    held = any(participant in holders for holders in round.roles.values())
    return held or any(participant in a.holders and a.takes for a in round.assignments.values())


def _check_withdraw(round: Round, sent: Sent, _: datetime) -> None:
    """Z2: the beneficiary, or an officer for it.

    Raises: NotYours.
    """
    beneficiary = {*round.holders("focal_point"), *round.holders("approver")}
    if not sent.officer and sent.by not in beneficiary:
        raise NotYours


def _check_leave(round: Round, sent: Sent, _: datetime) -> None:
    """P8: an expert who holds a seat, or an officer told by them.

    Raises: NotYours.
    """
    if not any(seat.holder == sent.by for seat in round.seats.values()):
        raise NotYours


CHECKS: dict[type, Callable[[Round, Sent, datetime], None]] = {
    Extend: _check_extend,
    AskMoreTime: extensions.check_asked,
    Pause: _check_pause,
    Resume: _check_resume,
    Waive: _check_waive,
    CorrectAddress: _check_participant,
    ReplacePerson: _check_replaced,
    Delegate: delegation.check,
    SendBack: clarifying.check,
    AskAgain: _check_asker,
    Withdraw: _check_withdraw,
    LeavePanel: _check_leave,
    RetryBatch: parking.check_retry,
    SkipBatch: parking.check_skip,
}


def apply(round: Round, sent: Sent, now: datetime) -> list[Effect]:
    """Change the round as an accepted steering says; what must follow in the world comes back."""
    return APPLY[type(sent.body)](round, sent, sent.body, now)


def _extend(round: Round, sent: Sent, body: Extend, _: datetime) -> list[Effect]:
    return [moves.extended(round, round.assignments[sent.key], body.due)]


def _pause(round: Round, sent: Sent, _: Pause, now: datetime) -> list[Effect]:
    """Z1: one clock or all; that the whole round stands still is told to everyone, once."""
    running = [a for a in _concerned(round, sent.key) if not a.paused]
    effects: list[Effect] = [moves.stopped(round, a, now, tell=bool(sent.key)) for a in running]
    if sent.key:
        return effects
    round.paused = now
    return [*effects, Tell(what="paused", people=round.everyone())]


def _resume(round: Round, sent: Sent, _: Resume, now: datetime) -> list[Effect]:
    """Z1: the time that remained counts; a visit whose first day passed meanwhile has to be decided upon."""
    still = [a for a in _concerned(round, sent.key) if a.paused]
    effects: list[Effect] = [moves.resumed(round, a, now, tell=bool(sent.key)) for a in still]
    if sent.key:
        return effects
    agreed = round.visit
    if round.paused and agreed and agreed.opens and round.paused < agreed.opens <= now:
        round.visit = replace(agreed, missed=True)
    round.paused = None
    return [*effects, Tell(what="resumed", people=round.everyone())]


def _waive(round: Round, sent: Sent, _: Waive, __: datetime) -> list[Effect]:
    a = round.assignments[sent.key]
    round.assignments[a.key] = replace(a, state="waived", submission=sent.id)
    return [
        Close(key=a.key, state="waived", submission=sent.id),
        Tell(what="waived", people=a.holders, key=a.key),
    ]


def _keys(round: Round, participant: str) -> tuple[str, ...]:
    return tuple(a.key for a in round.assignments.values() if a.takes and participant in a.holders)


def _readdress(round: Round, sent: Sent, body: CorrectAddress, _: datetime) -> list[Effect]:
    return readdressed(round, body.participant, sent.id)


def readdressed(round: Round, participant: str, submission: str) -> list[Effect]:
    """Their letters go to the new address, and their trouble is over."""
    return [
        *_no_trouble(round, participant),
        Readdress(participant=participant, submission=submission, keys=_keys(round, participant)),
    ]


def _no_trouble(round: Round, participant: str) -> list[Effect]:
    """Nobody needs to mend this participant's address any more."""
    round.refused_addresses = timers.without(round.refused_addresses, participant)
    mended = [a for a in round.open_assignments() if a.key.startswith(f"mend_address:{participant}:")]
    for a in mended:
        round.assignments[a.key] = replace(a, state="closed")
    return [Close(key=a.key, state="closed") for a in mended]


def _replace(round: Round, _: Sent, body: ReplacePerson, __: datetime) -> list[Effect]:
    """The newcomer holds what the other held; a shortlist goes on under the first one's id."""
    old, new = body.participant, people.newcomer_id(body.participant)
    keys = _keys(round, old)
    farewell = visit.left(round, old)

    def swapped(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if i == old else i for i in ids)

    round.roles = {role: swapped(holders) for role, holders in round.roles.items()}
    round.countries = {**round.countries, new: round.countries.get(old, "")}
    round.seats = {
        n: replace(seat, holder=new) if seat.holder == old else seat for n, seat in round.seats.items()
    }
    for key in keys:
        a = round.assignments[key]
        round.assignments[key] = replace(a, holders=swapped(a.holders))
    return [
        *_no_trouble(round, old),
        *farewell,
        Replace(old=old, new=new, keys=keys),
        *visit.joined(round, new),
    ]


def _resend(_: Round, sent: Sent, body: SendAgain | AskAgain, __: datetime) -> list[Effect]:
    return [Resend(letter=body.letter, submission=sent.id)]


def _lessons(_: Round, __: Sent, ___: RecordLessons, ____: datetime) -> list[Effect]:
    """Y3: the record is in what was sent; nothing else changes."""
    return []


def _withdraw(round: Round, _: Sent, __: Withdraw, ___: datetime) -> list[Effect]:
    round.withdrawn = True
    return []


def _leave(round: Round, sent: Sent, _: LeavePanel, now: datetime) -> list[Effect]:
    """P8: what the expert owed waits, without a clock, for whoever takes the seat next."""
    seat = next(seat for seat in round.seats.values() if seat.holder == sent.by)
    farewell = visit.left(round, sent.by)
    round.seats[seat.number] = panel.left(seat)
    round.roles = {**round.roles, seat.role: ()}
    for a in [a for a in round.open_assignments() if a.role == seat.role]:
        round.assignments[a.key] = timers.reopened(a, (), now, round.paused)
    return [*farewell, Seated(seat=seat.number, participant=sent.by, left=True)]


APPLY: dict[type, Callable[[Round, Sent, Any, datetime], list[Effect]]] = {
    Extend: _extend,
    AskMoreTime: extensions.asked,
    Pause: _pause,
    Resume: _resume,
    Waive: _waive,
    CorrectAddress: _readdress,
    ReplacePerson: _replace,
    Delegate: delegation.apply,
    SendBack: clarifying.apply,
    SendAgain: _resend,
    AskAgain: _resend,
    Withdraw: _withdraw,
    LeavePanel: _leave,
    RecordLessons: _lessons,
    RetryBatch: parking.retry,
    SkipBatch: parking.skip,
}
