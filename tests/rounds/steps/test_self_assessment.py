"""Topics, framework, self-assessment, lessons, forms of visit: what MECIGEP has and RIPSO has not."""

from dataclasses import replace
from typing import Any

import pytest

from rounds.methodology.model import Methodology
from rounds.steps import assessment, request, windows
from rounds.submissions.assessment import (
    AgreeFramework,
    AnswerSelfAssessment,
    ProposeFramework,
    Question,
    WriteSelfAssessment,
)
from rounds.submissions.interventions import RecordLessons
from rounds.submissions.panel import NameStates
from rounds.submissions.people import Authority
from rounds.submissions.report import WriteLessons
from rounds.submissions.request import CompleteRequest, OpenRound
from rounds.submissions.visit import ProposeDates, Session, SetAgenda, Window
from tests.rounds.mecigep import MECIGEP, TWO, a_round, asked, said, verdict, verdict_on
from tests.rounds.scene import ENDS, RIPSO, STARTS, Verdict, contact, session


def note(**changes: Any) -> CompleteRequest:
    return CompleteRequest(**{"topic": "coordination", "initiative": "A", "stage": "launch", **changes})


NOTES = [
    pytest.param(note(), None, id="Q2 a topic of the list"),
    pytest.param(note(topic=""), ("text_missing", "topic"), id="Q2 no topic"),
    pytest.param(note(topic="fishing"), ("unknown_topic", "topic"), id="Z4 a topic that is not in the list"),
    pytest.param(note(topic="other"), ("text_missing", "topic_words"), id="Z4 another topic without words"),
    pytest.param(note(topic="other", topic_words="Ports"), None, id="Z4 another topic in words"),
    pytest.param(
        note(countries_of_interest=("CHL",)),
        ("wrong_shape", "countries_of_interest"),
        id="Q3 countries of interest are not asked",
    ),
]


@pytest.mark.parametrize(("body", "expected"), NOTES)
def test_the_note_names_a_topic_q2_z4(body: CompleteRequest, expected: Verdict) -> None:
    assert verdict_on(body) == expected


def authority(*dimensions: str) -> Authority:
    return Authority(name="A", email="a@cabinet.example", language="en", dimensions=dimensions)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        pytest.param(authority("evaluation"), None, id="D1 a dimension of the methodology"),
        pytest.param(authority(), ("choice_missing", "authorities.0.dimensions"), id="D1 no dimension"),
        pytest.param(
            authority("tides"),
            ("unknown_dimension", "authorities.0.dimensions"),
            id="D1 an unknown one",
        ),
    ],
)
def test_authorities_answer_for_dimensions_d1(who: Authority, expected: Verdict) -> None:
    body = OpenRound(
        methodology="mecigep",
        country="JAM",
        institution="Cabinet",
        focal_point=contact("focal"),
        authorities=(who,),
    )
    assert said(lambda: request.check_opening(MECIGEP, body)) == expected


FRAMEWORKS = [
    pytest.param(ProposeFramework(dimensions=TWO), None, id="D4 dimensions of the methodology"),
    pytest.param(ProposeFramework(own=("Trust",)), None, id="D4 a dimension in words"),
    pytest.param(ProposeFramework(), ("nothing_written", "dimensions"), id="D4 no dimension"),
    pytest.param(
        ProposeFramework(dimensions=("tides",)),
        ("unknown_dimension", "dimensions"),
        id="D4 unknown",
    ),
    pytest.param(AgreeFramework(choice="agree"), None, id="D4 agreed"),
    pytest.param(AgreeFramework(choice="changes"), ("comment_missing", "comment"), id="D4 unsaid changes"),
    pytest.param(NameStates(states=("CHL", "URY", "BRA")), None, id="P2 three states"),
    pytest.param(NameStates(), ("nothing_written", "states"), id="P2 no state"),
    pytest.param(
        NameStates(states=("CHL", "URY", "BRA", "PER")), ("too_many_states", "states"), id="P2 four states"
    ),
    pytest.param(
        NameStates(states=("JAM",)), ("expert_from_beneficiary", "states.0"), id="P2 the beneficiary's own"
    ),
    pytest.param(NameStates(states=("ESP",)), ("unknown_country", "states.0"), id="P2 no member state"),
    pytest.param(WriteLessons(lessons=()), ("nothing_written", "lessons"), id="Y3 no lesson"),
    pytest.param(RecordLessons(lessons=("Ask earlier",)), None, id="Y3 a lesson"),
]


@pytest.mark.parametrize(("body", "expected"), FRAMEWORKS)
def test_framework_states_and_lessons_in_themselves(body: Any, expected: Verdict) -> None:
    assert verdict_on(body) == expected


def question(dimension: str) -> Question:
    return Question(dimension=dimension, question="How?")


QUESTIONS = [
    pytest.param(TWO, None, id="D1 a question for each dimension"),
    pytest.param(TWO[:1], ("dimension_unasked", "questions"), id="D1 D4 a dimension without a question"),
    pytest.param((*TWO, "tides"), ("unknown_dimension", "questions.2.dimension"), id="D4 not agreed"),
]


@pytest.mark.parametrize(("dimensions", "expected"), QUESTIONS)
def test_the_self_assessment_asks_about_each_dimension_d1_d4(dimensions: Any, expected: Verdict) -> None:
    round = asked(a_round(framework=TWO), "write_self_assessment:1")
    body = WriteSelfAssessment(questions=tuple(map(question, dimensions)))
    assert verdict(round, "write_self_assessment:1", body) == expected


def test_each_answers_for_their_dimensions_and_the_team_for_the_rest_d1() -> None:
    named = {"authority-1": ("evaluation", "tides"), "authority-2": ("tides",)}
    assert assessment.parts((*TWO, "own-1"), named) == {
        "authority-1": ("evaluation",),
        "technical_team": ("long_term_vision", "own-1"),
    }


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param(("Well",), None, id="D1 each question of one's own"),
        pytest.param((), ("answer_missing", "answers.0"), id="D1 too few"),
        pytest.param(("Well", "Badly"), ("wrong_shape", "answers.1"), id="D1 too many"),
        pytest.param((" ",), ("answer_missing", "answers.0"), id="D1 a blank one"),
    ],
)
def test_answers_are_complete_d1(answers: tuple[str, ...], expected: Verdict) -> None:
    round = a_round(framework=TWO, dimensions={"authority-1": ("evaluation",)})
    asked(round, "write_self_assessment:1")
    written = WriteSelfAssessment(questions=tuple(map(question, TWO)))
    round.assignments["write_self_assessment:1"] = replace(
        round.assignments["write_self_assessment:1"], answer=written, state="fulfilled"
    )
    key = "answer_self_assessment:authority-1"
    asked(round, key, "authority-1", "authority-1")
    assert verdict(round, key, AnswerSelfAssessment(answers=answers), "authority-1") == expected


def meeting(**changes: Any) -> Session:
    return replace(session("bilateral_meeting"), **{"body_met": "Ministry of Finance", **changes})


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        pytest.param((meeting(),), None, id="V5 a meeting with a body of government"),
        pytest.param((meeting(body_met=" "),), ("text_missing", "sessions.0.body_met"), id="V5 with nobody"),
        pytest.param((session("opening_session"),), ("session_kind_missing", "sessions"), id="V5 no meeting"),
        pytest.param(
            (meeting(session="working_meeting"),), ("wrong_shape", "sessions.0.session"), id="V4 RIPSO's"
        ),
    ],
)
def test_a_visit_is_a_row_of_bilateral_meetings_v5(sessions: Any, expected: Verdict) -> None:
    assert verdict_on(SetAgenda(sessions=sessions)) == expected


@pytest.mark.parametrize(
    ("rules_", "form", "expected"),
    [
        pytest.param(MECIGEP, "", None, id="V5 none said"),
        pytest.param(MECIGEP, "videoconference", None, id="V5 by videoconference"),
        pytest.param(MECIGEP, "documents", None, id="V5 by exchange of documents"),
        pytest.param(MECIGEP, "dinner", ("unknown_visit_form", "visit_form"), id="V5 an unknown form"),
        pytest.param(RIPSO, "documents", ("unknown_visit_form", "visit_form"), id="V5 another's"),
    ],
)
def test_the_form_of_the_visit_is_one_of_the_methodologys_v5(
    rules_: Methodology, form: str, expected: Verdict
) -> None:
    body = ProposeDates(windows=(Window(starts=STARTS, ends=ENDS),), visit_form=form)
    assert verdict_on(body, rules_) == expected
    round = asked(replace(a_round(), methodology=rules_), "propose_dates:1")
    round.assignments["propose_dates:1"] = replace(round.assignments["propose_dates:1"], answer=body)
    assert windows.form(round, 1) == (form or rules_.visit_forms[0])
