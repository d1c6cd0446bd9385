"""Technical questions and their answers: D2."""

from typing import Any

import pytest

from rounds.submissions.questions import AnswerQuestionnaire, SendQuestionnaire, WriteQuestions
from tests.rounds.scene import LEAD, Verdict, a_round, ask, seated, send, sent, verdict, verdict_on


@pytest.mark.parametrize("model", [WriteQuestions, SendQuestionnaire], ids=["expert", "coordinator"])
@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        pytest.param(("Who?",), None, id="D2 one question"),
        pytest.param((), ("nothing_written", "questions"), id="D2 no question"),
        pytest.param(("Who?", " "), ("text_missing", "questions.1"), id="D2 an empty question"),
        pytest.param(("x" * 20_000,), None, id="D2 a question of 20 000 characters"),
        pytest.param(("x" * 20_001,), ("text_too_long", "questions.0"), id="D2 a question of 20 001"),
    ],
)
def test_questions(model: Any, questions: tuple[str, ...], expected: Verdict) -> None:
    assert verdict_on(model(questions=questions)) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param(("This", "That"), None, id="D2 an answer to each question"),
        pytest.param(("This", " "), ("answer_missing", "answers.1"), id="D2 a blank answer"),
        pytest.param(("This",), ("answer_missing", "answers.1"), id="D2 an answer too few"),
        pytest.param((), ("answer_missing", "answers.0"), id="D2 no answers"),
        pytest.param(("This", "That", "More"), ("wrong_shape", "answers.2"), id="D2 an answer too many"),
    ],
)
def test_answers_to_two_questions(answers: tuple[str, ...], expected: Verdict) -> None:
    round = seated()
    ask(round, "send_questionnaire:1", LEAD)
    send(round, "send_questionnaire:1", SendQuestionnaire(questions=("Who?", "What?")), LEAD)
    ask(round, "answer_questionnaire:1")
    body = AnswerQuestionnaire(answers=answers)
    assert verdict(round, sent("answer_questionnaire:1", body, "focal_point")) == expected


def test_any_of_the_technical_team_answers_and_the_first_answer_counts_d2() -> None:
    round = seated()
    round.roles = {**round.roles, "technical_team": ("focal_point", "technical_team-1")}
    ask(round, "send_questionnaire:1", LEAD)
    send(round, "send_questionnaire:1", SendQuestionnaire(questions=("Who?",)), LEAD)
    ask(round, "answer_questionnaire:1")
    body = AnswerQuestionnaire(answers=("We",))
    send(round, "answer_questionnaire:1", body, "technical_team-1")
    assert verdict(round, sent("answer_questionnaire:1", body, "focal_point")) == ("already_answered", "")


def test_nobody_answers_questions_that_were_not_sent_d2() -> None:
    body = AnswerQuestionnaire(answers=("We",))
    assert verdict(a_round(), sent("answer_questionnaire:1", body, "focal_point")) == ("not_open", "")
