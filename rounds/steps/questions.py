"""Technical questions and their answers (D2)."""

from rounds.methodology.model import Methodology
from rounds.state.round import Standing
from rounds.submissions.assessment import AnswerSelfAssessment, WriteSelfAssessment
from rounds.submissions.questions import AnswerQuestionnaire, SendQuestionnaire, WriteQuestions
from rounds.submissions.refusals import NothingWritten, Refusal, WrongShape


class AnswerMissing(Refusal):
    """A question was left without an answer (D2)."""

    code = "answer_missing"


def check_questions(
    _: Methodology, __: str, body: WriteQuestions | SendQuestionnaire | WriteSelfAssessment
) -> None:
    """D1, D2: there is at least one question.

    Raises: NothingWritten.
    """
    if not body.questions:
        raise NothingWritten(field="questions")


def check_answers(_: Methodology, __: str, body: AnswerQuestionnaire | AnswerSelfAssessment) -> None:
    """D1, D2: each question has its answer.

    Raises: AnswerMissing.
    """
    for n, answer in enumerate(body.answers):
        if not answer.strip():
            raise AnswerMissing(field=f"answers.{n}")


def check_complete(at: Standing, body: AnswerQuestionnaire) -> None:
    """D2: as many answers as the questionnaire has questions.

    Raises: AnswerMissing, WrongShape.
    """
    sent = at.round.assignments["send_questionnaire:1"].answer
    asked = len(sent.questions) if isinstance(sent, SendQuestionnaire) else 0
    if len(body.answers) < asked:
        raise AnswerMissing(field=f"answers.{len(body.answers)}")
    if len(body.answers) > asked:
        raise WrongShape(field=f"answers.{asked}")
