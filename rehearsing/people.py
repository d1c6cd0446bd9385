"""Who is taken to come, where nobody has been named yet: experts and coordinators with a role for a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from rounds.methodology.model import Methodology
from rounds.state import people
from rounds.state.round import Assignment, Round
from rounds.steps import warnings
from rounds.submissions.panel import AddCandidate, NameStates, ProposePanel, Shortlist
from rounds.submissions.people import Candidate, Contact
from rounds.submissions.request import Note

NOBODY = "rehearsal.invalid"
"""A domain that there is not, and never will be (RFC 2606)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known before anybody has said it: the note and the panel of a file; empty: made up.

    `text` stands for whatever people write, `language` is that of whoever is made up; `now` is the moment.
    """

    text: str
    now: datetime
    language: Any = "en"
    note: Note | None = None
    panel: ProposePanel | None = None


def states(known: Known, round: Round) -> NameStates:
    """The states that experts come from (P2)."""
    most = round.methodology.limits.experts
    proposed = [s.candidates[0].country for s in known.panel.seats if s.candidates] if known.panel else []
    return NameStates(states=tuple(dict.fromkeys(proposed or peers(round)))[:most])


def peers(round: Round) -> Iterator[str]:
    """States that experts may come from, those that were named first."""
    named = dict.fromkeys((*round.states, *round.methodology.states))
    return (state for state in named if state != round.country)


def panel(known: Known, round: Round) -> ProposePanel:
    """The panel that was given, else one candidate a seat, each of another state (P2 to P5)."""
    if known.panel:
        return _acknowledged(round.methodology, known.panel)
    limits = round.methodology.limits
    seats = tuple(
        Shortlist(candidates=(_candidate(known, round.methodology, f"expert-{n}", country),))
        for n, country in enumerate(islice(peers(round), limits.experts), start=1)
    )
    coordinators = tuple(_contact(known, f"coordinator-{n}") for n in range(1, limits.coordinators + 1))
    return _acknowledged(round.methodology, ProposePanel(seats=seats, coordinators=coordinators))


def _acknowledged(rules: Methodology, proposed: ProposePanel) -> ProposePanel:
    """The same, whoever proposes it knowing what there is to warn of."""
    warned = warnings.of_countries(rules, [{c.country for c in seat.candidates} for seat in proposed.seats])
    return ProposePanel(
        seats=proposed.seats,
        coordinators=proposed.coordinators,
        acknowledged=tuple(dict.fromkeys((*proposed.acknowledged, *warned))),
    )


def added(known: Known, round: Round, a: Assignment) -> AddCandidate:
    """One more candidate for a seat whose shortlist is used up, from the state of its first (P8)."""
    number = people.seat_number(a.about)
    country = round.countries[round.seats[number].shortlist[0]]
    who = f"expert-{number}-{a.key.rpartition(':')[2]}"
    c = _candidate(known, round.methodology, who, country)
    return AddCandidate(
        name=c.name,
        email=c.email,
        language=c.language,
        country=c.country,
        institution=c.institution,
        points=c.points,
        acknowledged=warnings.of_added(round, number, country),
    )


def _candidate(known: Known, rules: Methodology, who: str, country: str) -> Candidate:
    contact = _contact(known, who)
    return Candidate(
        name=contact.name,
        email=contact.email,
        language=contact.language,
        country=country,
        institution=known.text,
        points=rules.profile_points,
    )


def _contact(known: Known, who: str) -> Contact:
    return Contact(name=f"({who})", email=f"{who}@{NOBODY}", language=known.language)
