"""What an officer does in somebody's place takes a reason; what answers for them, the proof of it (S9).

In whose place a kind is sent stands in its row (`rounds.state.kinds`). Nothing is asked of what an officer
does for themselves, or for the secretariat.
"""

from collections.abc import Iterator
from typing import get_args

from rounds.registry import KINDS, MODELS
from rounds.state.kinds import StandsIn
from rounds.state.sides import side
from rounds.submissions.envelope import Answer
from rounds.submissions.interventions import LeavePanel
from rounds.submissions.publication import AuthorisePublication, WithdrawPublication
from rounds.submissions.refusals import ProofMissing, ReasonMissing, Refusal, TextTooLong
from store.tables import Participant

Filed = Answer | LeavePanel | AuthorisePublication | WithdrawPublication
FILED = {kind: model for kind, model in MODELS.items() if model in get_args(Filed)}
"""What is sent under its owner's name; why an officer does it stands beside what is sent."""
LONGEST = 2000
"""Characters of a reason that stands beside what is sent."""


def is_own(owner: Participant | None, person_id: str) -> bool:
    """Whether an officer answers for themselves: then nothing has to be proved (S9)."""
    return owner is not None and owner.person_id == person_id and side(owner.role) == "secretariat"


def stands_in(kind: str, *, own: bool = False, role: str = "") -> StandsIn:
    """How an officer stands in for somebody who sends this; `role` is that of whoever it is asked of.

    What belongs to somebody of the secretariat is done in their place as the secretariat's own, but for an
    answer: that is proved whoever owes it.
    """
    row = KINDS[kind]
    how: StandsIn = "answers" if row.is_answer else row.stands_in
    if own or (how == "acts" and role and side(role) == "secretariat"):
        return ""
    return how


def missing(how: StandsIn, reason: str, proof: str, *, at: str = "reason") -> Iterator[Refusal]:
    """What it lacks; `at` is the field of the reason."""
    if how == "answers" and not proof:
        yield ProofMissing(field="proof")
    if how and not reason.strip():
        yield ReasonMissing(field=at)
    if len(reason) > LONGEST and at != "reason":
        yield TextTooLong(field=at, longest=LONGEST)
