"""Questions sent back to their author, answers sent back for clarification: D3."""

from datetime import datetime

import pytest

from rounds.clock import timers
from rounds.state.batches import Dates
from rounds.state.keys import Key
from rounds.state.round import Assignment, Round, Visit
from rounds.submissions.interventions import SendBack
from rounds.submissions.questions import AnswerQuestionnaire, SendQuestionnaire, WriteQuestions
from tests.rounds.scene import (
    CHILE,
    DAY,
    ENDS,
    LEAD,
    NOW,
    OFFICER,
    RIPSO,
    STARTS,
    Verdict,
    ask,
    seated,
    send,
    sent,
    verdict,
)

ASKED = "write_questions:expert-1"
ANSWERED = "answer_questionnaire:1"


def back(about: str = ASKED, numbers: tuple[int, ...] = (2,), comment: str = "Which year?") -> SendBack:
    return SendBack(about=about, numbers=numbers, comment=comment)


def written() -> Round:
    """The first expert has written two questions."""
    round = seated()
    ask(round, ASKED, CHILE, role="expert-1")
    send(round, ASKED, WriteQuestions(questions=("Who?", "When?")), CHILE)
    return round


def answered() -> Round:
    """The questionnaire was sent and answered."""
    round = written()
    ask(round, "send_questionnaire:1", LEAD, role="lead_coordinator")
    send(round, "send_questionnaire:1", SendQuestionnaire(questions=("Who?", "When?")), LEAD)
    ask(round, ANSWERED, "focal_point", role="technical_team")
    send(round, ANSWERED, AnswerQuestionnaire(answers=("We", "Now")), "focal_point")
    return round


@pytest.mark.parametrize(
    ("by", "body", "expected"),
    [
        pytest.param(LEAD, back(), None, id="D3 the lead coordinator"),
        pytest.param(OFFICER, back(), None, id="D3 the responsible officer"),
        pytest.param(CHILE, back(), ("not_yours", ""), id="D3 the author"),
        pytest.param(LEAD, back(numbers=()), ("choice_missing", "numbers"), id="D3 no number"),
        pytest.param(LEAD, back(numbers=(1, 3)), ("unknown_question", "numbers"), id="D3 too high"),
        pytest.param(LEAD, back(numbers=(0,)), ("unknown_question", "numbers"), id="D3 too low"),
        pytest.param(LEAD, back(comment=" "), ("text_missing", "comment"), id="D3 without a reason"),
        pytest.param(LEAD, back("write_questions:expert-2"), ("nothing_to_send_back", "about"), id="D3 none"),
        pytest.param(LEAD, back("agree_panel:1"), ("nothing_to_send_back", "about"), id="D3 another kind"),
    ],
)
def test_who_sends_questions_back_and_which(by: str, body: SendBack, expected: Verdict) -> None:
    assert verdict(written(), sent("", body, by)) == expected


def test_an_officer_of_the_secretariat_sends_back_too_d3() -> None:
    assert verdict(written(), sent("", back(), officer="officer")) is None


def test_what_is_with_its_author_or_was_sent_on_is_not_sent_back_d3() -> None:
    refused = ("nothing_to_send_back", "about")
    round = written()
    send(round, "", back(), LEAD)
    assert round.sent_back == ("write_questions:expert-1:2",)
    assert verdict(round, sent("", back(), LEAD)) == refused
    round = answered()
    assert verdict(round, sent("", back(), LEAD)) == refused
    assert verdict(round, sent("", back(ANSWERED), LEAD)) is None
    round.step = "visit"
    assert verdict(round, sent("", back(ANSWERED), LEAD)) == refused


def test_questions_that_are_still_with_their_author_are_too_late_once_the_questionnaire_is_sent_d3() -> None:
    round = written()
    send(round, "", back(), LEAD)
    (key,) = round.sent_back
    ask(round, key, CHILE, role="expert-1")
    ask(round, "send_questionnaire:1", LEAD, role="lead_coordinator")
    send(round, "send_questionnaire:1", SendQuestionnaire(questions=("Who?",)), LEAD)
    assert round.assignments[key].state == "closed"
    assert round.assignments[ASKED].state == "fulfilled"


def test_what_is_asked_again_may_be_sent_back_again_d3() -> None:
    round = answered()
    send(round, "", back(ANSWERED), LEAD)
    (key,) = round.sent_back
    ask(round, key, "focal_point", role="technical_team")
    short = sent(key, AnswerQuestionnaire(answers=("We",)), "focal_point")
    assert verdict(round, short) == ("answer_missing", "answers.1")
    send(round, key, AnswerQuestionnaire(answers=("We", "In 2026")), "focal_point")
    send(round, "", back(key, (1,)), LEAD)
    assert round.sent_back == ("answer_questionnaire:2", "answer_questionnaire:3")
    assert [str(Key.parse(k).first()) for k in round.sent_back] == [ANSWERED, ANSWERED]
    assert str(Key.parse(ANSWERED).again()) == "answer_questionnaire:2"


FREEZES = RIPSO.rule("answer_questionnaire")


@pytest.mark.parametrize(
    ("key", "opened", "expected"),
    [
        pytest.param("answer_questionnaire:1", NOW, "freeze", id="D2 asked in time"),
        pytest.param("answer_questionnaire:1", NOW + 2 * DAY, "freeze", id="D2 asked late"),
        pytest.param("answer_questionnaire:2", NOW, "freeze", id="D3 sent back in time"),
        pytest.param("answer_questionnaire:2", NOW + 2 * DAY, "reminder", id="D3 sent back since"),
    ],
)
def test_what_is_sent_back_shortly_before_the_visit_is_open_until_it_begins(
    key: str, opened: datetime, expected: str
) -> None:
    a = Assignment(key=key, kind=FREEZES.kind, role=FREEZES.owner, holders=("x",), opened=opened)
    due = NOW + 10 * DAY
    dates = Dates(key=key, due=due, reminders=(NOW + 3 * DAY,), monthly_from=due + timers.MONTH)
    visit = Visit(starts=STARTS, ends=ENDS, freezes=NOW + DAY)
    moment = timers.next_moment(timers.opened(a, dates), FREEZES, visit)
    assert moment
    assert moment.what == expected
