"""MECIGEP's file says what docs/methodology.md says, number by number."""

import re

import pytest

from methodologies.loader import methodology
from rounds.methodology.model import Limits
from tests.methodologies.test_ripso import ROWS, TEXT, clock, table

MECIGEP = methodology("mecigep")
OWN = {
    "the secretariat proposes the framework (M)": ("propose_framework",),
    "the beneficiary agrees the framework, names the states (M)": ("agree_framework", "name_states"),
    "the secretariat writes the self-assessment (M)": ("write_self_assessment",),
    "the beneficiary answers the self-assessment (M)": ("answer_self_assessment",),
    "the coordinator notes the lessons (M)": ("write_lessons",),
}
"""The rows of the table that are MECIGEP's alone."""
ASKED = [
    (what, kind) for what, kinds in {**ROWS, **OWN}.items() for kind in kinds if kind in MECIGEP.assignments
]


@pytest.mark.parametrize(("what", "kind"), [pytest.param(w, k, id=f"Z1 {k}") for w, k in ASKED])
def test_a_clock_is_that_of_the_table(what: str, kind: str) -> None:
    time, reminders = table()[what]
    rule = MECIGEP.rule(kind)
    assert clock(rule) in time.split("; ")
    assert rule.reminders == tuple(map(int, re.findall(r"\d+", reminders)))


def test_every_kind_has_a_row_but_for_what_arises_from_trouble() -> None:
    told = {kind for _, kind in ASKED}
    assert set(MECIGEP.assignments) - told == {"ready_visit", "mend_address", "decide_extension"}


def test_steps_come_in_the_order_of_the_methodology() -> None:
    (order,) = re.findall(r"^- MECIGEP: ([a-z,\- ]+);", TEXT, re.MULTILINE)
    named = [step.removesuffix(" questionnaire").replace("-", "_") for step in order.split(", ")]
    assert MECIGEP.steps == tuple(named)


def test_the_limits_are_those_of_the_rules_p2_p3_q5_v8() -> None:
    assert MECIGEP.limits == Limits(
        countries_of_interest=0,
        reference_documents=4,
        experts=3,
        experts_least=1,
        peer_countries=2,
        coordinators=1,
        visit_days_least=1,
        visit_days_most=5,
        visit_lead=15,
        silence_months=12,
        extension_days=180,
        visit_ready=7,
        papers=200,
    )
    assert MECIGEP.distinct_states


def test_fifteen_topics_four_sections_three_forms_of_visit_z4_w3_v5_p7_q6() -> None:
    (row,) = re.findall(r"^\| Z4 \| M \| Topics: (.+?)\. Participants", TEXT, re.MULTILINE)
    assert len(MECIGEP.topics) == len(row.split("; "))
    assert "other" in MECIGEP.topics
    assert MECIGEP.sections == ("findings", "recommendations", "cooperation_needs", "reform_challenges")
    assert MECIGEP.records == {"recommendations": "recommendations", "needs": "cooperation_needs"}
    assert MECIGEP.visit_forms == ("on_site", "videoconference", "documents")
    assert (MECIGEP.sessions_needed, MECIGEP.sessions_with_body) == (("bilateral_meeting",),) * 2
    assert (MECIGEP.profile_points, MECIGEP.ideal_stages) == (("subject_experience",), ("launch",))


def test_its_secretariat_is_another_whose_panel_drafts_the_report_q7_w2() -> None:
    assert MECIGEP.secretariat == "DGPE"
    assert {MECIGEP.rule(kind).owner for kind in ("consolidate_report", "revise_report")} == {
        "lead_coordinator"
    }


def test_what_is_ripsos_alone_is_not_asked_d2_v2_v6() -> None:
    asked = {"write_questions", "arrange_international", "record_findings"}
    assert asked.isdisjoint(MECIGEP.assignments)
