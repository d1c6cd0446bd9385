"""Who sits on the panel: invitations, and declared conflicts of interest (P6, P8)."""

from dataclasses import replace

from rounds.clock import moves
from rounds.methodology.model import REVIEW, Place
from rounds.state import news, people
from rounds.state.assignments import close, opening
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect, Open, Seated
from rounds.state.keys import Key
from rounds.state.kinds import Kind
from rounds.state.round import Assignment, Round, Seat
from rounds.steps import visit
from rounds.submissions.panel import AnswerInvitation, ReviewConflict
from rounds.submissions.refusals import ReasonMissing, Refusal, refuse


class UndertakingMissing(Refusal):
    """Accepting needs the ad honorem undertaking, the institution's agreement and the statement (P6)."""

    code = "undertaking_missing"


class SeatTaken(Refusal):
    """Another candidate accepted first (P8)."""

    code = "seat_taken"
    conflict = True


class StateSeated(Refusal):
    """An expert of the candidate's state has come to sit on another seat (P2, P8)."""

    code = "state_seated"
    conflict = True


# ---- who may sit where


def is_free(round: Round, number: int, country: str) -> bool:
    """P2: whether an expert of this state may take this seat, as the other seats are taken."""
    taken = {round.countries.get(s.holder, "") for n, s in round.seats.items() if n != number and s.holder}
    return not (round.methodology.distinct_states and country in taken)


def may_sit(round: Round, seat: Seat, candidate: str) -> bool:
    """P2: whether a candidate may take this seat, as the other seats are taken."""
    return is_free(round, seat.number, round.countries.get(candidate, ""))


def seat_of(round: Round, candidate: str) -> Seat:
    """The seat on whose shortlist a candidate stands, or whoever was there in their place before.

    Raises: SeatTaken when they stand on none any more.
    """
    for seat in round.seats.values():
        if stands(seat, candidate):
            return seat
    raise SeatTaken


def stands(seat: Seat, candidate: str) -> bool:
    """Whether a candidate, or whose place they took, is on a seat's shortlist."""
    return people.first_id(candidate) in seat.shortlist


def check_seat(round: Round, candidate: str) -> None:
    """P8: a seat is taken once, and the limits hold when two accept at the same moment (P2).

    Raises: SeatTaken, StateSeated.
    """
    seat = seat_of(round, candidate)
    if seat.holder:
        raise SeatTaken
    if not may_sit(round, seat, candidate):
        raise StateSeated(country=round.countries[candidate])


def seated(case: Case[AnswerInvitation] | Case[ReviewConflict], candidate: str) -> list[Effect]:
    """P8: what was still open for the seat ends, the invitations of those under review too.

    So does, for other seats, what was asked of candidates of the same state, who cannot accept any more (P2).
    """
    round = case.round
    seat = seat_of(round, candidate)
    reviewed = set(round.under_review())
    round.seats[seat.number] = replace(seat, holder=candidate)
    round.roles = {**round.roles, seat.role: (candidate,)}
    still = [a for a in round.assignments.values() if a.takes or reviewed.intersection(a.holders)]
    rest = [a for a in still if _is_for(a, seat)]
    elsewhere = [a for a in still if _is_of_seated_state(round, a)]
    waiting = [a for a in round.assignments.values() if a.awaited and a.role == seat.role]
    return [
        Seated(seat=seat.number, participant=candidate),
        *(close(round, a, "closed") for a in rest),
        *(close(round, a, "closed", StateSeated.code) for a in elsewhere),
        *(moves.passed_on(round, a, (candidate,), case.now) for a in waiting),
        *visit.joined(round, candidate),
    ]


def _is_for(a: Assignment, seat: Seat) -> bool:
    """Whether it is asked to fill this seat."""
    if a.kind in ("answer_invitation", REVIEW):
        return stands(seat, a.about)
    return a.kind in ("add_candidate", "agree_candidate") and a.about == seat.role


def _is_of_seated_state(round: Round, a: Assignment) -> bool:
    """Whether it is about a candidate for an empty seat, of a state that sits on another one."""
    if a.kind == "agree_candidate":
        number, added = people.seat_number(a.about), people.added_id(Key.parse(a.key).of("add_candidate"))
        return not round.seats[number].holder and not is_free(round, number, round.countries.get(added, ""))
    if a.kind not in ("answer_invitation", REVIEW):
        return False
    mine = next((seat for seat in round.seats.values() if stands(seat, a.about)), None)
    return mine is not None and not mine.holder and not may_sit(round, mine, a.about)


def left(seat: Seat) -> Seat:
    """The seat after its holder has left it (P8)."""
    return replace(seat, holder="", left=(*seat.left, seat.holder))


# ---- invitations


def check_invitation(case: BodyCase[AnswerInvitation]) -> None:
    """P6: accepting records three undertakings; declining records a reason.

    Raises: ReasonMissing, UndertakingMissing.
    """
    body = case.body
    if body.choice == "decline":
        if not body.reason.strip():
            raise ReasonMissing(field="reason")
        return
    given = {
        "ad_honorem": body.ad_honorem,
        "institution_agrees": body.institution_agrees,
        "conflict": body.conflict is not None,
        "conflict_statement": body.conflict != "possible" or bool(body.conflict_statement.strip()),
    }
    refuse(UndertakingMissing(field=field) for field, there in given.items() if not there)


def check_seat_open(case: Case[AnswerInvitation]) -> None:
    """P8: the first acceptance wins. Raises: what `check_seat` raises."""
    if case.body.choice == "accept":
        check_seat(case.round, *case.assignment.holders)


def answered(case: Case[AnswerInvitation]) -> list[Effect]:
    """P6, P8: the first acceptance takes the seat; a declared conflict of interest is reviewed before."""
    if case.body.choice == "decline":
        return []
    if case.body.conflict == "possible" and case.round.methodology.asks(REVIEW):
        return [_review(case)]
    return seated(case, case.sent.by)


def told(case: Case[AnswerInvitation]) -> str:
    """P6, P8: that somebody declined, is under review, or has come."""
    if case.body.choice == "decline":
        return "invitation_declined"
    reviewed = case.sent.by in case.round.under_review()
    return "conflict_under_review" if reviewed else joined(case.round)


def joined(round: Round) -> str:
    """What it is that a seat was taken; of the last one it is told that the panel is complete."""
    if "panel" in round.done:
        return "expert_joined"
    return "" if all(seat.holder for seat in round.seats.values()) else "invitation_accepted"


# ---- declared conflicts of interest


def _review(case: Case[AnswerInvitation]) -> Open:
    """P6: open from this moment on, so that nobody else is invited meanwhile."""
    round = case.round
    role = round.methodology.rule(REVIEW).owner
    a = Assignment(
        key=str(Key(REVIEW, case.sent.by)),
        kind=REVIEW,
        role=role,
        holders=round.holders(role),
        opened=case.now,
        paused=case.now if round.paused else None,
    )
    round.assignments[a.key] = a
    return opening(round, a)


def check_review(case: BodyCase[ReviewConflict]) -> None:
    """P6: excluding gives a reason.

    Raises: ReasonMissing.
    """
    if case.body.choice == "exclude" and not case.body.reason.strip():
        raise ReasonMissing(field="reason")


def check_cleared(case: Case[ReviewConflict]) -> None:
    """P6, P8: whoever is cleared takes the seat as things stand now.

    Raises: SeatTaken, StateSeated.
    """
    if case.body.choice == "clear":
        check_seat(case.round, case.key.about)


def reviewed(case: Case[ReviewConflict]) -> list[Effect]:
    """P6: cleared, they are seated as by any acceptance; excluded, the next is invited. They are told which.

    Others hear of the decision, or that somebody has come, not of both.
    """
    candidate = case.key.about
    if case.body.choice == "exclude":
        own = news.of(case, "conflict_excluded", about=candidate, concerned=[candidate])
        return [*own, *news.of(case, "conflict_decided", about=candidate)]
    effects = seated(case, candidate)
    own = news.of(case, "conflict_cleared", about=candidate, concerned=[candidate])
    decided = news.of(case, "conflict_decided", about=candidate, besides=[candidate])
    known = [candidate, *(p for tell in decided for p in tell.people)]
    come = joined(case.round)
    return [
        *effects,
        *own,
        *decided,
        *(news.of(case, come, about=candidate, besides=known) if come else []),
    ]


KINDS = (
    Kind(
        model=AnswerInvitation,
        place=Place("panel", each="candidate"),
        check_body=check_invitation,
        check=check_seat_open,
        accept=answered,
        news=told,
        lingers="decline",
    ),
    Kind(
        model=ReviewConflict,
        place=Place("panel", optional="conflicts"),
        check_body=check_review,
        check=check_cleared,
        accept=reviewed,
    ),
)
