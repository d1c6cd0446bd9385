"""Who leaves a round, who comes in their place, and where they are written to: P8, V8."""

import pytest

from rounds.state.effects import Close, Readdress, Replace, Resend, Schedule, Seated, Unschedule
from rounds.submissions.interventions import CorrectAddress, LeavePanel, MendAddress, ReplacePerson, SendAgain
from rounds.submissions.questions import WriteQuestions
from tests.rounds.scene import (
    CHILE,
    COLOMBIA,
    LEAD,
    OFFICER,
    SECOND,
    Verdict,
    a_round,
    acceptance,
    ask,
    contact,
    dated,
    invite,
    seated,
    send,
    sent,
    verdict,
    with_panel,
)

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
    assert verdict(seated(), sent("", LeavePanel(reason="New post"), by)) == expected


def test_the_seat_of_who_leaves_is_empty_and_what_they_owed_waits_without_a_clock_p8() -> None:
    round = seated()
    ask(round, "write_questions:expert-1", CHILE, role="expert-1")
    ask(round, "write_questions:expert-2", COLOMBIA, role="expert-2")
    effects = send(round, "", LeavePanel(reason="New post"), CHILE)
    assert effects == [Seated(seat=1, participant=CHILE, left=True)]
    assert (round.seats[1].holder, round.seats[1].left) == ("", (CHILE,))
    assert not round.holders("expert-1")
    left = round.assignments["write_questions:expert-1"]
    assert (left.awaited, left.holders, left.due) == (True, (), None)
    assert round.assignments["write_questions:expert-2"].holders == (COLOMBIA,)
    late = sent("write_questions:expert-1", WriteQuestions(questions=("Who?",)), CHILE)
    assert verdict(round, late) == ("not_yours", "")


def test_the_next_expert_finds_what_the_one_before_owed_p8() -> None:
    round = seated()
    ask(round, "write_questions:expert-1", CHILE, role="expert-1")
    send(round, "", LeavePanel(reason="New post"), CHILE)
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
    effects = send(round, "", LeavePanel(reason="New post"), CHILE)
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
    seat, unknown = ("seat_not_handed_over", "participant"), ("unknown_person", "participant")
    for who, replaced, corrected in (
        (CHILE, seat, None),
        (LEAD, None, None),
        ("focal_point", None, None),
        (OFFICER, None, None),
        (SECOND, unknown, unknown),
    ):
        other = ReplacePerson(participant=who, newcomer=contact("newcomer"))
        address = CorrectAddress(participant=who, email="new@ministry.example")
        assert (who, verdict(round, sent("", other, officer=OFFICER))) == (who, replaced)
        assert (who, verdict(round, sent("", address, officer=OFFICER))) == (who, corrected)


def test_a_newcomer_has_the_roles_and_the_tasks_of_the_other() -> None:
    round = dated()
    ask(round, "send_questionnaire:1", LEAD, role="lead_coordinator")
    ask(round, f"mend_address:{LEAD}:1")
    round.refused_addresses = (LEAD,)
    body = ReplacePerson(participant=LEAD, newcomer=contact("newcomer"))
    effects = send(round, "", body, officer=OFFICER)
    new = f"{LEAD}~2"
    assert round.holders("lead_coordinator") == (new,)
    assert round.holders("coordinator")[0] == new
    assert round.assignments["send_questionnaire:1"].holders == (new,)
    assert effects[0] == Close(key=f"mend_address:{LEAD}:1", state="closed")
    assert [type(e) for e in effects[1:]] == [Unschedule, Schedule, Replace, Schedule]
    assert effects[3] == Replace(old=LEAD, new=new, keys=("send_questionnaire:1",))
    assert effects[4].people == (new,)
    assert LEAD not in round.refused_addresses
    gone = sent("", ReplacePerson(participant=LEAD, newcomer=contact("other")), officer=OFFICER)
    assert verdict(round, gone) == ("unknown_person", "participant")


def test_nobody_takes_an_experts_place_but_the_next_on_the_shortlist_p1_p6_p8() -> None:
    """P1, P6: neither that of who sits on the panel, nor that of who is invited to."""
    round = seated()
    ask(round, "write_questions:expert-1", CHILE, role="expert-1")
    body = ReplacePerson(participant=CHILE, newcomer=contact("newcomer"))
    refused = ("seat_not_handed_over", "participant")
    assert verdict(round, sent("", body, officer=OFFICER)) == refused
    send(round, "", LeavePanel(reason="New post"), CHILE)
    invite(round, SECOND)
    invited = ReplacePerson(participant=SECOND, newcomer=contact("newcomer"))
    assert verdict(round, sent("", invited, officer=OFFICER)) == refused
    assert (round.seats[1].holder, round.seats[1].shortlist) == ("", (CHILE, SECOND))


def test_an_address_that_is_mended_needs_no_mending_any_more() -> None:
    round = a_round()
    round.refused_addresses = ("focal_point",)
    ask(round, "complete_request:1")
    ask(round, "mend_address:focal_point:1")
    body = CorrectAddress(participant="focal_point", email="new@ministry.example")
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
    body = MendAddress(email="new@ministry.example")
    effects = send(round, "mend_address:focal_point:1", body, OFFICER, id="mended")
    assert effects == [
        Close(key="mend_address:focal_point:1", state="fulfilled", submission="mended"),
        Readdress(participant="focal_point", submission="mended", keys=("complete_request:1",)),
    ]
    assert not round.refused_addresses


def test_a_letter_goes_out_once_more() -> None:
    effects = send(a_round(), "", SendAgain(letter="letter-1"), officer=OFFICER, id="again")
    assert effects == [Resend(letter="letter-1", submission="again")]


def test_whose_address_is_corrected_has_the_visit_in_their_calendar_there_too_v8() -> None:
    round = dated()
    body = CorrectAddress(participant=CHILE, email="new@chile.example")
    *_, calendar = send(round, "", body, officer="officer")
    assert isinstance(calendar, Schedule)
    assert (calendar.people, calendar.number) == ((CHILE,), 0)
    other = CorrectAddress(participant="head_of_secretariat", email="new@oas.example")
    assert [type(e) for e in send(round, "", other, officer="officer")] == [Readdress]
