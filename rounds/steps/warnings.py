"""Warnings: shown to the officer, acknowledged in the same form, recorded with it; they never block."""

from collections.abc import Iterable
from itertools import product

from rounds.methodology.model import Methodology
from rounds.state.round import Round
from rounds.submissions.refusals import Refusal

NOT_IDEAL = "not_ideal"
FEW_COUNTRIES = "few_countries"
DAY_OFF = "day_off"
OTHER_COUNTRY = "other_country"
"""Somebody comes from another country than was known of them: rules see no addresses, the api asks (P7)."""


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


def of_added(round: Round, number: int, country: str) -> tuple[str, ...]:
    """P2, P4: the same, for a candidate who is added to the seat of this number."""
    others = [
        {round.countries.get(c, "") for c in ((seat.holder,) if seat.holder else seat.shortlist)}
        for n, seat in round.seats.items()
        if n != number
    ]
    return of_countries(round.methodology, [*others, {country}])


def check(found: tuple[str, ...], acknowledged: tuple[str, ...]) -> None:
    """P2, P4, Q6: each warning is acknowledged.

    Raises: WarningUnacknowledged, naming it.
    """
    for warning in found:
        if warning not in acknowledged:
            raise WarningUnacknowledged(field="acknowledged", warning=warning)
