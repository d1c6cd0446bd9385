"""Questions that are added once the questionnaire has been sent, until the answers freeze: D2."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from rounds import closing
from rounds.state.keys import Key
from rounds.state.round import AddedQuestions, Round
from rounds.steps import additions
from rounds.submissions.interventions import SendBack
from rounds.submissions.questions import AddQuestions, AnswerQuestionnaire, SendQuestionnaire
from tests.rounds.mecigep import MECIGEP
from tests.rounds.scene import CHILE, LEAD, NOW, OFFICER, Verdict, ask, dated, seated, send, sent, verdict

FIRST, ANSWERED = "send_questionnaire:1", "answer_questionnaire:1"
NEW = AddQuestions(questions=("Since when?", "Why?"))


def asked(round: Round | None = None) -> Round:
    """The questionnaire was sent."""
    round = round or seated()
    ask(round, FIRST, LEAD, role="lead_coordinator")
    send(round, FIRST, SendQuestionnaire(questions=("Who?",)), LEAD)
    ask(round, ANSWERED, "focal_point", role="technical_team")
    return round


@pytest.mark.parametrize(
    ("by", "body", "expected"),
    [
        pytest.param(CHILE, NEW, None, id="D2 an expert"),
        pytest.param(LEAD, NEW, None, id="D2 the lead coordinator"),
        pytest.param(OFFICER, NEW, None, id="D2 the responsible officer"),
        pytest.param("coordinator-1.2", NEW, ("not_yours", ""), id="D2 another coordinator"),
        pytest.param("focal_point", NEW, ("not_yours", ""), id="D2 the beneficiary"),
        pytest.param(
            CHILE, AddQuestions(questions=()), ("nothing_written", "questions"), id="D2 no question"
        ),
        pytest.param(
            CHILE, AddQuestions(questions=(" ",)), ("text_missing", "questions.0"), id="D2 a blank one"
        ),
    ],
)
def test_who_adds_questions(by: str, body: AddQuestions, expected: Verdict) -> None:
    assert verdict(asked(), sent("", body, by)) == expected


def frozen_in(days: float) -> Round:
    round = asked(dated())
    assert round.visit
    round.visit = replace(round.visit, freezes=NOW + timedelta(days=days))
    return round


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        pytest.param(seated, ("nothing_to_add_to", ""), id="D2 before the questionnaire was sent"),
        pytest.param(asked, None, id="D2 without dates nothing freezes"),
        pytest.param(lambda: frozen_in(0.01), None, id="D2 just before the answers freeze"),
        pytest.param(lambda: frozen_in(0), ("questions_too_late", ""), id="D2 when they freeze"),
        pytest.param(lambda: frozen_in(-9), ("questions_too_late", ""), id="D2 long after"),
    ],
)
def test_until_when_questions_are_added(make: Any, expected: Verdict) -> None:
    round = make()
    assert verdict(round, sent("", NEW, CHILE)) == expected
    assert verdict(round, sent("", NEW, officer="officer")) == expected


def test_nothing_is_added_once_the_visit_has_begun_or_where_no_questionnaire_is_asked_d2() -> None:
    round = asked()
    round.step = "visit"
    assert verdict(round, sent("", NEW, CHILE)) == ("questions_too_late", "")
    round = seated()
    round.methodology = MECIGEP
    assert verdict(round, sent("", NEW, CHILE)) == ("nothing_to_add_to", "")


@pytest.mark.parametrize(
    ("way", "by", "straight"),
    [
        pytest.param("sent_on", CHILE, False, id="an expert's, through the lead coordinator"),
        pytest.param("straight", CHILE, True, id="an expert's, straight"),
        pytest.param("sent_on", LEAD, True, id="the lead coordinator's own"),
        pytest.param("sent_on", OFFICER, True, id="the officer's"),
    ],
)
def test_which_way_added_questions_go_is_data_d2(way: Any, by: str, straight: bool) -> None:
    round = asked()
    round.methodology = replace(round.methodology, added_questions=way)
    send(round, "", NEW, by, id="0123456789")
    assert round.added == (AddedQuestions(about="added-01234567", count=2, straight=straight),)
    assert additions.keys("added-01234567") == (
        "send_questionnaire:added-01234567",
        "answer_questionnaire:added-01234567",
    )


@pytest.mark.parametrize(
    ("sent_on", "answers", "expected"),
    [
        pytest.param(None, ("A", "B"), None, id="D2 as they were added"),
        pytest.param(None, ("A",), ("answer_missing", "answers.1"), id="D2 one short"),
        pytest.param(("One?",), ("A",), None, id="D2 as they were sent on"),
        pytest.param(("One?",), ("A", "B"), ("wrong_shape", "answers.1"), id="D2 one too many"),
    ],
)
def test_the_new_questions_alone_are_answered_and_may_be_sent_back_d2_d3(
    sent_on: Any, answers: tuple[str, ...], expected: Verdict
) -> None:
    round = asked()
    send(round, "", NEW, CHILE, id="0123456789")
    on, answered = additions.keys(round.added[0].about)
    if sent_on:
        ask(round, on, LEAD, role="lead_coordinator")
        send(round, on, SendQuestionnaire(questions=sent_on), LEAD)
    ask(round, answered, "focal_point", role="technical_team")
    assert verdict(round, sent(answered, AnswerQuestionnaire(answers=answers), "focal_point")) == expected
    if expected is None:
        send(round, answered, AnswerQuestionnaire(answers=answers), "focal_point")
        send(round, "", SendBack(about=answered, numbers=(1,), comment="Which?"), LEAD)
        assert round.sent_back == (f"{answered}:2",)
        assert str(Key.parse(round.sent_back[0]).first()) == answered
        assert additions.is_added(Key.parse(round.sent_back[0]))


def test_what_was_added_and_is_not_answered_when_the_visit_begins_is_closed_d2() -> None:
    round = asked()
    send(round, "", NEW, LEAD, id="0123456789")
    _, answered = additions.keys(round.added[0].about)
    ask(round, answered, "focal_point", role="technical_team")
    closing.unclarified(round)
    assert round.assignments[answered].state == "closed"
    assert round.assignments[ANSWERED].state == "open"
