"""The page of every kind of assignment, in both languages, with what the round has heard before it."""

import re
from collections.abc import AsyncIterator
from datetime import date, time, timedelta
from html import unescape
from pathlib import Path
from typing import Any, cast

import pytest
from sqlmodel import col, select, update

from api.deps import Tools
from api.intake.files import Files
from api.links.linked import Linked, linked
from api.links.my_round import my_round_page
from api.links.pages import task_page
from rounds.submissions.interventions import AskMoreTime
from rounds.submissions.panel import AddCandidate, AgreePanel, AnswerInvitation, ProposePanel, Shortlist
from rounds.submissions.people import LANGUAGES, Candidate
from rounds.submissions.questions import SendQuestionnaire, WriteQuestions
from rounds.submissions.report import (
    Comment,
    ConsolidateReport,
    Contribute,
    Need,
    Recommendation,
    ReviewReport,
    SectionText,
)
from rounds.submissions.request import CompleteRequest, ExamineRequest
from rounds.submissions.visit import Finding, ProposeDates, RecordFindings, Session, SetAgenda, Window
from store import inbox
from store.files import in_folder
from store.links import Links
from store.session import Database
from store.tables import Assignment, CalendarEvent, Grant, Person, Round
from templates.render import Renderer
from tests.databases import sqlite_template, sqlite_url  # noqa: F401 - fixtures, found by their names
from tests.store import scene
from tests.templates.browser import form_of
from tests.templates.spoken import foreign_in, sentences

RENDERER = Renderer()
SHA = "ab" * 32


def section(name: str, text: str) -> SectionText:
    return SectionText(section=name, text=text)


KINDS = tuple(scene.RIPSO.assignments)
CANDIDATE: dict[str, Any] = {
    "name": "Experta Uno",
    "email": "uno@registro.example",
    "language": "es",
    "country": "CHL",
    "institution": "Registro Social",
    "points": scene.RIPSO.profile_points,
}
MARK = re.compile(r"</?span[^>]*>")
"""What says in which language somebody wrote."""
NEED = Need(topic="other", topic_words="Interoperabilidad", support="training", text="Formación municipal")
RECOMMENDATION = Recommendation(id="r1", nature="reform", text="Un identificador", rests_on="question:1")
NUMBERED = "Recomendación 1 (Reforma)"
SECTIONS = tuple(section(name, f"Texto de {name}") for name in scene.RIPSO.sections)
SAID: list[tuple[str, Any]] = [
    ("examine_request:1", ExamineRequest(choice="return", reason="Falta el plazo")),
    (
        "propose_panel:1",
        ProposePanel(
            seats=(Shortlist(candidates=(Candidate(**CANDIDATE),)),),
            coordinators=(scene.contact("coordinadora"),),
        ),
    ),
    ("agree_panel:1", AgreePanel(choice="changes", comment="Otra persona para el puesto 2")),
    ("add_candidate:expert-1:1", AddCandidate(**CANDIDATE)),
    ("write_questions:expert-1", WriteQuestions(questions=("¿Quién actualiza el padrón?",))),
    ("send_questionnaire:1", SendQuestionnaire(questions=("¿Quién actualiza el padrón?", "¿Cuándo?"))),
    (
        "propose_dates:1",
        ProposeDates(windows=(Window(starts=date(2026, 6, 1), ends=date(2026, 6, 4)),)),
    ),
    (
        "set_agenda:1",
        SetAgenda(
            sessions=(
                Session(day=1, starts=time(9), ends=time(10), session="opening_session", title="Apertura"),
            )
        ),
    ),
    (
        "record_findings:1",
        RecordFindings(
            found=(
                Finding(id="f1", what="finding", text="Tres padrones"),
                Finding(id="f2", what="challenge", text="Norma"),
                Finding(id="f3", what="recommendation", text="Uno"),
            )
        ),
    ),
    ("contribute:expert-1", Contribute(sections=(section("findings", "Aporte de la experta"),))),
    (
        "consolidate_report:1",
        ConsolidateReport(sections=SECTIONS, recommendations=(RECOMMENDATION,), needs=(NEED,)),
    ),
    (
        "review_report:1",
        ReviewReport(
            version=1,
            sha256=SHA,
            choice="changes",
            comments=(Comment(id="c1", section="findings", text="Precisar la fuente"),),
        ),
    ),
]
SAID.append(
    (
        "answer_invitation:focal_point",
        AnswerInvitation(
            choice="accept",
            ad_honorem=True,
            institution_agrees=True,
            conflict="possible",
            conflict_statement="Trabajó en el registro",
        ),
    )
)
SAID.append(("set_agenda:1", AskMoreTime(due=date(2026, 6, 30), reason="Feria judicial")))
KEYS = {
    "answer_invitation": "answer_invitation:candidate-1.1.1",
    "add_candidate": "add_candidate:expert-1:1",
    "agree_candidate": "agree_candidate:expert-1:1",
    "review_conflict": "review_conflict:focal_point",
    "write_questions": "write_questions:expert-1",
    "mark_dates": "mark_dates:focal_point:1",
    "contribute": "contribute:expert-1",
    "comment_draft": "comment_draft:expert-1:1",
    "translate_report": "translate_report:en:1",
    "review_translation": "review_translation:en:1",
    "mend_address": "mend_address:alternate_contact:1",
    "decide_extension": "decide_extension:set_agenda:1:1",
    "examine_request": "examine_request:2",
    "propose_panel": "propose_panel:2",
    "review_report": "review_report:2",
}
EXPECTED = {
    "complete_request": ["La secretaría devolvió la solicitud", "Falta el plazo", "A single social registry"],
    "examine_request": ["One design that institutions agree", "Site"],
    "propose_panel": ["Otra persona para el puesto 2", "uno@registro.example", "Perfil técnico"],
    "agree_panel": ["Experta Uno (se invita en primer lugar)", "Registro Social, Chile"],
    "answer_invitation": ["ad honorem", "Mi institución está de acuerdo", "A single social registry"],
    "agree_candidate": ["Experta Uno", "Registro Social"],
    "review_conflict": ["Circunstancias que podrían", "Trabajó en el registro"],
    "send_questionnaire": ["Preguntas de Focal", "¿Quién actualiza el padrón?"],
    "answer_questionnaire": ["1. ¿Quién actualiza el padrón?", "2. ¿Cuándo?"],
    "propose_dates": [
        "La visita no puede comenzar antes del lunes, 1 de junio de 2026",
        "Paraguay (donde tiene lugar la visita)",
        "viernes, 12 de junio de 2026: Día de la Paz del Chaco",
    ],
    "mark_dates": [
        "lunes, 1 de junio de 2026 – jueves, 4 de junio de 2026",  # noqa: RUF001 - a span's dash
        "Días feriados en las fechas propuestas",
    ],
    "set_agenda": ["Entrevistas en profundidad", "martes, 2 de junio de 2026", "ideas concretas"],
    "ready_visit": ["Qué falta todavía", "Completar los arreglos locales"],
    "contribute": ["Necesidades y oportunidades de cooperación"],
    "consolidate_report": ["Contribuciones de Focal", "Aporte de la experta"],
    "review_report": ["Texto de findings", SHA, "no son vinculantes", "Interoperabilidad (Cap", NUMBERED],
    "revise_report": ["Precisar la fuente", "Texto de recommendations", "Formación", "Un identificador"],
    "decide_publication": ["Texto de findings", SHA, "Autorizo la publicación de esta versión"],
    "decide_extension": ["Establecer la agenda", "Feria judicial", "martes, 30 de junio de 2026"],
    "mend_address": ["alternate@example.org", "contacto alterno"],
    "decide_silence": ["Decidir el destino de la ronda", "La ronda se cierra por inactividad"],
}


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:  # noqa: F811 - the fixture of that name
    """A round in which everything was said once, and every kind of assignment is open."""
    database = Database(sqlite_url)
    round_id = await scene.begun(database)
    said = {key for key, _ in SAID}
    keys = [KEYS.get(kind, f"{kind}:1") for kind in KINDS]
    for n, key in enumerate(dict.fromkeys([*keys, *said])):
        await scene.open_assignment(database, round_id, key, "focal_point", serial=n + 2)
    for key, body in SAID:
        id = await scene.send(database, round_id, key, "focal_point", body)
        async with database.writing() as s:
            await inbox.answer(s, id, "accepted")
    async with database.writing() as s:
        s.add(
            CalendarEvent(
                round_id=round_id, uid="visit", sequence=0, starts=date(2026, 6, 2), ends=date(2026, 6, 5)
            )
        )
        await s.exec(update(Assignment).values(version=1, sha256=SHA, earliest=date(2026, 6, 1)))
    yield database
    await database.close()


def tools(database: Database, folder: Path) -> Tools:
    return Tools(
        database=database,
        intake=cast(Any, None),  # nothing is handed over here
        files=Files(in_folder(folder)),
        links=Links(["k" * 32], "http://127.0.0.1:8000"),
        renderer=RENDERER,
        public_url="http://127.0.0.1:8000",
        idle=timedelta(hours=1),
    )


async def behind(database: Database, used: Tools, key: str, language: str = "es") -> Linked:
    async with database.writing() as s:
        await s.exec(update(Person).values(language=language))
    async with database.reading() as s:
        grant = (await s.exec(select(Grant).where(col(Grant.assignment_key) == key))).one()
        found = await linked(s, used, grant.id)
    assert found
    return found


async def page(database: Database, folder: Path, kind: str, language: str) -> str:
    used = tools(database, folder)
    link = await behind(database, used, KEYS.get(kind, f"{kind}:1"), language)
    assert link.read.assignment
    # Everything was said once: the form is shown as it is before that.
    unsaid = Linked(**{**{f: getattr(link, f) for f in link.__dataclass_fields__}, "read": silent(link)})
    async with database.reading() as s:
        return unescape(await task_page(s, used, unsaid, link.read.assignment))


def silent(link: Linked) -> Any:
    read = link.read
    return type(read)(
        read.grant, read.participant, read.person, read.round, read.contact, read.assignment, (), ()
    )


async def test_every_kind_has_its_page_in_every_language(database: Database, tmp_path: Path) -> None:
    for kind in KINDS:
        spanish = await page(database, tmp_path, kind, "es")
        for language in LANGUAGES:
            said = await page(database, tmp_path, kind, language)
            assert (kind, language, foreign_in(said, language)) == (kind, language, [])
        plain = MARK.sub("", spanish)
        assert (kind, [text for text in EXPECTED.get(kind, []) if text not in plain]) == (kind, [])
        english = await page(database, tmp_path, kind, "en")
        form = form_of(english)
        assert set(form.named) <= form.labelled
        assert "Save and continue later" in english
        assert "What silence means" in english
        assert "%(" not in english + spanish
        assert {"choice", "conflict", "ad_honorem", "languages", "suits"}.isdisjoint(form.checked)


async def test_an_initiative_at_another_stage_is_warned_about_and_never_blocked(
    database: Database, tmp_path: Path
) -> None:
    """Q6."""
    assert "en estas etapas" not in await page(database, tmp_path, "examine_request", "es")
    later = CompleteRequest(initiative="Otra", stage="finished", objective="Evaluar")
    async with database.reading() as s:
        round_id = (await s.exec(select(Round.id))).one()
    id = await scene.send(database, round_id, "complete_request:1", "focal_point", later)
    async with database.writing() as s:
        await inbox.answer(s, id, "accepted")
    assert "en estas etapas: En diseño, En reforma" in await page(database, tmp_path, "examine_request", "es")


async def test_what_was_recorded_is_told_in_the_readers_words(database: Database, tmp_path: Path) -> None:
    used = tools(database, tmp_path)
    for key, expected in [
        ("agree_panel:1", ["Solicitar cambios", "Otra persona para el puesto 2", "Focal"]),
        ("consolidate_report:1", ["Texto de findings", "Hallazgos", "Capacitación"]),
        ("set_agenda:1", ["Sesión protocolar de apertura", "Apertura"]),
    ]:
        link = await behind(database, used, key)
        assert link.read.assignment
        async with database.reading() as s:
            html = unescape(await task_page(s, used, link, link.read.assignment))
        assert [text for text in expected if text not in html] == []
        assert (foreign_in(html, "es"), 'value="submit"' in html) == ([], False)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_my_round_and_the_unknown_page_speak_every_language(
    language: str, database: Database, tmp_path: Path
) -> None:
    used = tools(database, tmp_path)
    link = await behind(database, used, "agree_panel:1", language)
    async with database.reading() as s:
        html = unescape(await my_round_page(s, used, link))
    assert foreign_in(html, language) == []
    assert len([a for a in form_of(html).links if "/a/" in a]) > len(KINDS)
    unknown = RENDERER.page("unknown", language, {"unsent": ()})
    assert foreign_in(unknown, language) == []
    assert any(sentence in unknown for sentence in sentences(language))
