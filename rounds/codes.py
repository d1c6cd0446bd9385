"""Every refusal by its code: those of the rules, which stand beside them, and those of the doors."""

from rounds.clock import extensions
from rounds.interventions import delegation, parking
from rounds.steps import (
    arrangements,
    assessment,
    clarifying,
    panel,
    questions,
    report,
    request,
    visit,
    warnings,
)
from rounds.submissions import refusals

ROOMS = (
    refusals,
    request,
    warnings,
    assessment,
    clarifying,
    delegation,
    extensions,
    parking,
    panel,
    questions,
    visit,
    arrangements,
    report,
)
CODES: dict[str, type[refusals.Refusal]] = {
    refusal.code: refusal
    for room in ROOMS
    for refusal in vars(room).values()
    if isinstance(refusal, type) and issubclass(refusal, refusals.Refusal)
}


def from_code(code: str) -> type[refusals.Refusal] | None:
    """The class of a code; None for a code that no rule has."""
    return CODES.get(code)
