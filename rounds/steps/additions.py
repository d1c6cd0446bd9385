"""Questions that come up once the questionnaire has been sent, until the answers freeze (D2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from rounds.methodology.model import Methodology
from rounds.state.case import Case
from rounds.state.effects import Effect
from rounds.state.keys import Key
from rounds.state.kinds import Kind
from rounds.state.people import seat_number
from rounds.state.round import AddedQuestions, Round
from rounds.steps.clarifying import SENDS_BACK, is_prepared
from rounds.steps.questions import QUESTIONNAIRE, check_questions
from rounds.submissions.questions import AddQuestions
from rounds.submissions.refusals import NotYours, Refusal

ADDED = "added-"
"""Before what tells one addition from the others, in the keys of what asks it."""
SHORT = 8
"""So much of a submission's id tells what was added in it from the rest."""


class NothingToAddTo(Refusal):
    """The questionnaire has not been sent: its questions are still being written (D2)."""

    code = "nothing_to_add_to"
    conflict = True


class QuestionsTooLate(Refusal):
    """The time for answers is over (D2)."""

    code = "questions_too_late"
    conflict = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Adding:
    """How far a round is with its questionnaire: sent at all, its answers frozen."""

    sent: bool
    frozen: bool


def adding(round: Round, now: datetime) -> Adding:
    """The same, of its state."""
    questionnaire = round.assignments.get(QUESTIONNAIRE)
    freezes = round.visit.freezes if round.visit else None
    over = is_prepared(round.methodology.steps, round.step)
    return Adding(
        sent=questionnaire is not None and questionnaire.state == "fulfilled",
        frozen=over or (freezes is not None and freezes <= now),
    )


def check_may_add(now: Adding, roles: Collection[str]) -> None:
    """D2: an expert, or whoever leads the panel or looks after the round, until the answers freeze.

    Raises: NotYours, NothingToAddTo, QuestionsTooLate.
    """
    if not any(role in SENDS_BACK or seat_number(role) for role in roles):
        raise NotYours
    if not now.sent:
        raise NothingToAddTo
    if now.frozen:
        raise QuestionsTooLate


def check_added(case: Case[AddQuestions]) -> None:
    """D2: the same, of the round as it stands; an officer of the secretariat may.

    Raises: what `check_may_add` raises.
    """
    roles = SENDS_BACK if case.sent.officer else case.round.roles_of(case.sent.by)
    check_may_add(adding(case.round, case.now), roles)


def goes_straight(methodology: Methodology, roles: Collection[str]) -> bool:
    """D2: whether the beneficiary is asked at once; an expert's go the way that the methodology says."""
    return methodology.added_questions == "straight" or not any(seat_number(role) for role in roles)


def about(submission: str) -> str:
    """What the assignments are about that ask what was added in a submission."""
    return f"{ADDED}{submission[:SHORT]}"


def is_added(key: Key) -> bool:
    """Whether an assignment asks what was added."""
    return key.about.startswith(ADDED)


def keys(about: str) -> tuple[str, str]:
    """By what added questions are sent on, and by what they are answered."""
    return str(Key("send_questionnaire", about)), str(Key("answer_questionnaire", about))


def added(case: Case[AddQuestions]) -> list[Effect]:
    """D2: they are sent on, or asked at once; the first questions and their answers stand."""
    roles = () if case.sent.officer else case.round.roles_of(case.sent.by)
    new = AddedQuestions(
        about=about(case.sent.id),
        count=len(case.body.questions),
        straight=goes_straight(case.round.methodology, roles),
    )
    case.round.added = (*case.round.added, new)
    return []


KINDS = (
    Kind(
        model=AddQuestions,
        check_body=check_questions,
        check=check_added,
        accept=added,
    ),
)
