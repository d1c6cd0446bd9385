"""What each matter of a dossier shows, in four languages, once everything was said, and while nothing was."""

import re
from datetime import UTC, datetime, time
from html import unescape
from pathlib import Path
from typing import Any

from sqlmodel import col, select, update

from methodologies.loader import methodology
from rounds.methodology.dossier import MATTERS, PEOPLE
from rounds.submissions.assessment import CommentFramework, ProposeFramework
from rounds.submissions.changes import ReviseAgenda
from rounds.submissions.interventions import Waive
from rounds.submissions.panel import AnswerInvitation
from rounds.submissions.people import LANGUAGES
from rounds.submissions.questions import AddQuestions
from rounds.submissions.visit import AddFindings, Finding, Session
from store import drafts, inbox
from store.session import Database
from store.tables import Assignment, CalendarEvent, Inbox, ReportVersion, Round
from tests.api.links.dossier.stage import MORE, Full
from tests.api.links.test_link_pages import SAID, SHA
from tests.store import scene
from tests.templates.browser import form_of
from tests.templates.spoken import foreign_in

EXPECTED = {
    "request": ["A single social registry", "Padrón actual", "Site", "En reforma"],
    "rules": ["https://www.oas.org/ext/es/", "10 días hábiles", "30 días corridos después de la visita"],
    "questions": ["¿Quién actualiza el padrón?", "¿De qué padrón?"],
    "questionnaire": ["1. ¿Quién actualiza el padrón?", "La agencia <digital>", "2. ¿Cuándo?", "Cada mes"],
    "dates": ["martes, 2 de junio de 2026", "viernes, 5 de junio de 2026"],
    "agenda": ["martes, 2 de junio de 2026", "Apertura", "Sesión protocolar de apertura", "/agenda.ics"],
    "arrangements_international": ["Pasajes", "DIS", "Hecho"],
    "arrangements_local": ["Con una nota de prensa", "Sala"],
    "findings": ["Tres padrones", "Norma"],
    "contributions": ["Aporte de la experta"],
    "report": ["Texto de findings", SHA, "no son vinculantes", "Interoperabilidad"],
    "comments": ["Sobre la versión 1", "Precisar la fuente", "Se está redactando la versión siguiente."],
    "letters": ["Asunto de la carta"],
    "submissions": ["Contribuir al informe"],
}


async def test_each_matter_says_in_every_language_what_was_said_of_it(full: Full) -> None:
    for matter, expected in EXPECTED.items():
        for language in LANGUAGES:
            page = await full.page(f"/dossier/{matter}", language)
            assert (matter, language, foreign_in(page, language)) == (matter, language, [])
            assert len(page.encode()) < 60 * 1024
        spanish = (await full.page(f"/dossier/{matter}")).replace("</span>", "")
        plain = re.sub(r"<span[^>]*>", "", spanish)
        assert (matter, [text for text in expected if text not in plain]) == (matter, [])
        assert "<digital>" not in (await full.http.get(f"{await full.enter()}/dossier/{matter}")).text


async def test_my_round_says_where_it_stands_who_takes_part_and_where_everything_is(full: Full) -> None:
    page = await full.page("")
    assert "Etapa 6 de 6: Decisión sobre la publicación" in page
    assert page.count("<li class=") == 6
    assert page.count("<rect class=") > 3
    assert 'aria-current="step"' in page
    order = [page.index(name) for name in ("Experta Uno", "Coordinadora Uno", "Coordinador Dos")]
    assert order == sorted(order)
    assert "Experto Dos" not in page
    assert len(page.encode()) < 60 * 1024
    await full.at("ripso", "focal_point", "publication")
    page = await full.page("")
    assert "Experto Dos" in page
    assert page.index("en el panel") < page.index("sin invitación")


async def test_w4_every_version_is_there_and_each_comment_says_what_became_of_it(full: Full) -> None:
    async with full.database.writing() as s:
        at = datetime(2026, 7, 1, tzinfo=UTC)
        s.add(ReportVersion(round_id=full.round, version=2, sha256="cd" * 32, submission_id="y", at=at))
    page = await full.page("/dossier/report")
    assert "/dossier/report/1" in page
    assert SHA not in page
    assert SHA in await full.page("/dossier/report/1")
    assert "La versión 2, del 30 de junio de 2026, responde a estos comentarios." in await full.page(
        "/dossier/comments"
    )


async def test_what_was_sent_and_each_letter_has_a_page_of_its_own(full: Full) -> None:
    listed = await full.page("/dossier/letters")
    (letter,) = [link for link in form_of(listed).links if "/dossier/letters/" in link]
    assert "A la atención de\nAlternate" in unescape((await full.http.get(letter)).text)
    listed = await full.page("/dossier/submissions")
    pieces = [link for link in form_of(listed).links if "/dossier/submissions/" in link]
    assert len(pieces) == len(SAID) + len(MORE)
    for piece in pieces:
        shown = unescape((await full.http.get(piece)).text)
        assert foreign_in(shown, "es") == []
        assert "%(" not in shown


async def test_d2_d5_what_was_saved_when_the_answers_closed_is_shown_as_that(full: Full) -> None:
    key = "answer_questionnaire:1"
    async with full.database.writing() as s:
        await s.exec(update(Assignment).where(col(Assignment.key) == key).values(state="frozen"))
        row = (await s.exec(select(Inbox).where(Inbox.kind == "answer_questionnaire"))).one()
        row.state = "refused"
        typed = {"answers": ["Solo la primera"]}
        await drafts.save(
            s, round_id=full.round, assignment_key=key, participant_id="focal_point", body=typed
        )
    page = await full.page("/dossier/questionnaire")
    assert "Se muestra lo que se había guardado hasta entonces." in page
    assert page.index("Solo la primera") < page.index("No se respondió antes de la visita.")


async def test_z1_what_was_waived_says_why(full: Full) -> None:
    id = await scene.send(
        full.database, full.round, "arrange_international:1", "alternate_contact", Waive(reason="Sin viajes")
    )
    async with full.database.writing() as s:
        await inbox.answer(s, id, "accepted")
        await s.exec(
            update(Assignment).where(col(Assignment.kind) == "arrange_international").values(state="waived")
        )
    page = await full.page("/dossier/arrangements_international")
    assert "La secretaría dispensó de este requisito" in page
    assert "Sin viajes" in page


async def test_z2_a_visit_that_was_cancelled_is_said_to_be(full: Full) -> None:
    async with full.database.writing() as s:
        await s.exec(update(CalendarEvent).values(state="cancelled"))
    assert "La visita se ha cancelado." in await full.page("/dossier/dates")
    assert "Todavía no se ha establecido la agenda." in await full.page("/dossier/agenda")


async def test_what_there_is_nothing_of_yet_is_said_in_words(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    bare = Full(database, await scene.begun(database), tmp_path)
    for name, who in (("ripso", "responsible_officer"), ("mecigep", "responsible_officer")):
        await bare.at(name, who, "publication")
        page = await bare.page("")
        assert "(nada todavía)" in page
        assert "El panel" in page
        for matter in MATTERS:
            answer = await bare.http.get(f"{await bare.enter()}/dossier/{matter}")
            if answer.status_code == 200 and matter not in (*PEOPLE[:2], "request", "rules", "framework"):
                text = unescape(answer.text)
                assert [word for word in ("Todavía no", "Ninguna persona", "todavía no") if word in text], (
                    matter
                )
    await bare.http.aclose()
    await database.close()


async def test_p6_what_became_of_each_invitation_is_said(full: Full) -> None:
    await full.at("ripso", "focal_point", "panel")
    key = "answer_invitation:candidate-1.1.2"
    await scene.open_assignment(full.database, full.round, key, "focal_point", serial=200)
    for state, said in (
        ("open", "con invitación, sin respuesta todavía"),
        ("lingering", "sin respuesta dentro del plazo; aún puede aceptar"),
        ("closed", "ya no es necesaria"),
    ):
        async with full.database.writing() as s:
            await s.exec(update(Assignment).where(col(Assignment.key) == key).values(state=state))
        assert said in await full.page("")
    no = AnswerInvitation(choice="decline", reason="Sin tiempo")
    id = await scene.send(full.database, full.round, key, "candidate-1.1.2", no)
    async with full.database.writing() as s:
        await inbox.answer(s, id, "accepted")
        await s.exec(update(Assignment).where(col(Assignment.key) == key).values(state="lingering"))
        await s.exec(update(Round).values(step="panel"))
    page = await full.page("")
    assert "invitación rechazada; aún puede aceptar" in page
    assert "Sin tiempo" not in page


async def _says(full: Full, body: Any, key: str = "", by: str = "alternate_contact") -> None:
    id = await scene.send(full.database, full.round, key, by, body)
    async with full.database.writing() as s:
        await inbox.answer(s, id, "accepted")


async def test_v6_v10_findings_stand_meeting_by_meeting_of_the_agenda_as_it_was_revised(full: Full) -> None:
    meetings = tuple(
        Session(day=day, starts=time(9), ends=time(10), session="working_meeting", title=f"Mesa {day}")
        for day in (1, 2)
    )
    await _says(full, ReviseAgenda(sessions=meetings), "set_agenda:1")
    found = Finding(id="f9", meeting="1-0900", what="challenge", text="Sin ley de datos")
    gone = Finding(id="f8", meeting="3-1500", what="finding", text="De otra mesa")
    await _says(full, AddFindings(found=(found, gone)))
    page = re.sub(r"<span[^>]*>|</span>", "", await full.page("/dossier/findings"))
    order = (
        "Mesa 1",
        "Sin ley de datos",
        "Mesa 2",
        "De otra mesa",
        "La visita en su conjunto",
        "Tres padrones",
    )
    assert [page.index(text) for text in order] == sorted(page.index(text) for text in order)
    assert "Todavía no se ha registrado nada de esta reunión." in page
    assert "que ya no figura en la agenda" in page
    agenda = await full.page("/dossier/agenda")
    assert ("Mesa 1" in agenda, "Apertura" in agenda) == (True, False)


async def test_d2_what_was_added_to_the_questionnaire_stands_with_it_and_waits_for_its_own_answer(
    full: Full,
) -> None:
    await _says(full, AddQuestions(questions=("¿Desde qué año?",)))
    page = re.sub(r"<span[^>]*>|</span>", "", await full.page("/dossier/questionnaire"))
    assert "Preguntas añadidas por" in page
    gone = page.index("No se respondió antes de la visita.")
    assert page.index("Cada mes") < page.index("¿Desde qué año?") < gone
    await full.at("ripso", "lead_coordinator", "preparation")
    assert "Sin respuesta todavía." in await full.page("/dossier/questionnaire")


async def test_d4_comments_stand_beside_the_framework_for_whoever_reads_it(full: Full) -> None:
    dimensions = methodology("mecigep").dimensions
    await _says(full, ProposeFramework(dimensions=dimensions), "propose_framework:1")
    await _says(full, CommentFramework(comment="Faltan las personas usuarias"))
    for who, step, expected in (
        ("expert", "panel", True),
        ("focal_point", "self_assessment", True),
        ("candidate", "panel", False),
    ):
        await full.at("mecigep", who, step)
        found = await full.http.get(f"{await full.enter()}/dossier/framework")
        assert ("Faltan las personas usuarias" in unescape(found.text)) is expected, who
