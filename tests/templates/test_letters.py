"""Every letter in every language: complete, in the reader's words, with nothing left out or untranslated."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from methodologies.loader import methodology, names
from rounds.registry import PLACES
from rounds.submissions.people import LANGUAGES
from rounds.submissions.visit import Session, SetAgenda
from templates.agenda import agenda
from templates.render import Renderer
from tests.templates.spoken import foreign_in

RENDERER = Renderer()
RULES = {kind: rule for name in names() for kind, rule in methodology(name).assignments.items()}
"""A rule for each kind of assignment, of a methodology that asks for it."""
HERE = datetime(2026, 12, 7, 18, tzinfo=ZoneInfo("America/Bogota"))
THERE = HERE.astimezone(ZoneInfo("America/Asuncion"))
URL = "https://ronda.example/a/token"
ROUND = {
    "id": "round-ripso-pry-2026-1",
    "country": "PRY",
    "institution": "Gabinete Social",
    "initiative": "Registro <b>social</b> & padrones",
    "year": 2026,
    "number": 1,
    "step": "panel",
    "outcome": "",
    "methodology": "ripso",
    "methodology_name": "RIPSO",
    "secretariat": "DIS",
    "zone": "America/Asuncion",
}
FRAME: dict[str, Any] = {
    "recipient": {"name": "Punto focal", "role": "focal_point", "zone": "America/Bogota"},
    "round": ROUND,
    "contact": {"name": "Oficial", "email": "oficial@dis.example"},
    "my_round_url": "https://ronda.example/a/mine",
}


def task(kind: str, **more: Any) -> dict[str, Any]:
    rule = RULES[kind]
    return {
        "kind": kind,
        "key": f"{kind}:1",
        "role": rule.owner,
        "state": "open",
        "round": ROUND,
        "url": URL,
        "due_here": HERE,
        "due_there": THERE,
        "overdue": False,
        "paused": False,
        "version": 2,
        "silence": rule.silence,
        "escalate_to": rule.escalate_to,
        "ends_after": rule.ends_after,
        "freezes": rule.freezes,
        "personal": rule.personal,
        "holders": ["Punto focal", "Equipo técnico"],
        "about": "",
        "told": (),
        "request": None,
        "press": "",
        **more,
    }


NEED = {"topic": "Interoperabilidad", "support": "exchange", "text": "Un intercambio\nde equipos"}
REPORT = {
    "version": 2,
    "sha256": "ab" * 32,
    "sections": [
        {"section": "findings", "text": "Uno\nDos", "needs": []},
        {"section": "cooperation_needs", "text": "", "needs": [NEED]},
    ],
}
PANEL = [
    {"name": "Experta", "country": "CHL", "institution": "Ministerio", "role": "expert-1", "seat": 1},
    {"name": "Coordinadora", "country": "", "institution": "", "role": "lead_coordinator", "seat": None},
]
AGENDA = agenda(
    SetAgenda(
        sessions=tuple(
            Session(day=n, starts=time(8 + n), ends=time(10 + n), session=kind, title=f"Título {n}")
            for n, kind in enumerate(methodology("ripso").sessions[:4], start=1)
        )
    ),
    date(2027, 3, 1),
    "America/Asuncion",
    "es",
)
VISIT = {
    "starts": date(2027, 3, 1),
    "ends": date(2027, 3, 4),
    "sequence": 0,
    "form": "",
    "uid": "round-ripso-pry-2026-1@ronda",
    **dict.fromkeys(("opens_here", "closes_here"), HERE),
    **dict.fromkeys(("opens_there", "closes_there"), THERE),
    "press": "",
    "agenda": None,
}
REQUEST = {"kind": "agree_panel", "by": "Punto focal", "due": date(2027, 1, 9), "reason": "Feria judicial"}
OTHER: list[tuple[str, dict[str, Any]]] = [
    ("assignment", {"task": task("agree_panel", due_here=None, due_there=None)}),
    ("brief", {"task": task("write_questions")}),
    (
        "handed_over",
        {"tasks": [task("agree_panel"), task("arrange_local", paused=True)], "old": "Predecesora"},
    ),
    ("handed_over", {"tasks": [], "old": "Predecesora"}),
    ("delegated", {"task": task("answer_questionnaire"), "owner": "Punto focal", "share": ""}),
    ("delegated", {"task": task("answer_questionnaire"), "owner": "Punto focal", "share": "1 a 5"}),
    ("moved", {"task": task("agree_panel")}),
    ("moved", {"task": task("agree_panel", paused=True)}),
    ("escalation", {"task": task("agree_panel", url="", overdue=True)}),
    ("overdue", {"task": task("agree_panel", overdue=True, told=("alternate_contact",))}),
    ("assignment", {"task": task("decide_extension", request=REQUEST)}),
    ("reminder", {"tasks": [task("agree_panel")]}),
    ("reminder", {"tasks": [task("agree_panel", overdue=True), task("arrange_local")]}),
    (
        "refused",
        {
            "code": "visit_length",
            "field": "windows.0.ends",
            "values": {"least": "3", "most": "5"},
            "kind": "propose_dates",
            "key": "propose_dates:1",
            "url": URL,
            "received_here": HERE,
            "received_there": THERE,
        },
    ),
    ("visit", {"method": "REQUEST", "updated": False, **VISIT}),
    ("visit", {"method": "REQUEST", "updated": True, **VISIT}),
    ("visit", {"method": "REQUEST", "updated": False, **VISIT, "form": "videoconference"}),
    ("visit", {"method": "CANCEL", "updated": False, **VISIT}),
    ("visit", {"method": "REQUEST", "updated": True, **VISIT, "press": "none", "agenda": AGENDA}),
    ("visit", {"method": "CANCEL", "updated": True, **VISIT, "press": "open", "agenda": AGENDA}),
    ("reminder", {"tasks": [task("set_agenda", press="note")]}),
    ("told", {"what": "agenda_set", "sequence": 0, "press": "none", "agenda": AGENDA}),
    ("seat_filled", {}),
    ("told", {"what": "panel_formed", "panel": PANEL}),
    ("told", {"what": "paused"}),
    ("told", {"what": "resumed", "tasks": [task("agree_panel")]}),
    ("told", {"what": "more_time_refused", "task": task("agree_panel"), "reason": "Otros esperan"}),
    ("told", {"what": "conflict_excluded"}),
    ("told", {"what": "waived", "kind": "write_questions"}),
    *(
        (
            "told",
            {"what": "closed", "report": report, "languages": ["es", "en"], "round": {**ROUND, "outcome": o}},
        )
        for o, report in [("authorised", REPORT), ("internal", REPORT), ("declined", None), ("lapsed", None)]
    ),
    ("told", {"what": "closed", "report": None, "languages": [], "round": {**ROUND, "outcome": "withdrawn"}}),
]
LETTERS = [*(("assignment", {"task": task(kind)}) for kind in PLACES), *OTHER]


def letter(template: str, language: str, context: dict[str, Any]) -> Any:
    return RENDERER.letter(template, language, {**FRAME, **context})


def name(case: Any) -> str:
    return case if isinstance(case, str) else "-".join(str(v) for v in case.values() if isinstance(v, str))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("template", "context"), LETTERS, ids=name)
def test_every_letter_is_whole_in_both_forms(template: str, language: str, context: dict[str, Any]) -> None:
    sent = letter(template, language, context)
    assert sent.subject
    assert "\n" not in sent.subject
    assert not sent.subject.endswith(".")
    for form in (sent.text, sent.html):
        assert "%(" not in form
        assert "{{" not in form
        assert "oficial@dis.example" in form
        assert "https://ronda.example/a/mine" in form
    assert "<b>" not in sent.html
    assert "Registro <b>social</b> & padrones" in sent.text
    assert sent.html.count("background: #0b4f9e") <= 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("template", "context"), LETTERS, ids=name)
def test_a_letter_is_in_its_readers_language_only(
    template: str, language: str, context: dict[str, Any]
) -> None:
    """Z3."""
    sent = letter(template, language, context)
    assert foreign_in(sent.subject + sent.text, language) == []


@pytest.mark.parametrize("kind", PLACES)
def test_a_letter_says_who_asks_what_until_when_on_both_clocks_and_what_silence_means(kind: str) -> None:
    text = letter("assignment", "en", {"task": task(kind)}).text
    words = RENDERER.words("en")
    rule = RULES[kind]
    said = words.silence(kind, rule.silence, rule.escalate_to, rule.ends_after, rule.freezes)
    for expected in (
        words.kind(kind),
        "DIS",
        "Monday, December 7, 2026, 18:00 (Bogota)",
        "Monday, December 7, 2026, 20:00 (Asunción)",
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


@pytest.mark.parametrize("template", ["assignment", "escalation"])
def test_who_is_to_mend_an_address_is_told_whose_it_is(template: str) -> None:
    text = letter(template, "es", {"task": task("mend_address", about="Experta de Chile")}).text
    assert "De quién es la dirección:\nExperta de Chile\n" in text


def test_news_begins_with_a_sentence_and_says_what_it_is_about() -> None:
    panel = letter("told", "es", {"what": "panel_formed", "panel": PANEL}).text
    assert "Integran el panel:\n\n- Experta, " in panel
    waived = letter("told", "en", {"what": "waived", "kind": "write_questions"})
    title = RENDERER.words("en").kind("write_questions")
    assert waived.subject == f"A task of yours has been waived: {title}"
    assert f"has waived this task: {title}. Nothing more" in waived.text


def test_each_sentence_of_the_footer_has_its_own_lines() -> None:
    text = letter(
        "seat_filled", "es", {"recipient": {**FRAME["recipient"], "role": "head_of_secretariat"}}
    ).text
    assert "en calidad de jefatura de la secretaría.\n\nA quién dirigirse: Oficial" in text


def test_clocks_that_agree_are_told_once() -> None:
    same = {"task": task("agree_panel", due_here=THERE, due_there=THERE)}
    assert letter("assignment", "es", same).text.count("20:00") == 1


def test_a_reminder_lists_all_and_has_one_button() -> None:
    tasks = [task("agree_panel"), task("arrange_local", url=f"{URL}2")]
    sent = letter("reminder", "es", {"tasks": tasks})
    assert sent.subject == "Recordatorio: 2 tareas le aguardan"
    assert sent.html.count("background: #0b4f9e") == 1
    assert f"Completar los arreglos locales: {URL}2" in sent.text


def test_the_approved_text_keeps_its_lines_and_says_that_it_does_not_bind() -> None:
    """W5."""
    context = {
        "what": "closed",
        "report": REPORT,
        "languages": ["es"],
        "round": {**ROUND, "outcome": "authorised"},
    }
    text = letter("told", "es", context).text
    assert "Uno\nDos" in text
    assert "Las recomendaciones de este informe no son vinculantes" in text
    assert "publicado" not in text


def test_the_approved_text_has_its_cooperation_needs_in_their_section() -> None:
    """W3, X4."""
    context = {
        "what": "closed",
        "report": REPORT,
        "languages": [],
        "round": {**ROUND, "outcome": "internal"},
    }
    text = letter("told", "es", context).text
    _, section = text.split("Necesidades y oportunidades de cooperación\n")
    assert section.strip().startswith(
        "- Interoperabilidad (Intercambio de experiencias): Un intercambio\nde equipos"
    )


def test_styles_stand_at_their_elements_for_mail_programs_that_drop_the_rest() -> None:
    assert '<main style="' in letter("seat_filled", "en", {}).html
