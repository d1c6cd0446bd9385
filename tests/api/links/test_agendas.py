"""The agenda behind links and for officers, and dates that clashed, on pages (V1, V4, V8)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, time
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import icalendar
import pytest
from fastapi import FastAPI
from sqlmodel import col, select, update

from api.http import problems
from api.links import agendas, routes
from rounds.state.effects import Close, Take
from rounds.submissions.visit import ArrangeLocal, Item, MarkDates, ProposeDates, Session, SetAgenda, Window
from store import inbox
from store.keys import OfficerKey, hashed
from store.papers import Paper
from store.session import Database
from store.tables import (
    Assignment,
    CalendarEvent,
    Grant,
    Officer,
    Participant,
    Person,
    Round,
)
from store.uploads import Upload
from store.writes import assignments
from tests.api.links.test_link_pages import tools
from tests.databases import sqlite_template, sqlite_url  # noqa: F401 - fixtures, found by their names
from tests.store import scene

AGENDA = SetAgenda(
    sessions=(
        Session(day=2, starts=time(14), ends=time(16), session="working_meeting", title="Gobernanza <1>"),
        Session(day=1, starts=time(9), ends=time(10), session="opening_session", title="Apertura"),
    )
)
LOCAL = ArrangeLocal(
    items=(Item(what="Sala", owner="Protocolo", by=date(2026, 5, 1), state="done"),), press="note"
)


class Visited:
    """A round with a visit, the app on its database, and links to its pages."""

    def __init__(self, database: Database, round_id: str, folder: Path) -> None:
        self.database, self.round, self.tools = database, round_id, tools(database, folder)
        self.app = FastAPI()
        self.app.state.tools = self.tools
        problems.install(self.app)
        for noun in (routes, agendas):
            self.app.include_router(noun.router)

    async def answered(self, key: str, body: SetAgenda | ArrangeLocal, serial: int) -> None:
        """An assignment of the focal point, opened and fulfilled."""
        await scene.open_assignment(self.database, self.round, key, "focal_point", serial=serial)
        sent = await scene.send(self.database, self.round, key, "focal_point", body)
        close = Close(key=key, state="fulfilled", submission=sent)
        take = Take(submission=sent, key=key, subject=body.kind, by="focal_point", officer="")
        async with self.database.writing() as s:
            now = scene.batch(self.round, take, close, serial=serial + 1)
            await assignments.take(s, now, take)
            await assignments.close(s, now, close)

    async def paper(
        self, title: str, *, audience: str, about: str, session: str = "", gone: bool = False
    ) -> None:
        """A paper of the alternate contact."""
        id = f"paper-{title}"
        async with self.database.writing() as s:
            s.add(
                Upload(
                    id=id, round_id=self.round, participant_id="alternate_contact", filename="a.pdf",
                    media_type="application/pdf", size=1, sha256="0" * 64, at=scene.NOW,
                )
            )  # fmt: skip
            await s.flush()
            s.add(
                Paper(
                    id=id, round_id=self.round, submission_id=id, participant_id="alternate_contact",
                    title=title, language="es", upload_id=id, about=about, audience=audience,
                    session_title=session, at=scene.NOW, withdrawn_at=scene.NOW if gone else None,
                )
            )  # fmt: skip

    @asynccontextmanager
    async def opened(
        self, key: str, by: str = "focal_point"
    ) -> AsyncIterator[tuple[httpx2.AsyncClient, str]]:
        """A browser that has opened a link, and the clean address."""
        async with self.database.reading() as s:
            mine = (col(Grant.assignment_key) == key, col(Grant.participant_id) == by)
            grant = (await s.exec(select(Grant.id).where(*mine))).one()
        transport = httpx2.ASGITransport(app=self.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
            entered = await http.get(f"/a/{self.tools.links.token(grant)}")
            yield http, entered.headers["location"]

    @asynccontextmanager
    async def officer(self, language: str = "pt") -> AsyncIterator[httpx2.AsyncClient]:
        """An officer's program."""
        async with self.database.writing() as s:
            head = col(OfficerKey.officer_id).in_(select(Officer.id).where(col(Officer.head)))
            await s.exec(update(OfficerKey).where(head).values(sha256=hashed("k")))
            await s.exec(update(Person).where(col(Person.name) == "Head").values(language=language))
        transport = httpx2.ASGITransport(app=self.app)
        async with httpx2.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000", headers={"Authorization": "Bearer k"}
        ) as http:
            yield http


@pytest.fixture
async def visited(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Visited]:  # noqa: F811 - the fixture of that name
    database = Database(sqlite_url)
    round_id = await scene.begun(database)
    made = Visited(database, round_id, tmp_path)
    starts, ends = date(2026, 6, 2), date(2026, 6, 5)
    async with database.writing() as s:
        s.add(CalendarEvent(round_id=round_id, uid="visit", sequence=3, starts=starts, ends=ends))
        await s.exec(update(Round).values(step="preparation"))
    yield made
    await database.close()


async def test_v1_before_the_agenda_is_set_there_is_none_to_show(visited: Visited) -> None:
    async with visited.opened("") as (http, address):
        assert f'href="{address}/agenda"' not in (await http.get(address)).text
        assert (await http.get(f"{address}/agenda")).status_code == 404
        assert (await http.get(f"{address}/agenda.ics")).status_code == 404
    async with visited.officer() as http:
        assert (await http.get(f"/api/v1/rounds/{visited.round}/agenda")).status_code == 404


async def test_the_link_of_a_task_that_is_over_leads_to_no_agenda_l13(visited: Visited) -> None:
    await visited.answered("set_agenda:1", AGENDA, 2)
    async with visited.opened("set_agenda:1") as (http, address):
        assert "/agenda" not in (await http.get(address)).text
        assert (await http.get(f"{address}/agenda")).status_code == 404
        assert (await http.get(f"{address}/agenda.ics")).status_code == 404


async def test_v1_v4_whoever_takes_part_has_the_agenda_from_my_round_and_from_what_they_have_to_do(
    visited: Visited,
) -> None:
    await visited.answered("set_agenda:1", AGENDA, 2)
    await visited.answered("arrange_local:1", LOCAL, 4)
    await scene.open_assignment(visited.database, visited.round, scene.KEY, "focal_point", serial=9)
    for key in ("", scene.KEY):
        async with visited.opened(key) as (http, address):
            assert f'href="{address}/agenda"' in (await http.get(address)).text
            page = await http.get(f"{address}/agenda")
            file = await http.get(f"{address}/agenda.ics")
        shown = unescape(page.text)
        order = [shown.index(x) for x in ("2 de junio", "09:00", "Apertura", "3 de junio", "Gobernanza <1>")]
        assert order == sorted(order)
        assert "no acuden a presentar la labor de su propio país" in shown
        assert "Con una nota de prensa" in shown
        assert "<1>" not in page.text
        assert file.headers["content-type"].startswith("text/calendar")
        assert 'filename="agenda.ics"' in file.headers["content-disposition"]
        calendar: Any = icalendar.Calendar.from_ical(file.text)
        events = calendar.walk("VEVENT")
        assert [(int(e["SEQUENCE"]), e["DTSTART"].dt.isoformat()) for e in events] == [
            (3, "2026-06-02T09:00:00-03:00"),
            (3, "2026-06-03T14:00:00-03:00"),
        ]
        assert "Con una nota de prensa" in str(events[0]["DESCRIPTION"])


async def test_l4_the_agenda_is_for_who_takes_part_and_not_for_who_is_invited_or_has_left(
    visited: Visited,
) -> None:
    await visited.answered("set_agenda:1", AGENDA, 2)
    for change in ({"role": "candidate"}, {"role": "expert-1", "state": "left"}):
        async with visited.database.writing() as s:
            mine = col(Participant.id) == "alternate_contact"
            await s.exec(update(Participant).where(mine).values(**change))
        async with visited.opened("", "alternate_contact") as (http, address):
            assert f'href="{address}/agenda"' not in (await http.get(address)).text
            refused = await http.get(f"{address}/agenda")
            unknown = await http.get("/l/0000000000000000/agenda")
        assert refused.status_code == 404
        assert refused.content == unknown.content


async def test_z6_the_printed_agenda_names_the_papers_that_its_reader_may_read(visited: Visited) -> None:
    await visited.answered("set_agenda:1", AGENDA, 2)
    await visited.paper("Charla <1>", audience="everyone", about="session-1", session="Gobernanza <1>")
    await visited.paper("Notas", audience="secretariat", about="session-2", session="Apertura")
    await visited.paper("De una sesión que ya no está", audience="everyone", about="session-3", session="?")
    await visited.paper("Retirado", audience="everyone", about="agenda", gone=True)
    async with visited.opened("") as (http, address):
        shown = (await http.get(f"{address}/agenda")).text
    row = shown.partition("Gobernanza &lt;1&gt;")[2].partition("</tr>")[0]
    assert f'href="{address}/dossier/papers/files/' in row
    assert "Charla &lt;1&gt;</a>" in row.replace('<span lang="es">', "").replace("</span>", "")
    assert "De una sesión que ya no está" in shown.partition("<h2>Documentos</h2>")[2]
    assert "Notas" not in shown
    assert "Retirado" not in shown
    await scene.open_assignment(visited.database, visited.round, scene.KEY, "focal_point", serial=9)
    async with visited.opened(scene.KEY) as (http, address):
        beside = (await http.get(f"{address}/agenda")).text
    assert "Charla" in beside
    assert "dossier" not in beside
    async with visited.officer("es") as http:
        assert "Notas" in (await http.get(f"/api/v1/rounds/{visited.round}/agenda")).text


async def test_z2_with_the_visit_its_agenda_is_gone(visited: Visited) -> None:
    await visited.answered("set_agenda:1", AGENDA, 2)
    async with visited.database.writing() as s:
        await s.exec(update(CalendarEvent).values(state="cancelled"))
    async with visited.opened("") as (http, address):
        assert f'href="{address}/agenda"' not in (await http.get(address)).text
        assert (await http.get(f"{address}/agenda.ics")).status_code == 404


async def test_v1_z3_an_officer_has_the_agenda_in_their_own_language(visited: Visited) -> None:
    await visited.answered("set_agenda:1", AGENDA, 2)
    async with visited.officer() as http:
        page = await http.get(f"/api/v1/rounds/{visited.round}/agenda")
        file = await http.get(f"/api/v1/rounds/{visited.round}/agenda.ics")
        assert (await http.get("/api/v1/rounds/round-ripso-pry-1999-1/agenda")).status_code == 404
    assert "Agenda da visita" in page.text
    assert 'lang="es"' in page.text
    assert "Os especialistas não vêm" in unescape(page.text)
    calendar: Any = icalendar.Calendar.from_ical(file.text)
    (first, _) = calendar.walk("VEVENT")
    assert str(first["SUMMARY"]).endswith("Apertura")


MARKS = {
    "focal_point": MarkDates(choice="some", suits=(2,)),
    "expert-1": MarkDates(choice="some", suits=(1, 2)),
    "expert-2": MarkDates(choice="none"),
}
WINDOWS = ProposeDates(
    windows=(
        Window(starts=date(2026, 6, 8), ends=date(2026, 6, 12)),
        Window(starts=date(2026, 7, 6), ends=date(2026, 7, 9)),
    )
)


async def test_v8_whoever_proposes_dates_again_sees_what_clashed_for_whom_and_what_suited_most(
    visited: Visited,
) -> None:
    said = [("propose_dates:1", WINDOWS), *((f"mark_dates:{role}:1", mark) for role, mark in MARKS.items())]
    for n, (key, body) in enumerate(said):
        await scene.open_assignment(visited.database, visited.round, key, "focal_point", serial=n + 2)
        id = await scene.send(visited.database, visited.round, key, "focal_point", body)
        async with visited.database.writing() as s:
            await inbox.answer(s, id, "accepted")
    await scene.open_assignment(visited.database, visited.round, "propose_dates:2", "focal_point", serial=9)
    async with visited.database.writing() as s:
        await s.exec(update(Assignment).values(earliest=date(2026, 6, 1)))
    async with visited.opened("propose_dates:2") as (http, address):
        shown = " ".join(unescape((await http.get(address)).text).split())
    assert "Las fechas propuestas anteriormente no convinieron a todas las partes" in shown
    best = shown.index("Conviene a 2 de 3. No conviene a: persona experta del panel (Paraguay).")
    worst = shown.index("Conviene a 1 de 3. No conviene a: punto focal (Paraguay); persona experta del panel")
    assert shown.index("lunes, 6 de julio de 2026") < best < worst
    assert "viernes, 12 de junio de 2026: Día de la Paz del Chaco" in shown
