"""Whose turn it is, and who is told so: what somebody may read of a round decides (Z6)."""

from rounds.methodology.dossier import may_read
from rounds.methodology.model import REVIEW, Methodology
from rounds.state.sides import people_of

OF_CANDIDATES = ("answer_invitation", "add_candidate", "agree_candidate", REVIEW)
"""Kinds of which whoever hears learns of a candidate: that somebody declined, or declared a conflict."""


def sees_turn(m: Methodology, kind: str, role: str, who: str, step: str) -> bool:
    """Z6: whether a reader is told that this is awaited of that role, as far as it is not their own.

    `who` is a `rounds.methodology.dossier.reader`.
    """
    return may_read(m, "candidates" if kind in OF_CANDIDATES else people_of(role), who, step)
