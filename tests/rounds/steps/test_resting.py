"""What a recommendation may rest on: nothing but what the round has recorded (W6, V6, D1, D2)."""

from dataclasses import replace
from typing import Any

import pytest

from rounds.state.round import Round
from rounds.steps import additions, resting
from rounds.submissions.assessment import Question, WriteSelfAssessment
from rounds.submissions.questions import AddQuestions, SendQuestionnaire
from rounds.submissions.report import (
    CommentAnswer,
    ConsolidateReport,
    Contribute,
    FinishDraft,
    Recommendation,
    ReviseReport,
)
from tests.rounds.mecigep import MECIGEP
from tests.rounds.scene import CHILE, LEAD, OFFICER, Verdict, ask, dated, send, sent, texts, verdict
from tests.rounds.steps.test_findings import NOON, adds, visiting

STRAIGHT, THROUGH = AddQuestions(questions=("Why?",)), AddQuestions(questions=("Since when?", "By whom?"))


def recommends(*refs: str) -> tuple[Recommendation, ...]:
    return tuple(
        Recommendation(id=f"r{n}", nature="reform", text="One", rests_on=ref) for n, ref in enumerate(refs)
    )


def round_of(found: bool = True) -> tuple[Round, list[str]]:
    """A round with a finding, two questions, and one that was added; every reference that there is."""
    round = visiting() if found else dated()
    if found:
        adds(round, NOON)
    ask(round, "send_questionnaire:1", LEAD, role="lead_coordinator")
    send(round, "send_questionnaire:1", SendQuestionnaire(questions=("Who?", "When?")), LEAD)
    send(round, "", STRAIGHT, OFFICER, id="ab12cd34" * 4)
    there = [f"finding:{id}" for id in round.findings]
    return round, [*there, "question:1", "question:2", "added:ab12cd34-1"]


def test_a_round_knows_what_may_be_rested_on() -> None:
    round, there = round_of()
    assert resting.refs(round) == set(there)
    assert len(there) == 4


def test_d2_what_was_added_counts_once_it_was_sent_on_and_as_it_was_sent_on() -> None:
    round, there = round_of()
    send(round, "", THROUGH, CHILE, id="00ff00ff" * 4)
    assert resting.refs(round) == set(there)
    key = additions.keys(additions.about("00ff00ff" * 4))[0]
    ask(round, key, LEAD, role="lead_coordinator")
    send(round, key, SendQuestionnaire(questions=("Since when?",)), LEAD)
    assert resting.refs(round) == {*there, "added:00ff00ff-1"}


def test_d1_the_questions_of_the_self_assessment_count_where_there_is_one() -> None:
    round = replace(dated(), methodology=MECIGEP)
    questions = tuple(Question(dimension=d, question="Who?") for d in MECIGEP.dimensions[:2])
    a = ask(round, "write_questions:1", OFFICER)
    said = WriteSelfAssessment(questions=questions)
    round.assignments[a.key] = replace(a, kind="write_self_assessment", answer=said)
    assert resting.refs(round) == {"assessed:1", "assessed:2"}


CASES = [
    pytest.param("", None, id="W6 nothing that is recorded"),
    pytest.param("question:2", None, id="W6 D2 a question"),
    pytest.param("added:ab12cd34-1", None, id="W6 D2 one that was added"),
    pytest.param("finding:", None, id="W6 V6 the finding"),
    pytest.param("question:3", "unknown_basis", id="W6 a question that was never asked"),
    pytest.param("question:0", "unknown_basis", id="W6 a question before the first"),
    pytest.param("question:01", "unknown_basis", id="W6 a question written otherwise"),
    pytest.param("added:ab12cd34-2", "unknown_basis", id="W6 an added one that was never asked"),
    pytest.param("added:00000000-1", "unknown_basis", id="W6 one of another addition"),
    pytest.param("finding:00000000", "unknown_basis", id="W6 a finding that nobody recorded"),
    pytest.param("assessed:1", "unknown_basis", id="W6 a self-assessment that there was none of"),
    pytest.param("meeting:1", "unknown_basis", id="W6 something else"),
]
SENT: list[tuple[str, str, Any]] = [
    (f"contribute:{CHILE}", CHILE, Contribute(sections=texts("findings"))),
    ("consolidate_report:1", OFFICER, ConsolidateReport(sections=texts())),
    ("finish_draft:1", OFFICER, FinishDraft(sections=texts())),
    ("revise_report:1", OFFICER, ReviseReport(sections=texts())),
]


@pytest.mark.parametrize(("key", "by", "body"), SENT, ids=[key for key, _, _ in SENT])
@pytest.mark.parametrize(("ref", "code"), CASES)
def test_a_recommendation_rests_on_what_there_is(
    key: str, by: str, body: Any, ref: str, code: str | None
) -> None:
    round, there = round_of()
    ask(round, key, by)
    rests = there[0] if ref == "finding:" else ref
    expected: Verdict = (code, "recommendations.1.rests_on") if code else None
    assert verdict(round, sent(key, replace(body, recommendations=recommends("", rests)), by)) == expected


def test_w6_what_was_rested_on_once_may_be_rested_on_again() -> None:
    round, _ = round_of(found=False)
    ask(round, "consolidate_report:1", OFFICER)
    # As it was accepted before there was a list to hold it against.
    said = ConsolidateReport(sections=texts(), recommendations=recommends("question:9"))
    first = round.assignments["consolidate_report:1"]
    round.assignments[first.key] = replace(first, answer=said, state="fulfilled")
    ask(round, "revise_report:1", OFFICER)
    body = ReviseReport(sections=texts(), recommendations=recommends("question:9"))
    assert verdict(round, sent("revise_report:1", body, OFFICER)) is None


def test_w4_w6_an_answer_that_lacks_and_a_basis_that_is_not_there_are_both_refused() -> None:
    round, _ = round_of()
    ask(round, "revise_report:1", OFFICER)
    answered = (CommentAnswer(on="c1", taken="taken_up"),)
    body = ReviseReport(sections=texts(), recommendations=recommends("question:9"), responses=answered)
    assert verdict(round, sent("revise_report:1", body, OFFICER)) == (
        "unknown_basis",
        "recommendations.0.rests_on",
    )
