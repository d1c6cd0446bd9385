"""A declared conflict of interest is reviewed before whoever declared it takes a seat (P6)."""

from rounds.methodology.model import REVIEW
from rounds.state import people
from rounds.state.round import Round, Standing
from rounds.steps import panel
from rounds.submissions.panel import AnswerInvitation, ReviewConflict
from rounds.submissions.refusals import ReasonMissing


def key(candidate: str) -> str:
    """The key of the review of a candidate's statement."""
    return f"{REVIEW}:{candidate}"


def candidate(key: str) -> str:
    """Whose statement a review is about."""
    return people.proposal_number(key)


def is_reviewed(round: Round, body: AnswerInvitation) -> bool:
    """P6: whether this acceptance seats nobody before somebody has looked at its statement."""
    return body.conflict == "possible" and round.methodology.asks(REVIEW)


def check_answer(_: object, __: str, body: ReviewConflict) -> None:
    """P6: excluding gives a reason.

    Raises: ReasonMissing.
    """
    if body.choice == "exclude" and not body.reason.strip():
        raise ReasonMissing(field="reason")


def check_reviewed(at: Standing, body: ReviewConflict) -> None:
    """P6, P8: whoever is cleared takes the seat as things stand now.

    Raises: SeatTaken, SameStateTwice.
    """
    if body.choice == "clear":
        panel.check_seat(at.round, candidate(at.assignment.key))
