"""What officers do to a round, and what people do from *my round*: Z1, Z2, P8."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rounds import rules
from rounds.clock import timers
from rounds.state.effects import Close, Tell
from rounds.submissions.interventions import (
    CorrectAddress,
    Extend,
    Pause,
    ReplacePerson,
    Resume,
    SendAgain,
    Waive,
    Withdraw,
)
from rounds.submissions.questions import WriteQuestions
from rounds.submissions.refusals import Refusal
from rounds.submissions.visit import ArrangeInternational, Item
from tests.rounds.scene import (
    CHILE,
    COLOMBIA,
    DAY,
    NOW,
    OFFICER,
    STARTS,
    Verdict,
    a_round,
    ask,
    contact,
    dated,
    reported,
    seated,
    send,
    sent,
    told,
    verdict,
)

DUE = (NOW + 10 * DAY).date()
"""What is asked in these rounds is due on this day at 15:00 in UTC."""


def extend(due: date) -> Extend:
    return Extend(due=due, reason="Asked by telephone")


OFFICERS: list[Any] = [
    extend(DUE + DAY),
    Pause(reason="Election"),
    Resume(),
    Waive(reason="Needless"),
    CorrectAddress(participant="focal_point", email="new@ministry.example"),
    ReplacePerson(participant="focal_point", newcomer=contact("newcomer")),
    SendAgain(letter="letter-1"),
]


@pytest.mark.parametrize("body", OFFICERS, ids=[f"Z1 {body.kind}" for body in OFFICERS])
def test_only_officers_steer(body: Any) -> None:
    round = a_round()
    ask(round, "examine_request:1")
    assert verdict(round, sent("examine_request:1", body, "focal_point")) == ("officers_only", "")


@pytest.mark.parametrize(
    ("due", "now", "expected"),
    [
        pytest.param(DUE + DAY, NOW, None, id="Z1 a day later"),
        pytest.param(DUE, NOW, ("date_not_later", "due"), id="Z1 the day it is due already"),
        pytest.param(DUE - DAY, NOW, ("date_not_later", "due"), id="Z1 a day sooner"),
        pytest.param(
            DUE + DAY, NOW + 12 * DAY, ("date_in_the_past", "due"), id="Z1 overdue, to a day that is past too"
        ),
        pytest.param(DUE + 3 * DAY, NOW + 12 * DAY, None, id="Z1 overdue, to a day to come"),
    ],
)
def test_a_date_is_moved_to_a_later_one_that_is_to_come(due: date, now: Any, expected: Verdict) -> None:
    round = a_round()
    ask(round, "examine_request:1")
    assert verdict(round, sent("examine_request:1", extend(due), officer=OFFICER), now) == expected


def test_an_extension_moves_what_remains_and_its_people_are_told_z1() -> None:
    round = a_round()
    before = ask(round, "examine_request:1")
    effects = send(round, "examine_request:1", extend(DUE + 7 * DAY), officer=OFFICER)
    after = round.assignments["examine_request:1"]
    assert after == replace(timers.shifted(before, 7 * DAY), moved=1)
    assert [(e.kind, e.due, e.tell) for e in effects] == [("move", after.due, (OFFICER,))]


STATES = ["opening", "lingering", "fulfilled", "waived", "expired", "frozen", "closed"]


@pytest.mark.parametrize("body", OFFICERS[:4], ids=[f"Z1 {body.kind}" for body in OFFICERS[:4]])
@pytest.mark.parametrize("state", STATES)
def test_only_what_is_open_is_steered(body: Any, state: str) -> None:
    round = a_round()
    ask(round, "write_questions:expert-1", CHILE, state=state)
    # A page shows it as open a moment before the round knows its dates, which only a waiver can do without.
    expected = None if (state, body.kind) == ("opening", "waive") else ("not_open", "")
    assert verdict(round, sent("write_questions:expert-1", body, officer=OFFICER)) == expected


def test_a_clock_is_stopped_once_and_goes_on_once_z1() -> None:
    round = a_round()
    ask(round, "examine_request:1")
    pause, resume = Pause(reason="Election"), Resume()
    key = "examine_request:1"
    assert verdict(round, sent(key, resume, officer=OFFICER)) == ("not_paused", "")
    send(round, key, pause, officer=OFFICER)
    assert round.assignments[key].paused == NOW
    assert verdict(round, sent(key, pause, officer=OFFICER)) == ("already_paused", "")
    send(round, key, resume, officer=OFFICER)
    assert round.assignments[key].paused is None


def test_the_whole_round_is_paused_and_goes_on_at_once_z1() -> None:
    round = seated()
    ask(round, "write_questions:expert-1", CHILE)
    ask(round, "write_questions:expert-2", COLOMBIA)
    send(round, "write_questions:expert-1", Pause(reason="Leave"), officer=OFFICER)
    moved = send(round, "", Pause(reason="Election"), officer=OFFICER)
    assert [e.key for e in moved if e.kind == "move"] == ["write_questions:expert-2"]
    moved = send(round, "", Resume(), officer=OFFICER)
    assert [(e.key, e.paused) for e in moved if e.kind == "move"] == [
        ("write_questions:expert-1", False),
        ("write_questions:expert-2", False),
    ]
    assert verdict(round, sent("", Resume(), officer=OFFICER)) == ("not_paused", "")


@pytest.mark.parametrize(
    ("key", "holder", "expected"),
    [
        pytest.param("record_findings:1", "coordinator-1.1", None, id="Z1 findings"),
        pytest.param("set_agenda:1", "focal_point", None, id="Z1 the agenda"),
        pytest.param("mark_dates:expert-1:1", CHILE, None, id="Z1 V8 a mark on dates"),
        pytest.param("review_report:1", "focal_point", ("not_waivable", ""), id="Z1 W4 an approval"),
        pytest.param(
            "decide_publication:1", "focal_point", ("not_waivable", ""), id="Z1 X2 an authorisation"
        ),
        pytest.param("agree_panel:1", "focal_point", ("not_waivable", ""), id="Z1 P1 the panel's agreement"),
        pytest.param("answer_invitation:x", "x", ("not_waivable", ""), id="Z1 P6 an undertaking"),
    ],
)
def test_what_may_be_waived(key: str, holder: str, expected: Verdict) -> None:
    round = reported()
    ask(round, key, holder)
    assert verdict(round, sent(key, Waive(reason="Needless"), officer=OFFICER)) == expected


def test_what_is_waived_is_over_and_its_people_are_told_z1() -> None:
    round = seated()
    ask(round, "write_questions:expert-1", CHILE)
    effects = send(round, "write_questions:expert-1", Waive(reason="Ill"), officer=OFFICER, id="waiver")
    assert round.assignments["write_questions:expert-1"].state == "waived"
    assert round.assignments["write_questions:expert-1"].answer is None
    key = "write_questions:expert-1"
    assert effects == [
        Close(key=key, state="waived", submission="waiver"),
        Tell(what="waived", people=(CHILE,), key=key),
    ]
    assert verdict(round, sent("write_questions:expert-1", Waive(reason=" "), officer=OFFICER)) == (
        "text_missing",
        "reason",
    )


@pytest.mark.parametrize(
    ("by", "officer", "expected"),
    [
        pytest.param("focal_point", "", None, id="Z2 the focal point"),
        pytest.param("approver", "", None, id="Z2 the approver"),
        pytest.param("", OFFICER, None, id="Z2 an officer for the beneficiary"),
        pytest.param(CHILE, "", ("not_yours", ""), id="Z2 an expert"),
        pytest.param("technical_team-1", "", ("not_yours", ""), id="Z2 the technical team"),
    ],
)
def test_who_withdraws_a_round(by: str, officer: str, expected: Verdict) -> None:
    round = seated()
    round.roles = {**round.roles, "approver": ("approver",)}
    assert verdict(round, sent("", Withdraw(), by, officer)) == expected


def test_a_withdrawn_round_takes_nothing_more_z2() -> None:
    round = seated()
    ask(round, "write_questions:expert-1", CHILE)
    send(round, "", Withdraw(), "focal_point")
    body = WriteQuestions(questions=("Who?",))
    assert verdict(round, sent("write_questions:expert-1", body, CHILE)) == ("round_is_over", "")
    assert verdict(round, sent("", Withdraw(), "focal_point")) == ("round_is_over", "")


@pytest.mark.parametrize(
    ("by", "officer", "expected"),
    [
        pytest.param("focal_point", "", None, id="Z3 whoever takes part, for themselves"),
        pytest.param("focal_point", OFFICER, ("only_in_person", ""), id="Z3 nobody on their behalf"),
        pytest.param("", OFFICER, ("only_in_person", ""), id="Z3 no officer for nobody"),
    ],
)
def test_who_chooses_a_language(by: str, officer: str, expected: Verdict) -> None:
    if expected is None:
        rules.check_language(by, officer)
        return
    with pytest.raises(Refusal) as refused:
        rules.check_language(by, officer)
    assert (refused.value.code, refused.value.field) == expected


@pytest.mark.parametrize(
    ("waived", "expected"),
    [
        pytest.param(("arrange_international:1", "arrange_local:1"), [], id="V2 nothing was arranged at all"),
        pytest.param(("arrange_local:1",), ["arrangements_complete"], id="V2 the last list is waived"),
    ],
)
def test_a_part_that_is_waived_last_completes_the_whole_v2(
    waived: tuple[str, ...], expected: list[str]
) -> None:
    round = dated()
    if len(waived) == 1:
        items = (Item(what="Flights", owner="The office", by=STARTS, state="done"),)
        send(round, "arrange_international:1", ArrangeInternational(items=items), OFFICER)
    for key in waived:
        send(round, key, Waive(reason="It can wait"), officer="DIS-2")
    assert [what for what in told(round) if what == "arrangements_complete"] == expected
