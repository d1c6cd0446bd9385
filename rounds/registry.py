"""All kinds of submission: the rows that steps, clock and interventions declare, and what they make."""

from typing import Any

from rounds.clock import extensions
from rounds.interventions import (
    addresses,
    clocks,
    delegation,
    leaving,
    letters,
    moving,
    papers,
    parking,
    replacing,
    revising,
)
from rounds.methodology.model import Place
from rounds.state.kinds import Kind
from rounds.steps import (
    adding,
    additions,
    announcement,
    arrangements,
    assessment,
    clarifying,
    countersigning,
    findings,
    lessons,
    panel,
    publication,
    questions,
    replies,
    report,
    request,
    seats,
    silence,
    taking_back,
    translation,
    visit,
    windows,
)

ROOMS: tuple[Any, ...] = (
    request,
    assessment,
    panel,
    seats,
    adding,
    questions,
    clarifying,
    additions,
    windows,
    arrangements,
    visit,
    findings,
    taking_back,
    report,
    replies,
    translation,
    lessons,
    publication,
    countersigning,
    announcement,
    extensions,
    silence,
    clocks,
    addresses,
    replacing,
    delegation,
    leaving,
    revising,
    moving,
    papers,
    letters,
    parking,
)
"""Every file that declares kinds, in the order of a round's life."""

KINDS: dict[str, Kind] = {kind.name: kind for room in ROOMS for kind in room.KINDS}
"""Every row by its kind."""
MODELS: dict[str, Any] = {name: kind.model for name, kind in KINDS.items()}
"""What is sent, by its kind."""
PLACES: dict[str, Place] = {name: kind.place for name, kind in KINDS.items() if kind.place}
"""Every kind of assignment, and where it stands in a methodology."""
