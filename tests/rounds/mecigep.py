"""What the tests of MECIGEP's rules share: rounds and bodies of its kind, and verdicts on them."""

from collections.abc import Callable
from typing import Any

from methodologies.loader import methodology
from rounds import rules
from rounds.methodology.model import Methodology
from rounds.state.keys import Key
from rounds.state.round import Assignment, Round
from rounds.submissions.envelope import Sent
from rounds.submissions.fields import facts
from rounds.submissions.panel import ProposePanel, Shortlist
from rounds.submissions.people import Candidate
from rounds.submissions.refusals import Refusal
from tests.rounds.scene import NOW, OFFICER, Verdict, contact

MECIGEP = methodology("mecigep")
TWO = ("long_term_vision", "evaluation")
"""Two of its dimensions."""


def said(ask: Callable[[], object]) -> Verdict:
    """Code and field of the refusal that a rule raises."""
    try:
        ask()
    except Refusal as refusal:
        return refusal.code, refusal.field
    return None


def verdict_on(body: Any, rules_: Methodology = MECIGEP) -> Verdict:
    """What is said of a submission before anything is kept."""
    return said(lambda: rules.check_body(rules_, "JAM", body))


def verdict(round: Round, key: str, body: Any, by: str = OFFICER) -> Verdict:
    """What the round itself says."""
    sent = Sent(id="sent", key=key, by=by, sha256="", body=facts(body))
    return said(lambda: rules.check(round, sent, NOW))


def candidate(country: str, name: str = "") -> Candidate:
    return Candidate(
        name=country,
        email=f"{name or country}@panel.example",
        language="es",
        country=country,
        institution="Ministry",
        points=MECIGEP.profile_points,
    )


def proposal(*seats: tuple[str, ...], coordinators: int = 1, seen: tuple[str, ...] = ()) -> ProposePanel:
    return ProposePanel(
        seats=tuple(
            Shortlist(candidates=tuple(candidate(c, f"{c}-{s}-{n}") for n, c in enumerate(seat)))
            for s, seat in enumerate(seats)
        ),
        coordinators=tuple(contact(f"coordinator{n}") for n in range(coordinators)),
        acknowledged=seen,
    )


def a_round(**changes: Any) -> Round:
    return Round(id="round-mecigep-jam-2027-1", methodology=MECIGEP, country="JAM", opening="o", **changes)


def asked(round: Round, key: str, who: str = OFFICER, role: str = OFFICER) -> Round:
    round.assignments[key] = Assignment(
        key=key, kind=Key.parse(key).kind, role=role, holders=(who,), opened=NOW, state="open"
    )
    return round
