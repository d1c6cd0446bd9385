"""Candidates who are added to a seat whose shortlist is used up (P7, P8)."""

from dataclasses import replace

from rounds.methodology.model import Place
from rounds.state import people
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect
from rounds.state.kinds import Kind, by_choice
from rounds.state.people import NamedPerson, Naming
from rounds.steps import warnings
from rounds.steps.panel import SameStateTwice, candidate_named, check_agreement, check_named, wrong_candidate
from rounds.steps.seats import is_free
from rounds.submissions.panel import AddCandidate, AgreeCandidate
from rounds.submissions.refusals import refuse


def check_added(case: BodyCase[AddCandidate]) -> None:
    """An added candidate is as fit as a proposed one (P7, P8).

    Raises: what `wrong_candidate` finds.
    """
    refuse(wrong_candidate(case.methodology, case.country, case.body))


def check_adding(case: Case[AddCandidate]) -> None:
    """P2, P8: an added candidate too comes from a state that was named, and of which no other expert is.

    Raises: StateNotNamed, SameStateTwice, WarningUnacknowledged.
    """
    number, country = people.seat_number(case.key.about), case.body.country
    check_named(case.round, country, "country")
    if not is_free(case.round, number, country):
        raise SameStateTwice(field="country", country=country)
    warnings.check(warnings.of_added(case.round, number, country), case.body.acknowledged)


def added_person(naming: Naming[AddCandidate]) -> tuple[NamedPerson, ...]:
    """The candidate who is added to the seat of the key."""
    seat = people.seat_number(naming.key.about)
    return (candidate_named(people.added_id(naming.key), seat, naming.body),)


def added(case: Case[AddCandidate]) -> list[Effect]:
    """The round knows from where they come."""
    case.round.countries = {**case.round.countries, people.added_id(case.key): case.body.country}
    return []


def candidate_agreed(case: Case[AgreeCandidate]) -> list[Effect]:
    """P8: an added candidate whom the beneficiary agrees is the last of the shortlist."""
    if case.body.choice == "agree":
        seat = case.round.seats[people.seat_number(case.key.about)]
        longer = (*seat.shortlist, people.added_id(case.key))
        case.round.seats[seat.number] = replace(seat, shortlist=longer)
    return []


KINDS = (
    Kind(
        model=AddCandidate,
        place=Place("panel"),
        check_body=check_added,
        check=check_adding,
        accept=added,
        brings=added_person,
    ),
    Kind(
        model=AgreeCandidate,
        place=Place("panel"),
        check_body=check_agreement,
        accept=candidate_agreed,
        news=by_choice({"agree": "candidate_agreed"}),
    ),
)
