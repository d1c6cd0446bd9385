"""The request: Q1 to Q7, Z4."""

from dataclasses import asdict, replace
from typing import Any

import pytest

from rounds.state import assignments
from rounds.state.round import Assignment
from rounds.steps import request, warnings
from rounds.submissions.refusals import Refusal
from rounds.submissions.request import CompleteRequest, ConfirmNote, Document, ExamineRequest, OpenRound
from tests.rounds.scene import (
    NOW,
    RIPSO,
    Verdict,
    a_round,
    ask,
    contact,
    note,
    opening,
    send,
    told,
    verdict_on,
)

WEB = Document(title="Site", url="https://example.org")
FILE = Document(title="Paper", file="0" * 32)

NOTES = [
    pytest.param({}, None, id="Q3 Q5 a note without documents"),
    pytest.param(
        {"countries_of_interest": ()},
        ("text_missing", "countries_of_interest"),
        id="Q3 neither countries nor experiences of interest",
    ),
    pytest.param(
        {"countries_of_interest": (), "experiences_of_interest": ("Registers kept by towns",)},
        None,
        id="Q3 an experience of interest",
    ),
    pytest.param(
        {"countries_of_interest": ("CHL", "COL"), "experiences_of_interest": ("Towns",)},
        ("too_many_countries", "countries_of_interest"),
        id="Q4 two countries and an experience",
    ),
    pytest.param({"topic": "fishing"}, ("unknown_topic", "topic"), id="Z4 a topic that is not in the list"),
    pytest.param({"countries_of_interest": ("CHL",)}, None, id="Q4 one country of interest"),
    pytest.param({"countries_of_interest": ("CHL", "COL")}, None, id="Q4 two countries of interest"),
    pytest.param(
        {"countries_of_interest": ("CHL", "COL", "PER")},
        ("too_many_countries", "countries_of_interest"),
        id="Q4 three countries of interest",
    ),
    pytest.param(
        {"countries_of_interest": ("CHL", "XXX")},
        ("unknown_country", "countries_of_interest.1"),
        id="Q1 a country of interest that is no member state",
    ),
    pytest.param(
        {"countries_of_interest": ("PRY",)},
        ("own_country", "countries_of_interest.0"),
        id="Q4 the beneficiary's own country",
    ),
    pytest.param({"reference_documents": (WEB, FILE, WEB, FILE)}, None, id="Q5 four documents"),
    pytest.param(
        {"reference_documents": (WEB, FILE, WEB, FILE, WEB)},
        ("too_many_documents", "reference_documents"),
        id="Q5 five documents",
    ),
    pytest.param(
        {"reference_documents": (WEB, Document(title="Nothing"))},
        ("document_empty", "reference_documents.1"),
        id="Q5 a document with neither file nor link",
    ),
    pytest.param(
        {"reference_documents": (Document(title="Both", url="https://example.org", file="0" * 32),)},
        ("document_empty", "reference_documents.0"),
        id="Q5 a document with both file and link",
    ),
    pytest.param(
        {"reference_documents": (Document(title="Blank", url="  "),)},
        ("document_empty", "reference_documents.0"),
        id="Q5 a document with a blank link",
    ),
    pytest.param({"initiative": " "}, ("text_missing", "initiative"), id="Q3 no initiative"),
    pytest.param({"objective": ""}, ("text_missing", "objective"), id="Q3 no objective"),
    pytest.param({"initiative": "x" * 300}, None, id="Q3 an initiative of 300 characters"),
    pytest.param({"initiative": "x" * 301}, ("text_too_long", "initiative"), id="Q3 an initiative of 301"),
    pytest.param({"stage": "finished"}, None, id="Q6 a finished initiative is never refused"),
]


@pytest.mark.parametrize(("changes", "expected"), NOTES)
def test_the_focal_points_note(changes: dict[str, Any], expected: Verdict) -> None:
    whole = {"stage": "reform", "objective": "A design", "countries_of_interest": ("CHL",), **changes}
    assert verdict_on(CompleteRequest(**{"initiative": "Register", **whole})) == expected


OPENINGS = [
    pytest.param(opening(), None, id="Q1 a full note"),
    pytest.param(opening(note=None), None, id="Q1 contacts alone"),
    pytest.param(opening(country="ESP"), ("unknown_country", "country"), id="Q1 no member state"),
    pytest.param(opening(country="pry"), ("unknown_country", "country"), id="Q1 a code in small letters"),
    pytest.param(
        opening(note=note(countries_of_interest=("CHL", "COL", "PER"))),
        ("too_many_countries", "note.countries_of_interest"),
        id="Q4 three countries of interest in an officer's note",
    ),
    pytest.param(
        opening(note=note(reference_documents=(WEB,) * 5)),
        ("too_many_documents", "note.reference_documents"),
        id="Q5 five documents in an officer's note",
    ),
]


@pytest.mark.parametrize(("body", "expected"), OPENINGS)
def test_the_opening_of_a_round(body: OpenRound, expected: Verdict) -> None:
    if expected is None:
        request.check_opening(RIPSO, body)
        return
    with pytest.raises(Refusal) as caught:
        request.check_opening(RIPSO, body)
    assert (caught.value.code, caught.value.field) == expected


EXAMINED = [
    pytest.param("accept", "", None, id="Q7 accept"),
    pytest.param("return", "The objective is missing", None, id="Q7 return saying what is missing"),
    pytest.param("return", " ", ("reason_missing", "reason"), id="Q7 return without saying why"),
    pytest.param("decline", "Outside the network's matter", None, id="Q7 decline with a reason"),
    pytest.param("decline", "", ("reason_missing", "reason"), id="Q7 decline without a reason"),
]


@pytest.mark.parametrize(("choice", "reason", "expected"), EXAMINED)
def test_the_secretariats_answer(choice: Any, reason: str, expected: Verdict) -> None:
    assert verdict_on(ExamineRequest(choice=choice, reason=reason)) == expected


@pytest.mark.parametrize(
    ("stage", "is_ideal"),
    [("design", True), ("reform", True), ("launch", False), ("running", False), ("finished", False)],
)
def test_a_round_helps_most_in_design_or_reform_q6(stage: str, is_ideal: bool) -> None:
    assert warnings.of_stage(RIPSO, stage) == (() if is_ideal else (warnings.NOT_IDEAL,))


def test_a_round_opened_from_contacts_is_a_draft_until_the_note_comes_q1() -> None:
    round = a_round(opening(note=None))
    assert round.note == ""
    ask(round, "complete_request:1")
    body = CompleteRequest(**asdict(note(stage="design")))
    send(round, "complete_request:1", body, "focal_point", id="the-note")
    assert round.note == "the-note"


def test_what_is_returned_is_asked_for_until_the_date_that_was_granted_before_q7() -> None:
    round = a_round(opening(note=None))
    granted = ask(round, "complete_request:1").due
    again = Assignment(
        key="complete_request:2",
        kind="complete_request",
        role="focal_point",
        holders=("focal_point",),
        opened=NOW,
    )
    assert assignments.opening(round, again).kept == granted
    assert assignments.opening(round, round.assignments["complete_request:1"]).kept is None


def test_a_round_opened_with_the_note_has_it_and_a_returned_one_waits_for_it_again_q7() -> None:
    round = a_round()
    assert round.note == "opening-1"
    ask(round, "examine_request:1")
    send(round, "examine_request:1", ExamineRequest(choice="return", reason="More"), "responsible_officer")
    assert round.note == ""
    assert round.assignments["examine_request:1"].state == "fulfilled"


def test_a_note_that_an_officer_gave_is_confirmed_before_it_is_examined_q8() -> None:
    round = a_round()
    assert request.confirms(round, 1)
    ask(round, "confirm_note:1")
    send(round, "confirm_note:1", ConfirmNote(choice="confirm"), "focal_point")
    assert (round.note, round.unconfirmed) == ("opening-1", False)
    assert told(round) == {}


def test_a_note_that_the_focal_point_puts_aside_is_written_by_them_and_needs_no_word_more_q8() -> None:
    round = a_round()
    ask(round, "confirm_note:1")
    send(round, "confirm_note:1", ConfirmNote(choice="correct"), "focal_point")
    assert (round.note, request.has_note(round, 1), request.has_note(round, 2)) == ("", True, False)
    ask(round, "complete_request:2")
    send(round, "complete_request:2", CompleteRequest(**asdict(note())), "focal_point")
    assert not request.confirms(round, 2)


def test_what_an_officer_files_for_the_focal_point_is_confirmed_too_q8() -> None:
    round = a_round(opening(note=None))
    ask(round, "complete_request:1")
    send(round, "complete_request:1", CompleteRequest(**asdict(note())), "focal_point", officer="DIS-2")
    assert request.confirms(round, 1)
    ask(round, "examine_request:1")
    assert not request.confirms(round, 1)  # walked again, it is past


def test_a_methodology_that_asks_for_no_word_of_it_examines_the_note_at_once_q8() -> None:
    without = {kind: rule for kind, rule in RIPSO.assignments.items() if kind != "confirm_note"}
    round = a_round()
    round.methodology = replace(RIPSO, assignments=without)
    assert not request.confirms(round, 1)


def test_an_opened_round_knows_who_is_who_and_no_names() -> None:
    round = a_round(opening(technical_team=(contact("team"),)))
    assert round.roles == {
        "focal_point": ("focal_point",),
        "alternate_contact": ("responsible_officer",),
        "technical_team": ("focal_point", "technical_team-1"),
        "approver": ("focal_point",),
        "responsible_officer": ("responsible_officer",),
        "head_of_secretariat": ("head_of_secretariat",),
    }
    assert round.countries == {"focal_point": "PRY", "technical_team-1": "PRY"}
    assert "example" not in repr({**vars(round), "methodology": None})
