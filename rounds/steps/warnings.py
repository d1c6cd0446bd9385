"""Warnings: shown to the officer, acknowledged in the same form, recorded with it; they never block."""

from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

from rounds.methodology.model import Methodology
from rounds.state.people import proposal_number
from rounds.state.round import Round, Standing
from rounds.submissions.panel import AddCandidate, ProposePanel
from rounds.submissions.refusals import Refusal
from rounds.submissions.request import ExamineRequest

NOT_IDEAL = "not_ideal"
FEW_COUNTRIES = "few_countries"


class WarningUnacknowledged(Refusal):
    """The officer has not said yet that they go on in spite of a warning."""

    code = "warning_unacknowledged"


def of_stage(methodology: Methodology, stage: str) -> tuple[str, ...]:
    """Q6: the initiative does not stand where a round helps most."""
    return () if not stage or stage in methodology.ideal_stages else (NOT_IDEAL,)


def of_countries(methodology: Methodology, seats: Iterable[set[str]]) -> tuple[str, ...]:
    """P2, P4: the experts may come from fewer countries than the methodology wishes.

    Each seat brings the countries of all its candidates: an alternate may come to sit there.
    """
    fewest = min((len(set(chosen)) for chosen in product(*seats)), default=0)
    return (FEW_COUNTRIES,) if fewest < methodology.limits.peer_countries else ()


def of_added(round: Round, key: str, country: str) -> tuple[str, ...]:
    """P2, P4: the same, for a candidate who is added to a seat."""
    seat = int(proposal_number(key).partition(".")[0])
    others = [
        {round.countries.get(c, "") for c in ((s.holder,) if s.holder else s.shortlist)}
        for n, s in round.seats.items()
        if n != seat
    ]
    return of_countries(round.methodology, [*others, {country}])


def _request(at: Standing, body: ExamineRequest) -> tuple[str, ...]:
    return of_stage(at.round.methodology, at.round.stage) if body.choice == "accept" else ()


def _proposal(at: Standing, body: ProposePanel) -> tuple[str, ...]:
    return of_countries(at.round.methodology, [{c.country for c in s.candidates} for s in body.seats])


def _added(at: Standing, body: AddCandidate) -> tuple[str, ...]:
    return of_added(at.round, at.assignment.key, body.country)


FOUND: dict[type, Callable[[Standing, Any], tuple[str, ...]]] = {
    ExamineRequest: _request,
    ProposePanel: _proposal,
    AddCandidate: _added,
}
"""What there is to warn of, by what is sent."""


def check(at: Standing, body: Any) -> None:
    """P2, P4, Q6: each warning is acknowledged.

    Raises: WarningUnacknowledged, naming it.
    """
    for warning in FOUND[type(body)](at, body):
        if warning not in body.acknowledged:
            raise WarningUnacknowledged(field="acknowledged", warning=warning)
