"""The panel: its size and make-up, invitations, and seats (P1 to P8)."""

from dataclasses import replace

from rounds.methodology.model import Methodology
from rounds.state import people
from rounds.state.round import Round, Seat, Standing
from rounds.steps import warnings
from rounds.submissions.fields import WRITTEN
from rounds.submissions.panel import (
    AddCandidate,
    AgreeCandidate,
    AgreePanel,
    AnswerInvitation,
    NameStates,
    ProposePanel,
)
from rounds.submissions.people import Candidate
from rounds.submissions.refusals import (
    CommentMissing,
    NothingWritten,
    ReasonMissing,
    Refusal,
    UnknownCountry,
    WrongShape,
)


class WrongNumberOfSeats(Refusal):
    """Not the number of experts of the methodology (P2, P4)."""

    code = "wrong_number_of_seats"


class WrongNumberOfCoordinators(Refusal):
    """Not the number of coordinators of the methodology (P3, P5)."""

    code = "wrong_number_of_coordinators"


class TooManyStates(Refusal):
    """More states than the panel has seats for experts (P2)."""

    code = "too_many_states"


class StateNotNamed(Refusal):
    """A candidate from a state that the beneficiary did not name (P2)."""

    code = "state_not_named"


class SameStateTwice(Refusal):
    """Two experts from one state, where each comes from another (P2)."""

    code = "same_state_twice"


class ShortlistEmpty(Refusal):
    """A seat without a candidate (P4)."""

    code = "shortlist_empty"


class ExpertFromBeneficiary(Refusal):
    """No expert comes from the beneficiary's country (P2, P4)."""

    code = "expert_from_beneficiary"


class ProfileUnchecked(Refusal):
    """A point of a candidate's profile was not confirmed (P7)."""

    code = "profile_unchecked"


class SamePersonTwice(Refusal):
    """One address stands for two places on the panel."""

    code = "same_person_twice"


class UndertakingMissing(Refusal):
    """Accepting needs the ad honorem undertaking, the institution's agreement and the statement (P6)."""

    code = "undertaking_missing"


class SeatTaken(Refusal):
    """Another candidate accepted first (P8)."""

    code = "seat_taken"
    conflict = True


def check_proposal(methodology: Methodology, country: str, body: ProposePanel) -> None:
    """P2 to P5, P7: as many seats and coordinators as the methodology says, each candidate fit for one.

    Raises: WrongNumberOfSeats, WrongNumberOfCoordinators, ShortlistEmpty, SamePersonTwice,
    SameStateTwice, and what `check_candidate` raises.
    """
    limits = methodology.limits
    if not limits.experts_least <= len(body.seats) <= limits.experts:
        raise WrongNumberOfSeats(field="seats", number=_span(limits.experts_least, limits.experts))
    if len(body.coordinators) != limits.coordinators:
        raise WrongNumberOfCoordinators(field="coordinators", number=limits.coordinators)
    for s, shortlist in enumerate(body.seats):
        if not shortlist.candidates:
            raise ShortlistEmpty(field=f"seats.{s}.candidates")
        for c, candidate in enumerate(shortlist.candidates):
            check_candidate(methodology, country, candidate, f"seats.{s}.candidates.{c}.")
    _check_once(body)
    if methodology.distinct_states:
        _check_distinct(body)


def _span(least: int, most: int) -> str:
    return str(most) if least == most else f"{least}–{most}"  # noqa: RUF001 - the dash of a span


def _check_distinct(body: ProposePanel) -> None:
    """P2: the first candidates come from a state each. An alternate's state is looked at when they accept."""
    seen: set[str] = set()
    for s, shortlist in enumerate(body.seats):
        country = shortlist.candidates[0].country
        if country in seen:
            raise SameStateTwice(field=f"seats.{s}.candidates.0.country", country=country)
        seen.add(country)


def _check_once(body: ProposePanel) -> None:
    """P4, P5: nobody is proposed twice. Not told of facts, whose addresses are marks."""
    seen: set[str] = set()
    named = {
        f"seats.{s}.candidates.{c}.email": candidate.email
        for s, shortlist in enumerate(body.seats)
        for c, candidate in enumerate(shortlist.candidates)
    } | {f"coordinators.{n}.email": contact.email for n, contact in enumerate(body.coordinators)}
    for field, address in named.items():
        if address != WRITTEN and address.casefold() in seen:
            raise SamePersonTwice(field=field)
        seen.add(address.casefold())


def check_candidate(methodology: Methodology, country: str, body: Candidate, path: str = "") -> None:
    """P4: an official of another member state; P7: each point of the profile confirmed.

    Raises: UnknownCountry, ExpertFromBeneficiary, WrongShape for a point of no profile, ProfileUnchecked.
    """
    if body.country not in methodology.states:
        raise UnknownCountry(field=f"{path}country", country=body.country)
    if body.country == country:
        raise ExpertFromBeneficiary(field=f"{path}country")
    if set(body.points) - set(methodology.profile_points):
        raise WrongShape(field=f"{path}points")
    missing = [p for p in methodology.profile_points if p not in body.points]
    if missing:
        raise ProfileUnchecked(field=f"{path}points", point=missing[0])


def check_added(methodology: Methodology, country: str, body: AddCandidate) -> None:
    """An added candidate is as fit as a proposed one (P7, P8)."""
    check_candidate(methodology, country, body)


def check_states(methodology: Methodology, country: str, body: NameStates) -> None:
    """P2: the beneficiary names other member states, at most one for each seat.

    Raises: NothingWritten, TooManyStates, UnknownCountry, ExpertFromBeneficiary.
    """
    if not body.states:
        raise NothingWritten(field="states")
    if len(set(body.states)) > methodology.limits.experts:
        raise TooManyStates(field="states", most=methodology.limits.experts)
    for n, state in enumerate(body.states):
        if state not in methodology.states:
            raise UnknownCountry(field=f"states.{n}", country=state)
        if state == country:
            raise ExpertFromBeneficiary(field=f"states.{n}")


def check_proposed(at: Standing, body: ProposePanel) -> None:
    """P2, P4: candidates of the states that were named; warnings are acknowledged.

    Raises: StateNotNamed, WarningUnacknowledged.
    """
    for s, shortlist in enumerate(body.seats):
        for c, candidate in enumerate(shortlist.candidates):
            _check_named(at.round, candidate.country, f"seats.{s}.candidates.{c}.country")
    warnings.check(at, body)


def check_adding(at: Standing, body: AddCandidate) -> None:
    """P2, P8: an added candidate too comes from a state that was named, and of which no other expert is.

    Raises: StateNotNamed, SameStateTwice, WarningUnacknowledged.
    """
    _check_named(at.round, body.country, "country")
    seat = int(people.proposal_number(at.assignment.key).partition(".")[0])
    if not _is_free(at.round, seat, body.country):
        raise SameStateTwice(field="country", country=body.country)
    warnings.check(at, body)


def _check_named(round: Round, country: str, field: str) -> None:
    if round.states and country not in round.states:
        raise StateNotNamed(field=field, country=country)


def _is_free(round: Round, number: int, country: str) -> bool:
    """P2: whether an expert of this state may take this seat, as the other seats are taken."""
    taken = {round.countries.get(s.holder, "") for n, s in round.seats.items() if n != number and s.holder}
    return not (round.methodology.distinct_states and country in taken)


def may_sit(round: Round, seat: Seat, candidate: str) -> bool:
    """P2: whether a candidate may take this seat, as the other seats are taken."""
    return _is_free(round, seat.number, round.countries.get(candidate, ""))


def check_agreement(_: Methodology, __: str, body: AgreePanel | AgreeCandidate) -> None:
    """P1: asking for changes says which.

    Raises: CommentMissing.
    """
    if body.choice == "changes" and not body.comment.strip():
        raise CommentMissing(field="comment")


def check_invitation(_: Methodology, __: str, body: AnswerInvitation) -> None:
    """P6: accepting records three undertakings; declining records a reason.

    Raises: ReasonMissing, UndertakingMissing.
    """
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
    for field, there in given.items():
        if not there:
            raise UndertakingMissing(field=field)


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


def check_seat_open(at: Standing, body: AnswerInvitation) -> None:
    """P8: the first acceptance wins. Raises: what `check_seat` raises."""
    if body.choice == "accept":
        check_seat(at.round, *at.assignment.holders)


def check_seat(round: Round, candidate: str) -> None:
    """P8: a seat is taken once, and the limits hold when two accept at the same moment (P2).

    Raises: SeatTaken, SameStateTwice.
    """
    seat = seat_of(round, candidate)
    if seat.holder:
        raise SeatTaken
    if not may_sit(round, seat, candidate):
        raise SameStateTwice(country=round.countries[candidate])


def proposed_seats(key: str, body: ProposePanel) -> dict[int, Seat]:
    """The seats that a proposal makes, all empty."""
    return {
        n: Seat(
            number=n,
            shortlist=tuple(
                people.candidate_id(key, n, c) for c, _ in enumerate(shortlist.candidates, start=1)
            ),
        )
        for n, shortlist in enumerate(body.seats, start=1)
    }


def coordinators(key: str, body: ProposePanel) -> tuple[str, ...]:
    """The ids of the proposed coordinators, the lead first."""
    return tuple(people.coordinator_id(key, n) for n, _ in enumerate(body.coordinators, start=1))


def left(seat: Seat) -> Seat:
    """The seat after its holder has left it (P8)."""
    return replace(seat, holder="", left=(*seat.left, seat.holder))
