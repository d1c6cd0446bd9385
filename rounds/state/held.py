"""An assignment as one participant sees it: what pages offer and what rules allow ask the same of it."""

from dataclasses import dataclass
from typing import Any

from rounds.state.case import Case
from rounds.state.people import is_delegate


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Read from the state, or from the assignment's row.

    `by` is the participant, `holds` whether they may do it; `personal`: nobody else may do it for them.
    `delegates` do it beside its owner now, of `most` who may.
    """

    kind: str
    state: str
    by: str
    holds: bool
    personal: bool
    paused: bool
    delegates: tuple[str, ...] = ()
    most: int = 0


def held(case: Case[Any]) -> Held:
    """What the submission is about, as its sender sees it.

    Raises: NotOpen when there is no such assignment.
    """
    a = case.assignment
    return Held(
        kind=a.kind,
        state=a.state,
        by=case.sent.by,
        holds=case.sent.by in a.holders,
        personal=case.round.rule(a).personal,
        paused=a.paused is not None,
        delegates=tuple(h for h in a.holders if is_delegate(h)),
        most=case.round.methodology.limits.delegates,
    )
