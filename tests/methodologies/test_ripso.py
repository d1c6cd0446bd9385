"""RIPSO's file says what docs/methodology.md says, number by number."""

import re
from pathlib import Path
from typing import Any

import pytest

from methodologies.loader import methodology
from rounds.methodology.model import AssignmentRule, Limits

RIPSO = methodology("ripso")
TEXT = (Path(__file__).parents[2] / "docs" / "methodology.md").read_text("utf-8")

ROWS: dict[str, tuple[str, ...]] = {
    "the secretariat examines the request": ("examine_request",),
    "the beneficiary completes the request": ("complete_request",),
    "the beneficiary confirms the note of an officer": ("confirm_note",),
    "the secretariat proposes the panel": ("propose_panel",),
    "the beneficiary agrees the panel": ("agree_panel", "agree_candidate"),
    "a candidate answers the invitation": ("answer_invitation",),
    "the secretariat adds a candidate": ("add_candidate",),
    "the secretariat reviews a declared conflict of interest": ("review_conflict",),
    "each expert reads and asks (R)": ("write_questions",),
    "the lead coordinator sends the questionnaire (R)": ("send_questionnaire",),
    "the technical team answers (R)": ("answer_questionnaire",),
    "the secretariat proposes dates; each participant marks them": ("propose_dates", "mark_dates"),
    "agenda and arrangements": ("set_agenda", "arrange_international", "arrange_local"),
    "the findings of the working meetings": ("record_findings",),
    "each expert contributes to the report": ("contribute",),
    "the secretariat consolidates": ("consolidate_report",),
    "the beneficiary reviews the report": ("review_report",),
    "the secretariat revises": ("revise_report",),
    "each expert reads a draft": ("comment_draft",),
    "the writer finishes the draft": ("finish_draft",),
    "the report is translated": ("translate_report",),
    "a translation is reviewed": ("review_translation",),
    "the beneficiary decides on publication": ("decide_publication",),
    "an officer countersigns the authorisation to publish": ("countersign_publication",),
    "the announcement of a published report is agreed, side by side in turn": ("agree_announcement",),
    "an officer decides on a silent round": ("decide_silence",),
}
"""The kinds of assignment that each row of the table is about; rows of MECIGEP alone have none here."""

OF_BENEFICIARY = ("alternate_contact", "responsible_officer", "head_of_secretariat")
OF_EXPERT = ("lead_coordinator", "responsible_officer", "head_of_secretariat")
SILENCE: dict[str, dict[str, Any]] = {
    "examine_request": {"escalate_to": ("head_of_secretariat",)},
    "complete_request": {"escalate_to": ("responsible_officer", "head_of_secretariat"), "ends_after": 6},
    "confirm_note": {"escalate_to": ("responsible_officer", "head_of_secretariat"), "ends_after": 6},
    "propose_panel": {"escalate_to": ("head_of_secretariat",)},
    "agree_panel": {"escalate_to": OF_BENEFICIARY},
    "agree_candidate": {"escalate_to": OF_BENEFICIARY},
    "answer_invitation": {"silence": "next", "escalate_to": ()},
    "add_candidate": {"escalate_to": ("head_of_secretariat",)},
    "review_conflict": {"escalate_to": ("head_of_secretariat",)},
    "write_questions": {"escalate_to": OF_EXPERT},
    "answer_questionnaire": {"freezes": 5},
    "contribute": {"escalate_to": OF_EXPERT},
    "comment_draft": {"silence": "pass", "escalate_to": ()},
    "review_translation": {"escalate_to": OF_BENEFICIARY},
    "review_report": {"ends_after": 0},
    "decide_publication": {"ends_after": 12},
}
"""What the last column of the table comes to."""


def table() -> dict[str, tuple[str, str]]:
    """Time and reminders by what is waited for."""
    part = TEXT.partition("## Deadlines")[2]
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \| [^|]+? \|$", part, re.MULTILINE)
    return {what: (time, reminders) for what, time, reminders in rows[1:]}


def test_every_row_of_the_table_is_known() -> None:
    of_mecigep = {what for what in table() if "(M)" in what or "self-assessment" in what}
    assert set(table()) == {*ROWS, *of_mecigep}


def test_every_kind_has_a_row_but_for_what_arises_from_trouble() -> None:
    told = {kind for kinds in ROWS.values() for kind in kinds}
    assert set(RIPSO.assignments) - told == {"ready_visit", "mend_address", "decide_extension"}


def clock(rule: AssignmentRule) -> str:
    """A clock in the words of the table."""
    unit = {"working": "wd", "calendar": "d"}[rule.clock.unit]
    return {
        "opening": f"{rule.clock.count} {unit}",
        "before_visit": f"up to {rule.clock.count} {unit} before the visit",
        "after_visit": f"{rule.clock.count} {unit} after the visit",
    }[rule.clock.counted_from]


@pytest.mark.parametrize(
    ("what", "kind"), [pytest.param(what, kind, id=f"Z1 {kind}") for what in ROWS for kind in ROWS[what]]
)
def test_a_clock_is_that_of_the_table(what: str, kind: str) -> None:
    time, reminders = table()[what]
    rule = RIPSO.rule(kind)
    assert clock(rule) in time.split("; ")
    assert rule.reminders == tuple(map(int, re.findall(r"\d+", reminders)))


@pytest.mark.parametrize("kind", [pytest.param(kind, id=f"Z1 {kind}") for kind in SILENCE])
def test_silence_means_what_the_table_says(kind: str) -> None:
    rule = RIPSO.rule(kind)
    assert {name: getattr(rule, name) for name in SILENCE[kind]} == SILENCE[kind]


def test_every_delay_is_told_to_somebody_but_what_silence_settles_z1() -> None:
    unheard = {kind for kind, rule in RIPSO.assignments.items() if not rule.escalate_to}
    assert unheard == {"answer_invitation", "comment_draft", "decide_publication"}


def test_more_time_is_had_for_the_asking_but_for_approvals_and_what_arises_from_trouble_z1() -> None:
    without = {kind for kind, rule in RIPSO.assignments.items() if not rule.slack}
    approvals = {"review_report", "decide_publication"}
    assert without == {*approvals, "ready_visit", "mend_address", "decide_extension", "decide_silence"}


def test_all_that_is_held_falls_silent_after_a_year_and_an_officer_decides_z8() -> None:
    falls = {kind: rule.quiet_after for kind, rule in RIPSO.assignments.items() if rule.quiet_after != 12}
    assert falls == {
        "complete_request": 0,  # lapses
        "confirm_note": 0,  # lapses
        "answer_invitation": 0,  # the next is invited
        "comment_draft": 0,  # passes
        "decide_publication": 0,  # stays internal
        "agree_announcement": 0,  # there is none
        "decide_silence": 3,
    }


def test_the_limits_are_those_of_the_rules_q4_q5_p4_p5_v3_v8() -> None:
    assert RIPSO.limits == Limits(
        countries_of_interest=2,
        reference_documents=4,
        experts=2,
        coordinators=2,
        visit_days_least=3,
        visit_days_most=5,
        visit_lead=15,
        experts_least=2,
        peer_countries=2,
        silence_months=12,
        extension_days=180,
        papers=200,
        visit_ready=7,
        report_pages=20,
    )


def test_steps_come_in_the_order_of_the_methodology() -> None:
    (order,) = re.findall(r"^- RIPSO: ([a-z, ]+)\.", TEXT, re.MULTILINE)
    assert RIPSO.steps == tuple(order.split(", "))


def test_six_kinds_of_session_four_sections_three_points_v4_w3_p7_q6() -> None:
    assert RIPSO.sessions == (
        "opening_session",
        "initiative_presentation",
        "similar_experiences",
        "working_meeting",
        "in_depth_interviews",
        "internal_panel_session",
    )
    assert RIPSO.sections == ("round_description", "findings", "recommendations", "cooperation_needs")
    assert RIPSO.records == {"recommendations": "recommendations", "needs": "cooperation_needs"}
    assert "other" in RIPSO.topics
    assert RIPSO.profile_points == ("technical_profile", "managing_teams", "similar_initiatives")
    assert RIPSO.ideal_stages == ("design", "reform")


def test_the_secretariats_calendar_is_washingtons_z1() -> None:
    assert (RIPSO.secretariat, RIPSO.calendar, RIPSO.time_zone) == ("DIS", "USA", "America/New_York")


def test_the_dates_are_found_in_fifteen_working_days_at_most_v8() -> None:
    search = [RIPSO.rule(kind).clock.count for kind in ("propose_dates", "mark_dates")]
    assert sum(search) <= 15
