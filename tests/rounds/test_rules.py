"""What a round says of any answer, whatever its kind; and that every refusal has a code of its own."""

from dataclasses import replace
from typing import get_args

import pytest

from methodologies.loader import methodology, names
from rounds import rules
from rounds.codes import CODES, from_code
from rounds.registry import KINDS, MODELS, PLACES, ROOMS
from rounds.submissions.envelope import Answer, Intervention
from rounds.submissions.refusals import Refusal, Refused, as_data
from rounds.submissions.request import ExamineRequest
from rounds.submissions.visit import SetAgenda
from tests.rounds.scene import (
    NOW,
    OFFICER,
    RIPSO,
    Verdict,
    a_round,
    ask,
    dated,
    send,
    sent,
    sessions,
    verdict,
)

ACCEPT = ExamineRequest(choice="accept")


@pytest.mark.parametrize(
    ("key", "by", "officer", "expected"),
    [
        pytest.param("examine_request:1", OFFICER, "", None, id="the owner answers"),
        pytest.param("examine_request:1", OFFICER, "DIS-2", None, id="an officer files it for the owner"),
        pytest.param("examine_request:1", "focal_point", "", ("not_yours", ""), id="somebody else answers"),
        pytest.param(
            "examine_request:1", "focal_point", "DIS-2", ("not_yours", ""), id="filed for somebody else"
        ),
        pytest.param("examine_request:2", OFFICER, "", ("not_open", ""), id="nothing of the kind is open"),
        pytest.param("complete_request:1", "focal_point", "", ("wrong_kind", ""), id="another kind"),
    ],
)
def test_who_may_answer_what(key: str, by: str, officer: str, expected: Verdict) -> None:
    round = a_round()
    ask(round, "examine_request:1")
    ask(round, "complete_request:1")
    assert verdict(round, sent(key, ACCEPT, by, officer)) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("opening", None),
        ("open", None),
        ("lingering", None),
        ("waived", ("not_open", "")),
        ("expired", ("not_open", "")),
        ("frozen", ("not_open", "")),
        ("closed", ("not_open", "")),
    ],
)
def test_an_answer_is_taken_while_its_links_live(state: str, expected: Verdict) -> None:
    round = a_round()
    ask(round, "examine_request:1", state=state)
    assert verdict(round, sent("examine_request:1", ACCEPT, OFFICER)) == expected


def test_the_second_answer_of_two_is_refused_and_changes_nothing() -> None:
    round = a_round()
    ask(round, "examine_request:1")
    send(round, "examine_request:1", ACCEPT, OFFICER)
    before = (dict(round.assignments), dict(round.handled))
    decline = ExamineRequest(choice="decline", reason="Late")
    assert verdict(round, sent("examine_request:1", decline, OFFICER)) == ("already_answered", "")
    assert (round.assignments, round.handled) == before


@pytest.mark.parametrize(
    "ended", [{"outcome": "internal"}, {"withdrawn": True}], ids=["closed", "withdrawn Z2"]
)
def test_a_round_that_is_over_takes_nothing(ended: dict[str, object]) -> None:
    round = a_round()
    ask(round, "examine_request:1")
    for name, value in ended.items():
        setattr(round, name, value)
    assert verdict(round, sent("examine_request:1", ACCEPT, OFFICER)) == ("round_is_over", "")


def test_what_is_wrong_in_itself_is_said_before_who_may_say_it() -> None:
    round = a_round()
    body = ExamineRequest(choice="decline")
    assert verdict(round, sent("examine_request:9", body, "nobody")) == ("reason_missing", "reason")


@pytest.mark.parametrize("kind", PLACES)
def test_every_answer_is_an_assignment_of_a_methodology(kind: str) -> None:
    assert {name for name in names() if methodology(name).asks(kind)}


def test_the_undertaking_the_review_and_the_decision_are_given_in_person_p6_w4_x2() -> None:
    personal = {kind for kind, rule in RIPSO.assignments.items() if rule.personal}
    assert personal == {
        "answer_invitation",
        "review_report",
        "decide_publication",
        "countersign_publication",
    }


def test_the_unions_that_are_written_out_are_those_of_the_rows() -> None:
    answers = {kind.model for kind in KINDS.values() if kind.is_answer}
    assert set(get_args(Answer)) == answers
    assert set(get_args(Intervention)) == set(MODELS.values()) - answers


def test_a_kind_stands_in_one_row_under_the_name_that_travels() -> None:
    rows = [kind.name for room in ROOMS for kind in room.KINDS]
    assert len(rows) == len(set(rows)) == len(KINDS)


def _all(of: type[Refusal]) -> list[type[Refusal]]:
    return [kind for direct in of.__subclasses__() for kind in (direct, *_all(direct))]


def test_every_refusal_has_a_code_of_its_own_and_is_found_by_it() -> None:
    codes = [refusal.code for refusal in _all(Refusal)]
    assert len(codes) == len(set(codes))
    assert {from_code(code) for code in codes} == set(_all(Refusal))
    assert set(codes) <= set(CODES)
    assert from_code("no_such_code") is None


def test_a_refusal_travels_as_plain_values() -> None:
    refusal = Refusal(field="due", due=NOW.date(), most=2)
    assert as_data(refusal) == Refused("refused", "due", (("due", "2027-03-01"), ("most", "2")))


def test_all_that_only_the_round_knows_to_be_wrong_is_said_at_once_v4_v8() -> None:
    round = dated()
    far = tuple(replace(s, day=9, participants=("nobody",)) for s in sessions())
    with pytest.raises(Refusal) as refused:
        rules.check(round, sent("set_agenda:1", SetAgenda(sessions=far), "focal_point"), NOW)
    said = [(one.code, one.field) for one in (refused.value, *refused.value.others)]
    assert said[:3] == [
        ("session_outside_visit", "sessions.0.day"),
        ("nobody_of_the_round", "sessions.0.participants"),
        ("session_outside_visit", "sessions.1.day"),
    ]
    assert len(said) == 2 * len(far)
    assert as_data(refused.value).all == (as_data(refused.value),)
