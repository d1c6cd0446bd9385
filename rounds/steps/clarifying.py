"""Questions go back to their author, answers go back for clarification; every exchange is kept (D3)."""

from datetime import datetime

from rounds.methodology.model import Methodology
from rounds.state.effects import Effect
from rounds.state.round import Assignment, Round
from rounds.submissions.envelope import Sent
from rounds.submissions.interventions import SendBack
from rounds.submissions.refusals import ChoiceMissing, NotYours, Refusal

CLEAR = ("write_questions", "answer_questionnaire", "answer_self_assessment")
"""The kinds whose questions and answers must be clear."""
SENDS_BACK = ("lead_coordinator", "responsible_officer")


class NothingToSendBack(Refusal):
    """No questions or answers are here, they are with their author already, or it is too late (D3)."""

    code = "nothing_to_send_back"
    conflict = True


class UnknownQuestion(Refusal):
    """There is no question of this number."""

    code = "unknown_question"


def first_key(key: str) -> str:
    """The key under which questions or answers were asked for the first time."""
    return key.partition(".")[0]


def next_key(key: str) -> str:
    """The key under which they are asked for again."""
    base, _, n = key.partition(".")
    return f"{base}.{int(n or 1) + 1}"


def check_numbers(_: Methodology, __: str, body: SendBack) -> None:
    """D3: sending back says which questions or answers.

    Raises: ChoiceMissing.
    """
    if not body.numbers:
        raise ChoiceMissing(field="numbers")


def check(round: Round, sent: Sent, _: datetime) -> None:
    """D3: the secretariat, or the lead coordinator, sends back what was sent in, until the visit.

    Raises: NotYours, NothingToSendBack, UnknownQuestion.
    """
    body = sent.body
    assert isinstance(body, SendBack)
    if not sent.officer and not any(sent.by in round.holders(role) for role in SENDS_BACK):
        raise NotYours
    a = round.assignments.get(body.about)
    if a is None or not _returnable(round, a):
        raise NothingToSendBack(field="about")
    if not set(body.numbers) <= set(range(1, _count(a) + 1)):
        raise UnknownQuestion(field="numbers")


def _returnable(round: Round, a: Assignment) -> bool:
    """Fulfilled, not sent back yet, and of use: questions until they are sent on, answers to the visit."""
    if a.kind not in CLEAR or a.state != "fulfilled" or next_key(a.key) in round.sent_back:
        return False
    sent_on = round.assignments.get("send_questionnaire:1")
    used = a.kind == "write_questions" and sent_on is not None and not sent_on.awaited
    return not used and "preparation" not in round.done


def _count(a: Assignment) -> int:
    return len(getattr(a.answer, "questions", ()) or getattr(a.answer, "answers", ()))


def apply(round: Round, _: Sent, body: SendBack, __: datetime) -> list[Effect]:
    """They are asked for again, under a number of their own."""
    round.sent_back = (*round.sent_back, next_key(body.about))
    return []
