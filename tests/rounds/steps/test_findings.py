"""What working meetings leave, meeting by meeting: findings, challenges, concrete recommendations (V6)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from rounds import accepting, rules
from rounds.schemas import upcast_body
from rounds.state.round import Round
from rounds.steps import findings, resting
from rounds.steps.findings import identified
from rounds.steps.resting import Basis
from rounds.submissions.changes import ReviseAgenda
from rounds.submissions.visit import AddFindings, Finding, RecordFindings, SetAgenda
from tests.rounds.mecigep import MECIGEP
from tests.rounds.scene import (
    CHILE,
    LEAD,
    NOW,
    OFFICER,
    Verdict,
    ask,
    dated,
    send,
    sent,
    session,
    sessions,
    verdict,
    verdict_on,
)

FIRST, SECOND = "1-1100", "2-0900"
"""The working meetings of the agenda below."""
AGENDA = (*sessions(), session("working_meeting", day=2))
OPENS = datetime.fromisoformat("2027-06-07T13:00Z")
NOON = OPENS + timedelta(hours=3)
"""When the first of them is over: it ends at 12:00, and the visit opens at 9:00."""
AFTER = OPENS + timedelta(days=3)
ADDED = AddFindings(found=(Finding(meeting=FIRST, what="finding", text="Many registers"),))


def finding(what: Any, meeting: str = FIRST, **changes: Any) -> Finding:
    return Finding(**{"meeting": meeting, "what": what, "text": f"A {what}", **changes})


THREE = (finding("finding"), finding("challenge"), finding("recommendation"))


def visiting() -> Round:
    """A round whose agenda has two working meetings."""
    round = dated()
    send(round, "set_agenda:1", SetAgenda(sessions=AGENDA), "focal_point")
    return round


def adds(round: Round, now: datetime, body: AddFindings = ADDED, by: str = CHILE) -> None:
    envelope = sent("", identified(body), by)
    rules.check(round, envelope, now)
    accepting.take(round, envelope, now)


def recorded(**changes: Any) -> RecordFindings:
    return identified(RecordFindings(**{"found": THREE, "without": (SECOND,), **changes}))


# ---- during the visit


@pytest.mark.parametrize(
    ("by", "at", "expected"),
    [
        pytest.param(CHILE, NOON, None, id="V6 an expert, once the meeting took place"),
        pytest.param(LEAD, NOON, None, id="V6 the lead coordinator"),
        pytest.param("coordinator-1.2", NOON, None, id="V6 a coordinator"),
        pytest.param(CHILE, NOON - timedelta(minutes=1), ("no_meeting", ""), id="V6 a minute before"),
        pytest.param("focal_point", NOON, ("not_yours", ""), id="V6 the beneficiary"),
        pytest.param(OFFICER, NOON, ("not_yours", ""), id="V6 an officer as a participant"),
    ],
)
def test_whoever_sits_on_the_panel_adds_findings_of_a_meeting_that_took_place(
    by: str, at: datetime, expected: Verdict
) -> None:
    round = visiting()
    assert verdict(round, sent("", ADDED, by), at) == expected
    allowed = findings.recording(round, at)
    sits = by in round.panel()
    assert (expected is None) == (sits and bool(allowed.held) and not allowed.complete)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param((), ("nothing_written", "found"), id="V6 nothing"),
        pytest.param((finding("finding", ""),), ("text_missing", "found.0.meeting"), id="V6 of no meeting"),
        pytest.param((finding("finding", text=" "),), ("text_missing", "found.0.text"), id="V6 no text"),
        pytest.param((finding("finding", "9-0900"),), ("unknown_meeting", "found.0.meeting"), id="V6 none"),
        pytest.param(
            (finding("finding", "1-0800"),), ("unknown_meeting", "found.0.meeting"), id="V6 another session"
        ),
        pytest.param((finding("finding", SECOND),), ("meeting_ahead", "found.0.meeting"), id="V6 tomorrow's"),
    ],
)
def test_what_is_added_is_of_a_meeting_that_took_place(found: Any, expected: Verdict) -> None:
    assert verdict(visiting(), sent("", AddFindings(found=found), CHILE), NOON) == expected


def test_all_that_is_wrong_with_the_meetings_is_said_at_once_v6() -> None:
    body = AddFindings(found=(finding("finding", SECOND), finding("challenge", "9-0900")))
    with pytest.raises(findings.MeetingAhead) as refused:
        rules.check(visiting(), sent("", body, CHILE), NOON)
    assert [(one.code, one.field) for one in refused.value.others] == [("unknown_meeting", "found.1.meeting")]


def test_an_officer_of_the_secretariat_adds_too_v6() -> None:
    assert verdict(visiting(), sent("", ADDED, officer="officer"), NOON) is None


def test_a_methodology_without_working_meetings_takes_no_findings_v6() -> None:
    round = visiting()
    round.methodology = replace(round.methodology, sessions_with_findings=MECIGEP.sessions_with_findings)
    assert verdict(round, sent("", ADDED, CHILE), AFTER) == ("no_meeting", "")


def test_of_an_agenda_that_was_revised_the_meetings_are_those_of_today_v6_v10() -> None:
    round = visiting()
    later = replace(AGENDA[3], starts=AGENDA[5].ends, ends=AGENDA[5].ends.replace(hour=16))
    revised = ReviseAgenda(sessions=(*AGENDA[:3], *AGENDA[4:6], later))
    send(round, "set_agenda:1", revised, "focal_point")
    assert verdict(round, sent("", ADDED, CHILE), AFTER) == ("unknown_meeting", "found.0.meeting")
    assert [findings.code_of(s) for s in findings.held(round, AFTER)] == ["1-1400"]


# ---- complete


def completing() -> Round:
    round = visiting()
    adds(round, NOON)
    ask(round, "record_findings:1", LEAD, role="lead_coordinator")
    return round


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, None, id="V6 of each meeting, or that it found nothing"),
        pytest.param({"without": (), "found": (*THREE, finding("finding", SECOND))}, None, id="V6 of both"),
        pytest.param({"found": (*THREE, finding("finding", ""))}, None, id="V6 of the visit as a whole"),
        pytest.param({"without": ()}, ("meeting_unsaid", "without"), id="V6 a meeting unsaid"),
        pytest.param({"found": (), "without": ()}, ("nothing_written", "found"), id="V6 nothing"),
        pytest.param({"found": (), "without": (FIRST, SECOND)}, None, id="V6 that no meeting found anything"),
        pytest.param(
            {"without": (FIRST, SECOND)}, ("wrong_shape", "without"), id="V6 a meeting with and without"
        ),
        pytest.param(
            {"without": (SECOND, "9-0900")}, ("unknown_meeting", "without"), id="V6 no such meeting"
        ),
        *(
            pytest.param(
                {"found": tuple(f for f in THREE if f.what != what)},
                ("kind_of_finding_missing", "found"),
                id=f"V6 no {what}",
            )
            for what in findings.WHAT
        ),
        pytest.param(
            {"found": (*THREE, finding("finding", id="a"), finding("finding", id="a"))},
            ("wrong_shape", "found.4.id"),
            id="V6 one id twice",
        ),
    ],
)
def test_the_record_of_the_working_meetings(changes: dict[str, Any], expected: Verdict) -> None:
    round = visiting()
    ask(round, "record_findings:1", LEAD, role="lead_coordinator")
    assert verdict(round, sent("record_findings:1", recorded(**changes), LEAD)) == expected


def test_what_was_added_is_worded_anew_and_never_left_out_and_keeps_its_id_v6() -> None:
    round = completing()
    (id,) = round.findings
    left_out = sent("record_findings:1", recorded(), LEAD)
    assert verdict(round, left_out) == ("finding_left_out", "found")
    anew = Finding(id=id, meeting=FIRST, what="finding", text="Three registers")
    whole = recorded(found=(anew, *THREE))
    send(round, "record_findings:1", whole, LEAD)
    assert whole.found[0].id == id
    assert list(round.findings) == [f.id for f in whole.found]
    assert len(set(round.findings)) == 4


def test_a_finding_of_a_meeting_that_left_the_agenda_stays_v6() -> None:
    round = completing()
    (id,) = round.findings
    answer = SetAgenda(sessions=(*AGENDA[:3], *AGENDA[4:]))
    agenda = round.assignments["set_agenda:1"]
    round.assignments["set_agenda:1"] = replace(agenda, answer=answer)
    others = tuple(finding(what, SECOND) for what in findings.WHAT)
    body = identified(
        RecordFindings(found=(Finding(id=id, meeting=FIRST, what="finding", text="X"), *others))
    )
    assert verdict(round, sent("record_findings:1", body, LEAD)) is None


@pytest.mark.parametrize("ended", ["fulfilled", "waived"])
def test_once_they_are_complete_or_left_out_nothing_is_added_v6(ended: Any) -> None:
    round = completing()
    round.assignments["record_findings:1"] = replace(round.assignments["record_findings:1"], state=ended)
    assert verdict(round, sent("", ADDED, CHILE), AFTER) == ("findings_complete", "")


# ---- ids, and what rests on them


def test_an_id_is_drawn_from_what_is_said_and_nobody_takes_anothers_by_adding_v6() -> None:
    (one,) = identified(ADDED).found
    (again,) = identified(identified(ADDED)).found
    assert one == again
    (other,) = identified(AddFindings(found=(replace(one, text="Another"),))).found
    assert other.id != one.id
    kept = identified(RecordFindings(found=(replace(one, text="Another"),))).found[0]
    assert kept.id == one.id


def test_a_recommendation_rests_on_a_finding_as_it_was_worded_last_or_on_a_question_v6() -> None:
    first = identified(ADDED)
    (one,) = first.found
    last = identified(RecordFindings(found=(replace(one, text="Three registers"), finding("challenge"))))
    standing = resting.standing([first, last])
    assert resting.bases(standing, [("question:", ["Who?", "When?"])]) == (
        Basis(ref=f"finding:{one.id}", text="Three registers", what="finding", meeting=FIRST),
        Basis(ref=f"finding:{last.found[1].id}", text="A challenge", what="challenge", meeting=FIRST),
        Basis(ref="question:1", text="Who?"),
        Basis(ref="question:2", text="When?"),
    )


def test_what_was_recorded_in_three_texts_is_three_findings_of_the_whole_visit_v6() -> None:
    old = {"findings": "Many", "challenges": "Few", "recommendations": "One", "kind": "record_findings"}
    body = upcast_body("record_findings", old, 1)
    assert [(f["id"], f["what"], f["text"], f["meeting"]) for f in body["found"]] == [
        ("finding", "finding", "Many", ""),
        ("challenge", "challenge", "Few", ""),
        ("recommendation", "recommendation", "One", ""),
    ]
    assert old.items() <= body.items()


def test_a_record_without_an_agenda_is_of_the_visit_as_a_whole_v6() -> None:
    round = dated()
    ask(round, "record_findings:1", LEAD, role="lead_coordinator")
    body = identified(RecordFindings(found=tuple(finding(what, "") for what in findings.WHAT)))
    assert verdict(round, sent("record_findings:1", body, LEAD), NOW) is None
    assert verdict_on(body) is None
