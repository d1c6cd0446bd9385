"""The panel as it is proposed and agreed: its size and make-up (P1 to P5, P7)."""

from collections.abc import Iterator

from rounds.methodology.model import Methodology, Place
from rounds.state import people
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect
from rounds.state.kinds import Kind, by_choice
from rounds.state.people import NamedPerson, Naming
from rounds.state.round import Round, Seat
from rounds.steps import warnings
from rounds.submissions.fields import WRITTEN
from rounds.submissions.panel import AgreeCandidate, AgreePanel, NameStates, ProposePanel
from rounds.submissions.people import Candidate
from rounds.submissions.refusals import (
    CommentMissing,
    NothingWritten,
    Refusal,
    UnknownCountry,
    WrongShape,
    found,
    refuse,
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


def check_proposal(case: BodyCase[ProposePanel]) -> None:
    """P2 to P5, P7: as many seats and coordinators as the methodology says, each candidate fit for one.

    Raises: WrongNumberOfSeats, WrongNumberOfCoordinators, ShortlistEmpty, SamePersonTwice,
    SameStateTwice, and what `wrong_candidate` finds.
    """
    refuse(_wrong_proposal(case))


def _wrong_proposal(case: BodyCase[ProposePanel]) -> Iterator[Refusal]:
    body, limits = case.body, case.methodology.limits
    if not limits.experts_least <= len(body.seats) <= limits.experts:
        yield WrongNumberOfSeats(field="seats", number=_span(limits.experts_least, limits.experts))
    for s, shortlist in enumerate(body.seats):
        if not shortlist.candidates:
            yield ShortlistEmpty(field=f"seats.{s}.candidates")
        for c, candidate in enumerate(shortlist.candidates):
            yield from wrong_candidate(
                case.methodology, case.country, candidate, f"seats.{s}.candidates.{c}."
            )
    if len(body.coordinators) != limits.coordinators:
        yield WrongNumberOfCoordinators(field="coordinators", number=limits.coordinators)
    yield from _named_twice(body)
    if case.methodology.distinct_states:
        yield from _state_twice(body)


def _span(least: int, most: int) -> str:
    return str(most) if least == most else f"{least}–{most}"  # noqa: RUF001 - the dash of a span


def _state_twice(body: ProposePanel) -> Iterator[Refusal]:
    """P2: the first candidates come from a state each. An alternate's state is looked at when they accept."""
    seen: set[str] = set()
    for s, shortlist in enumerate(body.seats):
        country = shortlist.candidates[0].country if shortlist.candidates else ""
        if country and country in seen:
            yield SameStateTwice(field=f"seats.{s}.candidates.0.country", country=country)
        seen.add(country)


def _named_twice(body: ProposePanel) -> Iterator[Refusal]:
    """P4, P5: nobody is proposed twice. Not told of facts, whose addresses are marks."""
    seen: set[str] = set()
    named = {
        f"seats.{s}.candidates.{c}.email": candidate.email
        for s, shortlist in enumerate(body.seats)
        for c, candidate in enumerate(shortlist.candidates)
    } | {f"coordinators.{n}.email": contact.email for n, contact in enumerate(body.coordinators)}
    for field, address in named.items():
        if address != WRITTEN and address.casefold() in seen:
            yield SamePersonTwice(field=field)
        seen.add(address.casefold())


def wrong_candidate(
    methodology: Methodology, country: str, body: Candidate, path: str = ""
) -> Iterator[Refusal]:
    """P4: an official of another member state; P7: each point of the profile confirmed.

    UnknownCountry, ExpertFromBeneficiary, WrongShape for a point of no profile, ProfileUnchecked.
    """
    if body.country not in methodology.states:
        yield UnknownCountry(field=f"{path}country", country=body.country)
    if body.country == country:
        yield ExpertFromBeneficiary(field=f"{path}country")
    if set(body.points) - set(methodology.profile_points):
        yield WrongShape(field=f"{path}points")
    missing = [p for p in methodology.profile_points if p not in body.points]
    if missing:
        yield ProfileUnchecked(field=f"{path}points", point=missing[0])


def check_states(case: BodyCase[NameStates]) -> None:
    """P2: the beneficiary names other member states, at most one for each seat.

    Raises: NothingWritten, TooManyStates, UnknownCountry, ExpertFromBeneficiary.
    """
    refuse(_wrong_states(case))


def _wrong_states(case: BodyCase[NameStates]) -> Iterator[Refusal]:
    if not case.body.states:
        yield NothingWritten(field="states")
    if len(set(case.body.states)) > case.methodology.limits.experts:
        yield TooManyStates(field="states", most=case.methodology.limits.experts)
    for n, state in enumerate(case.body.states):
        if state not in case.methodology.states:
            yield UnknownCountry(field=f"states.{n}", country=state)
        if state == case.country:
            yield ExpertFromBeneficiary(field=f"states.{n}")


def states_named(case: Case[NameStates]) -> list[Effect]:
    """P2: experts come from these states."""
    case.round.states = case.body.states
    return []


def check_named(round: Round, country: str, field: str) -> None:
    """P2: a candidate comes from a state that the beneficiary named, if it was asked.

    Raises: StateNotNamed.
    """
    if round.states and country not in round.states:
        raise StateNotNamed(field=field, country=country)


def check_proposed(case: Case[ProposePanel]) -> None:
    """P2, P4: candidates of the states that were named; warnings are acknowledged.

    Raises: StateNotNamed, WarningUnacknowledged.
    """
    countries = [{c.country for c in seat.candidates} for seat in case.body.seats]
    warned = warnings.of_countries(case.round.methodology, countries)
    refuse((*_unnamed(case), *found(warnings.check, warned, case.body.acknowledged)))


def _unnamed(case: Case[ProposePanel]) -> Iterator[Refusal]:
    for s, shortlist in enumerate(case.body.seats):
        for c, candidate in enumerate(shortlist.candidates):
            yield from found(check_named, case.round, candidate.country, f"seats.{s}.candidates.{c}.country")


def proposed_people(naming: Naming[ProposePanel]) -> tuple[NamedPerson, ...]:
    """The candidates by seat, and the coordinators, of whom the first leads (P4, P5)."""
    candidates = [
        candidate_named(people.candidate_id(naming.key.n, seat, n), seat, candidate)
        for seat, shortlist in enumerate(naming.body.seats, start=1)
        for n, candidate in enumerate(shortlist.candidates, start=1)
    ]
    coordinators = [
        NamedPerson(
            id=people.coordinator_id(naming.key.n, n),
            role="lead_coordinator" if n == 1 else "coordinator",
            contact=contact,
        )
        for n, contact in enumerate(naming.body.coordinators, start=1)
    ]
    return (*candidates, *coordinators)


def candidate_named(id: str, seat: int, candidate: Candidate) -> NamedPerson:
    """Somebody who is asked to take this seat."""
    return NamedPerson(
        id=id,
        role="candidate",
        contact=candidate,
        country=candidate.country,
        institution=candidate.institution,
        seat=seat,
    )


def proposed(case: Case[ProposePanel]) -> list[Effect]:
    """The round knows from where each of them comes."""
    naming = Naming(id=case.sent.id, key=case.key, by=case.sent.by, body=case.body)
    new = {p.id: p.country for p in proposed_people(naming)}
    case.round.countries = {**case.round.countries, **new}
    return []


def check_agreement(case: BodyCase[AgreePanel | AgreeCandidate]) -> None:
    """P1: asking for changes says which.

    Raises: CommentMissing.
    """
    if case.body.choice == "changes" and not case.body.comment.strip():
        raise CommentMissing(field="comment")


def agreed(case: Case[AgreePanel]) -> list[Effect]:
    """P1: the panel is formed jointly; only now are there seats."""
    round, number = case.round, case.key.n
    proposal = round.assignments[str(case.key.of("propose_panel"))].answer
    if case.body.choice == "agree" and isinstance(proposal, ProposePanel):
        round.seats = _seats(number, proposal)
        named = range(1, len(proposal.coordinators) + 1)
        coordinators = tuple(people.coordinator_id(number, n) for n in named)
        round.roles = {**round.roles, "coordinator": coordinators, "lead_coordinator": coordinators[:1]}
    return []


def _seats(number: int, proposal: ProposePanel) -> dict[int, Seat]:
    """The seats that the proposal of this number makes, all empty."""
    return {
        n: Seat(
            number=n,
            shortlist=tuple(
                people.candidate_id(number, n, c) for c, _ in enumerate(shortlist.candidates, start=1)
            ),
        )
        for n, shortlist in enumerate(proposal.seats, start=1)
    }


KINDS = (
    Kind(
        model=NameStates,
        place=Place("panel", optional="states"),
        check_body=check_states,
        accept=states_named,
    ),
    Kind(
        model=ProposePanel,
        place=Place("panel"),
        check_body=check_proposal,
        check=check_proposed,
        accept=proposed,
        brings=proposed_people,
    ),
    Kind(
        model=AgreePanel,
        place=Place("panel"),
        check_body=check_agreement,
        accept=agreed,
        news=by_choice({"agree": "panel_agreed"}),
    ),
)
