"""Every letter in every language: complete, in the reader's words, with nothing left out or untranslated."""

from typing import Any

import pytest

from rounds.registry import PLACES
from rounds.submissions.people import LANGUAGES
from templates.render import Renderer
from tests.templates.frames import FRAME, PANEL
from tests.templates.letters import LETTERS, OF_THE_DESK, REPORT, ending, news, told
from tests.templates.spoken import foreign_in
from tests.templates.tasks import OFFER, RULES, task
from tests.templates.times import THERE, URL

RENDERER = Renderer()


NAMED = "RIPSO 2026-1 Paraguay"
"""The round, as subjects begin."""


RENDERED: dict[tuple[str, str, int], Any] = {}
"""The letters of the table, each rendered once for all that is looked at in it."""


def letter(template: str, language: str, context: dict[str, Any]) -> Any:
    return RENDERER.letter(template, language, {**FRAME, **context})


def of_the_table(template: str, language: str, context: dict[str, Any]) -> Any:
    case = (template, language, id(context))
    if case not in RENDERED:
        RENDERED[case] = letter(template, language, context)
    return RENDERED[case]


def name(case: Any) -> str:
    return case if isinstance(case, str) else "-".join(str(v) for v in case.values() if isinstance(v, str))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("template", "context"), LETTERS, ids=name)
def test_every_letter_is_whole_in_both_forms(template: str, language: str, context: dict[str, Any]) -> None:
    sent = of_the_table(template, language, context)
    assert sent.subject
    assert "\n" not in sent.subject
    assert not sent.subject.endswith(".")
    for form in (sent.text, sent.html):
        assert "%(" not in form
        assert "{{" not in form
        assert ("oficial@dis.example" in form) is (template not in OF_THE_DESK)
        assert ("https://ronda.example/a/mine" in form) is bool(context.get("my_round_url", True))
    assert "<b>" not in sent.html
    # Of a request that nobody has confirmed nothing is sent that a stranger wrote.
    stranger = context.get("what") == "confirm"
    named = not stranger and template not in OF_THE_DESK
    assert ("Registro <b>social</b> & padrones" in sent.text) is named
    assert sent.html.count("background: #0b4f9e") <= 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("template", "context"), LETTERS, ids=name)
def test_a_letter_is_in_its_readers_language_only(
    template: str, language: str, context: dict[str, Any]
) -> None:
    """Z3."""
    sent = of_the_table(template, language, context)
    assert foreign_in(sent.subject + sent.text, language) == []


@pytest.mark.parametrize("kind", PLACES)
def test_a_letter_says_who_asks_what_until_when_on_both_clocks_and_what_silence_means(kind: str) -> None:
    text = letter("assignment", "en", {"task": task(kind)}).text
    words = RENDERER.words("en")
    rule = RULES[kind]
    said = words.silence(
        kind, rule.silence, rule.escalate_to, rule.ends_after, rule.freezes, rule.quiet_after
    )
    for expected in (
        words.kind(kind),
        "DIS",
        "Monday, 7 December 2026, 18:00 (Bogota)",
        "Monday, 7 December 2026, 20:00 (Asunción)",
        *said,
        f": {URL}",
    ):
        assert expected in text


@pytest.mark.parametrize("template", ["assignment", "brief"])
def test_an_invitation_says_ad_honorem_no_own_work_and_conflicts_of_interest(template: str) -> None:
    """P6 and V9, also when it is sent again."""
    text = letter(template, "es", {"task": task("answer_invitation")}).text
    assert "La participación de las personas expertas es ad honorem: no se remunera." in text
    assert "No se trata de presentar la labor de su propio país" in text
    assert "una declaración sobre conflictos de interés" in text
    assert "se invita a la siguiente persona de la lista" in text


def test_silence_never_approves_and_never_publishes_in_the_letters_that_ask_for_it() -> None:
    """W4, X2."""
    assert "El silencio nunca aprueba" in letter("assignment", "es", {"task": task("review_report")}).text
    assert (
        "El silencio nunca publica" in letter("assignment", "es", {"task": task("decide_publication")}).text
    )


@pytest.mark.parametrize("template", ["assignment", "reminder"])
def test_who_is_to_mend_an_address_is_told_whose_it_is(template: str) -> None:
    mending = task("mend_address", about="Experta de Chile")
    text = letter(template, "es", {"task": mending, "tasks": [], "others": [mending]}).text
    assert "De quién es la dirección:\nExperta de Chile\n" in text


def test_news_begins_with_a_sentence_and_says_what_it_is_about() -> None:
    panel = letter("told", "es", told("panel_formed", panel=PANEL)).text
    assert "Integran el panel:\n\n- Experta, " in panel
    waived = letter("told", "en", news("waived", kind="write_questions"))
    title = RENDERER.words("en").kind("write_questions")
    assert waived.subject == f"{NAMED}: A task of yours has been waived: {title}"
    assert f"has waived this task: {title}. Nothing more" in waived.text


def test_each_sentence_of_the_footer_has_its_own_lines() -> None:
    text = letter(
        "seat_filled", "es", {"why": "", "recipient": {**FRAME["recipient"], "role": "head_of_secretariat"}}
    ).text
    assert "por su función en la ronda: jefatura de la secretaría.\n\nA quién dirigirse: Oficial" in text


def test_clocks_that_agree_are_told_once() -> None:
    same = {"task": task("agree_panel", due_here=THERE, due_there=THERE)}
    assert letter("assignment", "es", same).text.count("20:00") == 1


def test_a_reminder_lists_all_and_has_one_button() -> None:
    tasks = [task("agree_panel"), task("arrange_local", url=f"{URL}2")]
    sent = letter("reminder", "es", {"tasks": tasks, "others": []})
    assert sent.subject == f"{NAMED}: Recordatorio: 2 tareas le aguardan"
    assert sent.html.count("background: #0b4f9e") == 1
    assert f"Completar los arreglos locales: {URL}2" in sent.text


def test_the_approved_text_keeps_its_lines_and_says_that_it_does_not_bind() -> None:
    """W5."""
    context = {**told("closed", report=REPORT, languages=["es"], ended=None), **ending("authorised")}
    text = letter("told", "es", context).text
    assert "Uno\nDos" in text
    assert "Las recomendaciones de este informe no son vinculantes" in text
    assert "publicado" not in text


def test_the_approved_text_has_its_cooperation_needs_in_their_section() -> None:
    """W3, X4."""
    context = {**told("closed", report=REPORT, languages=[], ended=None), **ending("internal")}
    text = letter("told", "es", context).text
    _, section = text.split("Necesidades y oportunidades de cooperación\n")
    assert section.strip().startswith(
        "- Interoperabilidad (Intercambio de experiencias): Un intercambio\nde equipos"
    )


def test_styles_stand_at_their_elements_for_mail_programs_that_drop_the_rest() -> None:
    assert '<main style="' in letter("seat_filled", "en", {"why": ""}).html


def test_p9_an_invitation_says_which_of_the_seats_it_is_for_whichever_that_is() -> None:
    """The number of seats decides, not that of the seat: the first of two is not the only one."""
    said = {
        seat: letter(
            "assignment", "en", {"task": task("answer_invitation", offer={**OFFER, "seat": seat})}
        ).text
        for seat in (1, 2)
    }
    for seat, text in said.items():
        assert f"Seat {seat} of the 2 seats for experts on the panel." in text
