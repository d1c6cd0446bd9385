"""Rows of a form: added, removed, moved and completed by buttons, with all that was typed."""

from typing import Any

import pytest

from api.links.forms import CHANGES, changed, shown_at, tree
from rounds.submissions.panel import ProposePanel
from rounds.submissions.questions import AnswerQuestionnaire, WriteQuestions
from rounds.submissions.visit import ArrangeLocal
from tests.templates.test_forms import PROPOSAL


def test_a_row_more_keeps_what_was_typed() -> None:
    typed = tree(ProposePanel, PROPOSAL)
    assert changed(ProposePanel, typed, "seats.1.candidates.1", CHANGES["add"]) == (
        {
            "seats": [
                {"candidates": [{"name": "A"}, {"name": ""}]},
                {"candidates": [{"name": "B"}, {}]},
            ]
        },
        "seats.1.candidates.1",
    )
    assert changed(WriteQuestions, {}, "questions.1", CHANGES["add"]) == ({"questions": [{}]}, "questions.0")


@pytest.mark.parametrize(
    ("word", "row", "rows", "place"),
    [
        ("drop", 0, ["b", "c"], "questions.0"),
        ("drop", 2, ["a", "b"], "questions.1"),
        ("up", 2, ["a", "c", "b"], "questions.1"),
        ("up", 0, ["a", "b", "c"], "questions.0"),
        ("down", 0, ["b", "a", "c"], "questions.1"),
        ("down", 2, ["a", "b", "c"], "questions.2"),
        ("drop", 9, ["a", "b", "c"], "questions.2"),
        ("up", 9, ["a", "b", "c"], "questions.3"),
    ],
)
def test_a_row_is_removed_or_moved_and_looked_for_where_it_is_then(
    word: str, row: int, rows: list[str], place: str
) -> None:
    typed = {"questions": ["a", "b", "c"]}
    assert changed(WriteQuestions, typed, f"questions.{row}", CHANGES[word]) == ({"questions": rows}, place)


def test_of_a_list_without_rows_the_list_itself_is_looked_for() -> None:
    typed = {"questions": ["only"]}
    assert changed(WriteQuestions, typed, "questions.0", CHANGES["drop"]) == ({"questions": []}, "questions")


PATHS = ["", "kind.0", "seats", "seats.x.candidates.0", "seats.9999.candidates.0", "a.b.c", "acknowledged.0"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("word", CHANGES)
def test_a_button_for_rows_where_none_are_changes_nothing(path: str, word: str) -> None:
    typed = tree(ProposePanel, PROPOSAL)
    assert changed(ProposePanel, typed, path, CHANGES[word]) == (typed, "")


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("seats.0.candidates.0.email", "seats.1.candidates.2.email"),
        ("seats.0.candidates", "seats.1.candidates"),
        ("seats", "seats"),
        ("coordinators.0.name", "coordinators.0.name"),
        ("seats.7", "seats.7"),
        ("", ""),
    ],
)
def test_what_is_wrong_in_a_row_is_told_where_it_was_typed_below_rows_that_were_left_empty(
    path: str, there: str
) -> None:
    empty_seat: dict[str, Any] = {"candidates": [{"name": ""}]}
    typed = {"seats": [empty_seat, {"candidates": [{}, {"name": " "}, {"name": "A"}]}]}
    assert shown_at(ProposePanel, typed, path) == there


def test_the_answers_left_empty_count_when_an_error_is_placed() -> None:
    assert shown_at(AnswerQuestionnaire, {"answers": ["", "b", ""]}, "answers.2") == "answers.2"


def test_the_rows_of_a_list_are_completed_like_the_first() -> None:
    first = {"what": "Visa", "owner": "Protocol", "by": "2027-03-01", "state": "done"}
    rows = [first, {"what": "Car", "owner": "", "by": "2027-02-01", "state": ""}, {"what": "", "owner": ""}]
    typed, place = changed(ArrangeLocal, {"items": rows}, "items.0", CHANGES["alike"])
    assert typed["items"] == [
        first,
        {"what": "Car", "owner": "Protocol", "by": "2027-02-01", "state": "done"},
        {"what": "", "owner": ""},
    ]
    assert place == "items.0"
