"""Findings that were recorded by mistake are taken back, until all of them are complete (V6)."""

from dataclasses import replace

import pytest

from rounds.steps import resting, taking_back
from rounds.steps.findings import identified
from rounds.submissions.visit import AddFindings, Finding, RecordFindings, WithdrawFinding
from tests.rounds.scene import CHILE, COLOMBIA, LEAD, Verdict, ask, send, sent, verdict
from tests.rounds.steps.test_findings import ADDED, AFTER, NOON, adds, recorded, visiting

(ONE,) = identified(ADDED).found
BACK = WithdrawFinding(finding=ONE.id, reason="Said of another meeting")


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        pytest.param(CHILE, None, id="V6 whoever recorded it"),
        pytest.param(LEAD, None, id="V6 the lead coordinator"),
        pytest.param(COLOMBIA, ("not_yours", ""), id="V6 another expert, who has recorded nothing"),
        pytest.param("focal_point", ("not_yours", ""), id="V6 the beneficiary"),
    ],
)
def test_it_is_taken_back_by_who_recorded_it_or_leads_the_panel(by: str, expected: Verdict) -> None:
    round = visiting()
    adds(round, NOON)
    assert verdict(round, sent("", BACK, by), AFTER) == expected
    offered = ONE.id in taking_back.own(round, by)
    assert offered == (expected is None)


def test_nobody_takes_back_what_somebody_else_recorded_v6() -> None:
    round = visiting()
    adds(round, NOON)
    adds(round, NOON, AddFindings(found=(replace(ONE, id="", text="Another"),)), by=COLOMBIA)
    assert verdict(round, sent("", BACK, COLOMBIA), AFTER) == ("not_yours", "finding")
    # Recorded once more by another, it is still the first one's.
    adds(round, NOON, by=COLOMBIA)
    assert verdict(round, sent("", BACK, COLOMBIA), AFTER) == ("not_yours", "finding")
    assert verdict(round, sent("", BACK, officer="officer"), AFTER) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(WithdrawFinding(finding=""), ("choice_missing", "finding"), id="V6 none is chosen"),
        pytest.param(WithdrawFinding(finding="0" * 8), ("unknown_finding", "finding"), id="V6 no such"),
    ],
)
def test_what_is_taken_back_is_there_v6(body: WithdrawFinding, expected: Verdict) -> None:
    round = visiting()
    adds(round, NOON)
    assert verdict(round, sent("", body, CHILE), AFTER) == expected


def test_once_taken_back_it_is_left_out_and_cannot_be_taken_back_again_v6() -> None:
    round = visiting()
    adds(round, NOON)
    send(round, "", BACK, CHILE)
    assert (round.findings, round.finders) == ({}, {})
    assert verdict(round, sent("", BACK, CHILE), AFTER) == ("unknown_finding", "finding")
    ask(round, "record_findings:1", LEAD)
    assert verdict(round, sent("record_findings:1", recorded(), LEAD), AFTER) is None


def test_what_is_complete_stays_as_it_is_v6() -> None:
    round = visiting()
    adds(round, NOON)
    ask(round, "record_findings:1", LEAD)
    whole = recorded(found=(*recorded().found, ONE))
    send(round, "record_findings:1", whole, LEAD)
    assert round.finders == {}
    assert verdict(round, sent("", BACK, LEAD), AFTER) == ("findings_complete", "")


def test_what_stands_follows_the_order_in_which_it_was_recorded_and_taken_back_v6() -> None:
    again = identified(ADDED)
    other = Finding(id="f2", what="challenge", text="A law")
    last = RecordFindings(found=(ONE, other))
    assert resting.standing([again, BACK]) == ()
    assert resting.standing([again, BACK, again]) == (ONE,)
    assert resting.standing([again, BACK, last]) == (ONE, other)
