"""What pages show that only MECIGEP asks for: topics, dimensions, states, forms of visit, answers."""

from datetime import date
from typing import Any

import pytest

from api.links.tasks.context import PageContext, Spoken
from api.links.tasks.prepared import Prepared
from api.links.tasks.registry import PAGES
from methodologies.loader import methodology
from rounds.registry import MODELS
from rounds.state.keys import Key
from rounds.submissions.assessment import (
    AnswerSelfAssessment,
    ProposeFramework,
    Question,
    WriteSelfAssessment,
)
from rounds.submissions.panel import AgreePanel, NameStates
from rounds.submissions.people import LANGUAGES
from rounds.submissions.request import Note
from rounds.submissions.visit import ProposeDates, Window
from store.tables import Assignment
from templates.forms import Control, describe
from templates.render import Renderer
from tests.rounds.scene import NOW

RENDERER = Renderer()
MECIGEP = methodology("mecigep")
NOTE = Note(topic="other", topic_words="Ports", initiative="One window", stage="design")
FRAMEWORK = ProposeFramework(dimensions=("evaluation", "digital_channels"), own=("Trust",))
WRITTEN = WriteSelfAssessment(
    questions=(
        Question(dimension="evaluation", question="What is measured?"),
        Question(dimension="own-1", question="Who trusts whom?"),
        Question(dimension="digital_channels", question="What can be finished?"),
    )
)
SAID: dict[str, Any] = {
    "propose_framework:1": FRAMEWORK,
    "write_self_assessment:1": WRITTEN,
    "answer_self_assessment:authority-1": AnswerSelfAssessment(answers=("Waiting time",)),
    "answer_self_assessment:technical_team": AnswerSelfAssessment(answers=("Nobody", "Twelve")),
    "name_states:1": NameStates(states=("CHL", "URY")),
    "agree_panel:1": AgreePanel(choice="changes", comment="Somebody of Uruguay"),
    "propose_dates:1": ProposeDates(
        windows=(Window(starts=date(2027, 6, 7), ends=date(2027, 6, 8)),), visit_form="videoconference"
    ),
}


def prepared(key: str, role: str = "focal_point", language: str = "es") -> tuple[Prepared, PageContext]:
    said: dict[str, list[Spoken]] = {}
    for about, body in SAID.items():
        said.setdefault(body.kind, []).append(Spoken(about, "Somebody", body, ""))
    matter = PageContext(
        words=RENDERER.words(language),
        methodology=MECIGEP,
        country="JAM",
        assignment=Assignment(
            round_id="r", key=key, kind=Key.parse(key).kind, role=role, opened_at=NOW, due_at=NOW
        ),
        said=said,
        note=NOTE,
        visit=None,
        people={},
        authorities={"authority-1": ("evaluation", "long_term_vision")},
    )
    return PAGES[matter.assignment.kind].prepare(matter), matter


def shown(key: str, role: str = "focal_point", language: str = "es") -> str:
    """All the words of a page: what stands above, labels, options, headings."""
    page, matter = prepared(key, role, language)
    controls = describe(MODELS[matter.assignment.kind], matter.words, page.values, page.asking)
    blocks = [line for b in page.blocks for line in (b.heading, *b.texts, *(f"{k}: {v}" for k, v in b.items))]
    return "\n".join([*blocks, *_words(controls)])


def _words(controls: tuple[Control, ...]) -> list[str]:
    return [
        line
        for c in controls
        for line in (
            c.label,
            *(o.label for o in c.options),
            *(line for row in c.rows for line in (row.heading, *_words(row.controls))),
        )
    ]


SHOWN: list[Any] = [
    (
        "complete_request:1",
        "focal_point",
        ["Tema de la ronda", "Gobierno abierto"],
        ["Países o experiencias"],
    ),
    ("examine_request:1", "responsible_officer", ["Ports", "He tomado nota"], []),
    ("propose_framework:1", "responsible_officer", ["Canales digitales", "Otras dimensiones"], []),
    ("agree_framework:1", "focal_point", ["Evaluación", "Canales digitales", "Trust"], []),
    ("write_self_assessment:1", "responsible_officer", ["Trust", "Canales digitales"], ["Visión de largo"]),
    (
        "answer_self_assessment:authority-1",
        "authority-1",
        ["1. Evaluación: What is"],
        ["Who trusts", "finished"],
    ),
    (
        "answer_self_assessment:technical_team",
        "technical_team",
        ["1. Trust: Who trusts whom?", "2. Canales digitales: What can be finished?"],
        ["measured"],
    ),
    ("name_states:2", "focal_point", ["Somebody of Uruguay", "Estados Unidos", "Chile"], ["Jamaica"]),
    ("propose_panel:2", "responsible_officer", ["Chile", "Uruguay", "Experiencia en la materia"], ["Brasil"]),
    ("propose_dates:1", "responsible_officer", ["Presencial", "Por intercambio de documentos"], []),
    ("mark_dates:expert-1:1", "expert-1", ["Por videoconferencia"], []),
    (
        "set_agenda:1",
        "focal_point",
        [
            "Reunión bilateral",
            "Evaluación: What is measured?: Waiting time",
            "Trust: Who trusts whom?: Nobody",
        ],
        ["Presentaciones de experiencias"],
    ),
    ("contribute:expert-1", "expert-1", ["Desafíos de reforma"], []),
]


@pytest.mark.parametrize(("key", "role", "there", "absent"), SHOWN, ids=[f"{k} {r}" for k, r, _, __ in SHOWN])
def test_a_page_shows_what_the_methodology_asks_and_no_more(
    key: str, role: str, there: list[str], absent: list[str]
) -> None:
    text = shown(key, role)
    assert [words for words in there if words not in text] == []
    assert [words for words in absent if words in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_is_shown_for_want_of_a_word_z3(language: str) -> None:
    text = "\n".join(shown(key, role, language) for key, role, _, __ in SHOWN)
    codes = {*MECIGEP.topics, *MECIGEP.dimensions, *MECIGEP.visit_forms, *MECIGEP.sessions, *MECIGEP.sections}
    assert [code for code in codes if "_" in code and code in text] == []


def test_what_the_methodology_needs_is_marked_as_needed_q2() -> None:
    page, matter = prepared("complete_request:1")
    controls = describe(MODELS["complete_request"], matter.words, page.values, page.asking)
    assert {c.name: c.required for c in controls} == {
        "topic": True,
        "topic_words": False,
        "initiative": True,
        "stage": True,
        "objective": False,
        "reference_documents": False,
    }
