"""The effects of an assignment's life: it opens, it ends."""

from dataclasses import replace
from datetime import datetime

from rounds.state.effects import Close, Open
from rounds.state.keys import Key
from rounds.state.round import Assignment, Round, State


def opening(round: Round, a: Assignment, again: bool = False) -> Open:
    """The effect that opens an assignment, or passes it to new holders."""
    return Open(
        key=a.key,
        rule=round.rule(a),
        role=a.role,
        holders=a.holders,
        visit_starts=round.visit.starts if round.visit else None,
        visit_ends=round.visit.ends if round.visit else None,
        lead=round.methodology.limits.visit_lead,
        version=a.version,
        sha256=a.sha256,
        again=again,
        paused=a.paused is not None,
        kept=_kept(round, a),
    )


KEEPING = ("complete_request",)
"""Kinds whose date holds when they are asked again: time that was granted is not lost (Q7, Z1)."""


def _kept(round: Round, a: Assignment) -> datetime | None:
    """Q7: until when the note was to come that is now returned."""
    key = Key.parse(a.key)
    before = round.assignments.get(str(replace(key, n=key.n - 1))) if a.kind in KEEPING else None
    return before.due if before else None


def close(round: Round, a: Assignment, state: State, why: str = "") -> Close:
    """End an assignment that nobody answered."""
    round.assignments[a.key] = replace(a, state=state)
    return Close(key=a.key, state=state, links_live=state == "lingering", why=why)
