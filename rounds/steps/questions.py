"""Technical questions and their answers (D2)."""

from rounds.methodology.model import Place
from rounds.state.assignments import close
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect
from rounds.state.keys import Key
from rounds.state.kinds import Kind, always
from rounds.state.round import Round
from rounds.submissions.assessment import AnswerSelfAssessment, WriteSelfAssessment
from rounds.submissions.questions import (
    AddQuestions,
    AnswerQuestionnaire,
    SendQuestionnaire,
    WriteQuestions,
)
from rounds.submissions.refusals import NothingWritten, Refusal, WrongShape, refuse

QUESTIONNAIRE = str(Key("send_questionnaire", n=1))


class AnswerMissing(Refusal):
    """A question was left without an answer (D2)."""

    code = "answer_missing"


def check_questions(
    case: BodyCase[WriteQuestions | AddQuestions | SendQuestionnaire | WriteSelfAssessment],
) -> None:
    """D1, D2: there is at least one question.

    Raises: NothingWritten.
    """
    if not case.body.questions:
        raise NothingWritten(field="questions")


def check_answers(case: BodyCase[AnswerQuestionnaire | AnswerSelfAssessment]) -> None:
    """D1, D2: each question has its answer.

    Raises: AnswerMissing.
    """
    empty = (n for n, answer in enumerate(case.body.answers) if not answer.strip())
    refuse(AnswerMissing(field=f"answers.{n}") for n in empty)


def check_count(answers: tuple[str, ...], asked: int) -> None:
    """D1, D2: as many answers as there are questions.

    Raises: AnswerMissing, WrongShape.
    """
    if len(answers) < asked:
        raise AnswerMissing(field=f"answers.{len(answers)}")
    if len(answers) > asked:
        raise WrongShape(field=f"answers.{asked}")


def check_complete(case: Case[AnswerQuestionnaire]) -> None:
    """D2: the whole questionnaire is answered.

    Raises: AnswerMissing, WrongShape.
    """
    check_count(case.body.answers, asked(case.round, case.key))


def asked(round: Round, answers: Key) -> int:
    """How many questions these answers are about: of the questionnaire, or of what was added to it (D2)."""
    sent = round.assignments.get(str(answers.first().of("send_questionnaire")))
    if sent and isinstance(sent.answer, SendQuestionnaire):
        return len(sent.answer.questions)
    return next((added.count for added in round.added if added.about == answers.about), 0)


def sent_on(case: Case[SendQuestionnaire]) -> list[Effect]:
    """D3: questions that are still with their author come too late for the questionnaire."""
    rest = [a for a in case.round.open_assignments() if a.kind == "write_questions"]
    return [close(case.round, a, "closed") for a in rest]


KINDS = (
    Kind(
        model=WriteQuestions,
        place=Place("preparation", optional="questionnaire", dispensable=True, each="expert"),
        check_body=check_questions,
    ),
    Kind(
        model=SendQuestionnaire,
        place=Place("preparation", optional="questionnaire", dispensable=True),
        check_body=check_questions,
        accept=sent_on,
        news=always("questionnaire_sent"),
    ),
    Kind(
        model=AnswerQuestionnaire,
        place=Place("preparation", optional="questionnaire", dispensable=True),
        check_body=check_answers,
        check=check_complete,
        news=always("answers_arrived"),
    ),
)
