"""What officers do to a round, and what people do from *my round*: Z1, Z2, P8."""

from datetime import date
from typing import Any

import pytest

from rounds import detour_messages as d
from rounds import messages as m
from rounds import moments
from rounds import steering_messages as s
from rounds.effects import Close, Readdress, Replace, Resend, Schedule, Seated, Unschedule
from tests.rounds.scene import (
    CHILE,
    COLOMBIA,
    DAY,
    NOW,
    OFFICER,
    SECOND,
    Verdict,
    a_round,
    acceptance,
    ask,
    contact,
    dated,
    invite,
    reported,
    seated,
    send,
    sent,
    verdict,
    with_panel,
)

DUE = (NOW + 10 * DAY).date()
"""What is asked in these rounds is due on this day at 15:00 in UTC."""


def extend(due: date) -> s.Extend:
    return s.Extend(due=due, reason="Asked by telephone")


OFFICERS: list[Any] = [
    extend(DUE + DAY),
    s.Pause(reason="Election"),
    s.Resume(),
    s.Waive(reason="Needless"),
    s.CorrectAddress(participant="focal_point", email="new@ministry.example"),
    s.ReplacePerson(participant="focal_point", newcomer=contact("newcomer")),
    s.SendAgain(letter="letter-1"),
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
        pytest.param(DUE, NOW, ("date_in_the_past", "due"), id="Z1 the day it is due already"),
        pytest.param(DUE - DAY, NOW, ("date_in_the_past", "due"), id="Z1 a day sooner"),
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
    assert after == moments.shifted(before, 7 * DAY)
    assert [(e.kind, e.due, e.tell) for e in effects] == [("move", after.due, (OFFICER,))]


STATES = ["opening", "lingering", "fulfilled", "waived", "expired", "frozen", "closed"]


@pytest.mark.parametrize("body", OFFICERS[:4], ids=[f"Z1 {body.kind}" for body in OFFICERS[:4]])
@pytest.mark.parametrize("state", STATES)
def test_only_what_is_open_is_steered(body: Any, state: str) -> None:
    round = a_round()
    ask(round, "write_questions:expert-1", CHILE, state=state)
    assert verdict(round, sent("write_questions:expert-1", body, officer=OFFICER)) == ("not_open", "")


def test_a_clock_is_stopped_once_and_goes_on_once_z1() -> None:
    round = a_round()
    ask(round, "examine_request:1")
    pause, resume = s.Pause(reason="Election"), s.Resume()
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
    send(round, "write_questions:expert-1", s.Pause(reason="Leave"), officer=OFFICER)
    moved = send(round, "", s.Pause(reason="Election"), officer=OFFICER)
    assert [e.key for e in moved] == ["write_questions:expert-2"]
    moved = send(round, "", s.Resume(), officer=OFFICER)
    assert [(e.key, e.paused) for e in moved] == [
        ("write_questions:expert-1", False),
        ("write_questions:expert-2", False),
    ]
    assert verdict(round, sent("", s.Resume(), officer=OFFICER)) == ("not_paused", "")


@pytest.mark.parametrize(
    ("key", "holder", "expected"),
    [
        pytest.param("record_findings:1", "coordinator-1.1", None, id="Z1 findings"),
        pytest.param("set_agenda:1", "focal_point", None, id="Z1 the agenda"),
        pytest.param("mark_dates:1.expert-1", CHILE, None, id="Z1 V8 a mark on dates"),
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
    assert verdict(round, sent(key, s.Waive(reason="Needless"), officer=OFFICER)) == expected


def test_what_is_waived_is_over_and_its_people_are_told_z1() -> None:
    round = seated()
    ask(round, "write_questions:expert-1", CHILE)
    effects = send(round, "write_questions:expert-1", s.Waive(reason="Ill"), officer=OFFICER, id="waiver")
    assert round.assignments["write_questions:expert-1"].state == "waived"
    assert round.assignments["write_questions:expert-1"].answer is None
    assert [(e.kind, getattr(e, "people", ())) for e in effects] == [("close", ()), ("tell", (CHILE,))]
    assert verdict(round, sent("write_questions:expert-1", s.Waive(reason=" "), officer=OFFICER)) == (
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
    assert verdict(round, sent("", s.Withdraw(), by, officer)) == expected


def test_a_withdrawn_round_takes_nothing_more_z2() -> None:
    round = seated()
    ask(round, "write_questions:expert-1", CHILE)
    send(round, "", s.Withdraw(), "focal_point")
    body = m.WriteQuestions(questions=("Who?",))
    assert verdict(round, sent("write_questions:expert-1", body, CHILE)) == ("round_is_over", "")
    assert verdict(round, sent("", s.Withdraw(), "focal_point")) == ("round_is_over", "")


# ---- an expert leaves


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        pytest.param(CHILE, None, id="P8 an expert"),
        pytest.param(SECOND, ("not_yours", ""), id="P8 a candidate who has no seat"),
        pytest.param("focal_point", ("not_yours", ""), id="P8 the focal point"),
        pytest.param("", ("not_yours", ""), id="P8 nobody"),
    ],
)
def test_who_leaves_the_panel(by: str, expected: Verdict) -> None:
    assert verdict(seated(), sent("", s.LeavePanel(reason="New post"), by)) == expected


def test_the_seat_of_who_leaves_is_empty_and_what_they_owed_waits_without_a_clock_p8() -> None:
    round = seated()
    ask(round, "write_questions:expert-1", CHILE, role="expert-1")
    ask(round, "write_questions:expert-2", COLOMBIA, role="expert-2")
    effects = send(round, "", s.LeavePanel(reason="New post"), CHILE)
    assert effects == [Seated(seat=1, participant=CHILE, left=True)]
    assert (round.seats[1].holder, round.seats[1].left) == ("", (CHILE,))
    assert not round.holders("expert-1")
    left = round.assignments["write_questions:expert-1"]
    assert (left.awaited, left.holders, left.due) == (True, (), None)
    assert round.assignments["write_questions:expert-2"].holders == (COLOMBIA,)
    late = sent("write_questions:expert-1", m.WriteQuestions(questions=("Who?",)), CHILE)
    assert verdict(round, late) == ("not_yours", "")


def test_the_next_expert_finds_what_the_one_before_owed_p8() -> None:
    round = seated()
    ask(round, "write_questions:expert-1", CHILE, role="expert-1")
    send(round, "", s.LeavePanel(reason="New post"), CHILE)
    invite(round, SECOND)
    effects = send(round, f"answer_invitation:{SECOND}", acceptance(), SECOND)
    assert [e.kind for e in effects] == ["close", "seated", "open"]
    assert (effects[2].key, effects[2].holders, effects[2].again) == (
        "write_questions:expert-1",
        (SECOND,),
        True,
    )
    assert round.assignments["write_questions:expert-1"].holders == (SECOND,)


def test_calendars_follow_who_leaves_and_who_comes_v8() -> None:
    round = dated()
    effects = send(round, "", s.LeavePanel(reason="New post"), CHILE)
    assert [type(e) for e in effects] == [Unschedule, Schedule, Seated]
    assert (effects[0].number, effects[0].people) == (1, (CHILE,))
    assert (effects[1].number, effects[1].people) == (1, ())
    assert round.visit
    assert round.visit.number == 1
    invite(round, SECOND)
    effects = send(round, f"answer_invitation:{SECOND}", acceptance(), SECOND)
    assert [(e.number, e.people) for e in effects if e.kind == "schedule"] == [(1, (SECOND,))]


# ---- people and addresses


def test_only_who_takes_part_is_replaced_or_has_another_address() -> None:
    round = with_panel()
    invite(round, CHILE)
    for who, expected in ((CHILE, None), ("focal_point", None), (SECOND, ("unknown_person", "participant"))):
        replaced = s.ReplacePerson(participant=who, newcomer=contact("newcomer"))
        corrected = s.CorrectAddress(participant=who, email="new@ministry.example")
        assert verdict(round, sent("", replaced, officer=OFFICER)) == expected
        assert verdict(round, sent("", corrected, officer=OFFICER)) == expected


def test_a_newcomer_has_the_roles_the_seat_and_the_tasks_of_the_other() -> None:
    round = dated()
    ask(round, "write_questions:expert-1", CHILE, role="expert-1")
    ask(round, "mend_address:candidate-1.1.1:1")
    round.refused_addresses = (CHILE,)
    body = s.ReplacePerson(participant=CHILE, newcomer=contact("newcomer"))
    effects = send(round, "", body, officer=OFFICER)
    new = f"{CHILE}~2"
    assert round.seats[1].holder == new
    assert round.holders("expert-1") == (new,)
    assert round.countries[new] == "CHL"
    assert round.assignments["write_questions:expert-1"].holders == (new,)
    assert effects[0] == Close(key="mend_address:candidate-1.1.1:1", state="closed")
    assert [type(e) for e in effects[1:]] == [Unschedule, Schedule, Replace, Schedule]
    assert effects[3] == Replace(old=CHILE, new=new, keys=("write_questions:expert-1",))
    assert effects[4].people == (new,)
    assert CHILE not in round.refused_addresses
    gone = sent("", s.ReplacePerson(participant=CHILE, newcomer=contact("other")), officer=OFFICER)
    assert verdict(round, gone) == ("unknown_person", "participant")


def test_who_takes_the_place_of_an_invited_candidate_answers_that_invitation_p8() -> None:
    round = with_panel()
    invite(round, CHILE)
    body = s.ReplacePerson(participant=CHILE, newcomer=contact("newcomer"))
    send(round, "", body, officer=OFFICER)
    new = f"{CHILE}~2"
    key = f"answer_invitation:{CHILE}"
    assert round.seats[1].shortlist == (CHILE, SECOND)
    assert verdict(round, sent(key, acceptance(), CHILE)) == ("not_yours", "")
    send(round, key, acceptance(), new)
    assert round.seats[1].holder == new
    assert round.seats[2].holder == ""


def test_an_address_that_is_mended_needs_no_mending_any_more() -> None:
    round = a_round()
    round.refused_addresses = ("focal_point",)
    ask(round, "complete_request:1")
    ask(round, "mend_address:focal_point:1")
    body = s.CorrectAddress(participant="focal_point", email="new@ministry.example")
    effects = send(round, "", body, officer=OFFICER, id="corrected")
    assert effects == [
        Close(key="mend_address:focal_point:1", state="closed"),
        Readdress(participant="focal_point", submission="corrected", keys=("complete_request:1",)),
    ]
    assert not round.refused_addresses


def test_the_officer_who_is_asked_mends_an_address() -> None:
    round = a_round()
    round.refused_addresses = ("focal_point",)
    ask(round, "complete_request:1")
    ask(round, "mend_address:focal_point:1")
    body = d.MendAddress(email="new@ministry.example")
    effects = send(round, "mend_address:focal_point:1", body, OFFICER, id="mended")
    assert effects == [
        Close(key="mend_address:focal_point:1", state="fulfilled", submission="mended"),
        Readdress(participant="focal_point", submission="mended", keys=("complete_request:1",)),
    ]
    assert not round.refused_addresses


def test_a_letter_goes_out_once_more() -> None:
    effects = send(a_round(), "", s.SendAgain(letter="letter-1"), officer=OFFICER, id="again")
    assert effects == [Resend(letter="letter-1", submission="again")]
