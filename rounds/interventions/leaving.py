"""The way out: the beneficiary withdraws the round, an expert leaves the panel (Z2, P8)."""

from collections.abc import Collection

from rounds.clock import timers
from rounds.state import people
from rounds.state.assignments import close
from rounds.state.case import Case
from rounds.state.effects import Effect, Seated
from rounds.state.kinds import Kind, always
from rounds.steps import seats, visit
from rounds.submissions.interventions import LeavePanel, Withdraw
from rounds.submissions.refusals import NotYours

BENEFICIARY = ("focal_point", "approver")
"""The roles that speak for the beneficiary."""


def check_may_withdraw(roles: Collection[str]) -> None:
    """Z2: the beneficiary.

    Raises: NotYours.
    """
    if not any(role in BENEFICIARY for role in roles):
        raise NotYours


def check_may_leave(roles: Collection[str]) -> None:
    """P8: an expert who holds a seat.

    Raises: NotYours.
    """
    if not any(people.seat_number(role) for role in roles):
        raise NotYours


def check_withdrawn(case: Case[Withdraw]) -> None:
    """Z2: the beneficiary, or an officer for it.

    Raises: NotYours.
    """
    if not case.sent.officer:
        check_may_withdraw(case.round.roles_of(case.sent.by))


def withdrawn(case: Case[Withdraw]) -> list[Effect]:
    """Z2: the round ends."""
    case.round.withdrawn = True
    return []


def check_left(case: Case[LeavePanel]) -> None:
    """P8: an expert, or an officer told by them.

    Raises: NotYours.
    """
    check_may_leave(case.round.roles_of(case.sent.by))


def left(case: Case[LeavePanel]) -> list[Effect]:
    """P8: what the expert owed waits, without a clock, for whoever comes next; what may pass ends."""
    round, by = case.round, case.sent.by
    seat = next(seat for seat in round.seats.values() if seat.holder == by)
    farewell = visit.left(round, by)
    round.seats[seat.number] = seats.left(seat)
    round.roles = {**round.roles, seat.role: ()}
    owed = [a for a in round.open_assignments() if a.role == seat.role]
    passing = [a for a in owed if round.rule(a).silence == "pass"]
    for a in owed:
        round.assignments[a.key] = timers.reopened(a, (), case.now, round.paused)
    ended = [close(round, a, "closed") for a in passing]
    return [*farewell, *ended, Seated(seat=seat.number, participant=by, left=True)]


KINDS = (
    # That the round is withdrawn is told to everyone, and by whom: its sender needs no second letter (Z2).
    Kind(model=Withdraw, check=check_withdrawn, accept=withdrawn, stands_in="answers", receipt=False),
    Kind(model=LeavePanel, check=check_left, accept=left, news=always("expert_left"), stands_in="answers"),
)
