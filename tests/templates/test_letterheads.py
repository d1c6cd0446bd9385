"""Whoever opens a letter, or only sees it in a list, knows who writes and about which round."""

from typing import Any

import pytest

from rounds.submissions.people import LANGUAGES
from templates.render import Rendered, Renderer
from tests.templates.frames import FRAME, ROUND
from tests.templates.letters import LETTERS, OF_NO_ROUND, OF_THE_DESK, REQUEST
from tests.templates.tasks import task

RENDERER = Renderer()
ORGANIZATION = {
    "es": ("Organización de los Estados Americanos", "OEA"),
    "en": ("Organization of American States", "OAS"),
    "pt": ("Organização dos Estados Americanos", "OEA"),
    "fr": ("Organisation des États américains", "OÉA"),
}
TAGS = {"es": "Paraguay: ", "en": "Paraguay: ", "pt": "Paraguai: ", "fr": "Paraguay : "}


def letter(template: str, language: str, context: dict[str, Any]) -> Rendered:
    return RENDERER.letter(template, language, {**FRAME, **context})


def of_another_round(value: Any) -> Any:
    """The same letter of the next round that the same country asks for."""
    if isinstance(value, list):
        return [of_another_round(each) for each in value]
    if not isinstance(value, dict):
        return value
    moved = {name: of_another_round(each) for name, each in value.items()}
    return {**moved, "id": f"{value['id']}-next", "number": 2} if "methodology_name" in value else moved


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_names_the_organization_the_secretariat_and_the_methodology(language: str) -> None:
    """Z3."""
    full, short = ORGANIZATION[language]
    for template, context in LETTERS:
        sent = letter(template, language, context)
        assert sent.text.startswith(f"{full} ({short})\nDIS\n")
        assert f"{sent.text}".count(full) == 2  # at the head, and under the signature
        assert sent.sender == f"{short} - DIS"
        of_the_desk = template in OF_THE_DESK
        assert ("RIPSO es una red." in sent.text) is not of_the_desk
        assert ("https://ronda.example/ripso" in sent.text) is not of_the_desk


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_subject_begins_with_the_round_and_is_one_plain_line(language: str) -> None:
    for template, context in LETTERS:
        subject = letter(template, language, context).subject
        of_a_round = template not in OF_NO_ROUND
        assert subject.startswith("RIPSO 2026-1 Paragua") is of_a_round
        assert TAGS[language] in subject or template in ("reminder", *OF_NO_ROUND)
        assert "\N{NO-BREAK SPACE}" not in subject
        assert "  " not in subject
        assert " ," not in subject
        assert " )" not in subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_subject_of_one_round_is_that_of_another(language: str) -> None:
    """An officer with ten rounds reads the list of their letters by its subjects."""
    of_rounds = [(template, context) for template, context in LETTERS if template not in OF_NO_ROUND]
    ours = {letter(template, language, context).subject for template, context in of_rounds}
    theirs = {
        letter(template, language, of_another_round({**FRAME, **context})).subject
        for template, context in of_rounds
    }
    assert not ours & theirs


def test_two_tasks_of_a_kind_in_one_round_have_each_its_subject() -> None:
    """By person, seat, version, or the number of the time."""
    apart = [
        task("mend_address", about="Experta"),
        task("mend_address", about="Otra experta"),
        task("review_conflict", about="Experta"),
        task("review_conflict", about="Otra experta"),
        task("add_candidate", seat=1),
        task("add_candidate", seat=2),
        task("review_report", version=1),
        task("review_report", version=2),
        task("agree_panel", number=1),
        task("agree_panel", number=2),
    ]
    moved = [letter("moved", "en", {"task": each}).subject for each in apart]
    assert len(set(moved)) == len(apart)
    late = [
        letter("reminder", "en", {"tasks": [], "others": [task("contribute", holders=[who])]}).subject
        for who in ("Experta", "Otra experta")
    ]
    assert late[0] != late[1]
    asked = letter("moved", "en", {"task": task("decide_extension", request=REQUEST)}).subject
    assert asked.endswith("(Agree to the panel, Punto focal)")


def test_a_reminder_of_several_rounds_says_how_many() -> None:
    others = [{**ROUND, "id": f"round-{n}", "number": n} for n in (2, 3)]
    tasks = [task("agree_panel"), *(task("arrange_local", round=other) for other in others)]
    subject = letter("reminder", "en", {"tasks": tasks, "others": []}).subject
    assert subject == "RIPSO 2026-1 Paraguay and 2 more rounds: Reminder: 3 tasks await you"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_salutation_has_a_line_of_its_own(language: str) -> None:
    text = letter("seat_filled", language, {"why": ""}).text
    said = text.partition("Punto focal")[2].splitlines()[:2]
    assert said == [",", ""] if language == "en" else (said[0] == "" and said[1].endswith((":", ",", ".")))


def test_an_officers_own_letter_is_signed_by_the_secretariat_and_sends_them_to_nobody() -> None:
    own = {"recipient": {**FRAME["recipient"], "name": "Oficial", "is_contact": True}}
    text = letter("assignment", "en", {"task": task("examine_request"), **own}).text
    assert "Yours sincerely,\n\nDIS\nOrganization of American States\n" in text
    assert "Whom to write to" not in text


def test_a_methodology_that_says_nothing_of_itself_leaves_no_gap() -> None:
    bare = {**ROUND, "about": "", "document": ""}
    text = letter("seat_filled", "en", {"why": "", "round": bare}).text
    assert "About RIPSO" not in text
    assert "Organization of American States" in text


def test_whoever_left_is_thanked_and_not_told_that_the_visit_is_off() -> None:
    visit = next(context for template, context in LETTERS if template == "visit" and context["left"])
    sent = letter("visit", "en", visit)
    assert sent.subject == "RIPSO 2026-1 Paraguay: Your calendar entry of the visit is cancelled"
    assert "the visit itself is not cancelled by this" in sent.text
    assert "thanks you" in sent.text
    assert "will not take place" not in sent.text
