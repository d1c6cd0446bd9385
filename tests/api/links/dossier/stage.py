"""A round whose reader, step and methodology are set as a test wants them; and one in which all was said."""

from dataclasses import asdict
from datetime import date
from hashlib import sha256
from html import unescape
from pathlib import Path

import httpx2
from fastapi import FastAPI
from sqlmodel import col, select, update

from api.http import problems
from api.links import routes
from api.links.dossier import routes as dossier
from methodologies.loader import methodology
from rounds import schemas
from rounds.methodology.dossier import FORMER
from rounds.submissions.interventions import SendBack
from rounds.submissions.panel import AgreePanel
from rounds.submissions.questions import AnswerQuestionnaire
from rounds.submissions.request import CompleteRequest, Document
from rounds.submissions.visit import ArrangeInternational, ArrangeLocal, Item
from store import inbox
from store.sent_texts import SentText
from store.session import Database
from store.tables import (
    Assignment,
    CalendarEvent,
    Grant,
    Inbox,
    Letter,
    Participant,
    Person,
    ReportVersion,
    Round,
)
from store.uploads import Upload
from tests.api.links.test_link_pages import SAID, SHA, tools
from tests.store import scene

REGISTRY = b"%PDF-1.7 registry"
REGISTRY_SHA = sha256(REGISTRY).hexdigest()
"""The content of the file of the request, and of papers."""
ME = "alternate_contact"
"""The participant who plays each role in turn."""


class Stage:
    """A round whose methodology, step and reader are set as a test wants them."""

    def __init__(self, database: Database, round_id: str, folder: Path) -> None:
        self.database, self.round, self.tools = database, round_id, tools(database, folder)
        self.app = FastAPI()
        self.app.state.tools = self.tools
        problems.install(self.app)
        for noun in (routes, dossier):
            self.app.include_router(noun.router)
        self.http = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.app), base_url="http://127.0.0.1:8000"
        )

    async def at(self, name: str, who: str, step: str) -> None:
        """The round runs under this methodology and stands at this step; its reader has this role."""
        gone = who == FORMER
        seat = "expert-1" if who == "expert" else "authority-1" if who == "authority" else who
        rules = schemas.pinned(asdict(methodology(name)))
        async with self.database.writing() as s:
            await s.exec(update(Round).values(rules=rules, step=step))
            mine = col(Participant.id) == ME
            as_ = {"role": "expert-1" if gone else seat, "state": "left" if gone else "active"}
            await s.exec(update(Participant).where(mine).values(**as_))

    async def token(self) -> str:
        """That of the reader's link."""
        async with self.database.reading() as s:
            mine = (col(Grant.assignment_key) == "", col(Grant.participant_id) == ME)
            grant = (await s.exec(select(Grant.id).where(*mine))).one()
        return self.tools.links.token(grant)

    async def enter(self) -> str:
        """Open the reader's link; the clean address."""
        entered = await self.http.get(f"/a/{await self.token()}")
        return str(entered.headers["location"])


ANSWERS = AnswerQuestionnaire(answers=("La agencia <digital>", "Cada mes"))
MORE = [
    ("agree_panel:1", AgreePanel(choice="agree")),
    ("answer_questionnaire:1", ANSWERS),
    ("", SendBack(about="write_questions:expert-1", numbers=(1,), comment="¿De qué padrón?")),
    (
        "arrange_international:1",
        ArrangeInternational(items=(Item(what="Pasajes", owner="DIS", by=date(2026, 5, 4), state="done"),)),
    ),
    ("arrange_local:1", ArrangeLocal(items=(Item(what="Sala", state="done"),), press="note")),
]
PEOPLE_OF = {
    "expert-1": ("candidate-1.1.1", "Experta Uno", "CHL", 1, "active"),
    "candidate": ("candidate-1.1.2", "Experto Dos", "COL", 1, "active"),
    "lead_coordinator": ("coordinator-1.1", "Coordinadora Uno", "", None, "active"),
    "coordinator": ("coordinator-1.2", "Coordinador Dos", "", None, "active"),
}


class Full(Stage):
    """A round in which everything was said once."""

    async def say(self) -> None:
        """Everything."""
        await self.people()
        for n, (key, body) in enumerate([*SAID, *MORE]):
            if key:
                await scene.open_assignment(self.database, self.round, key, "focal_point", serial=n + 2)
            id = await scene.send(self.database, self.round, key, "alternate_contact", body)
            async with self.database.writing() as s:
                await inbox.answer(s, id, "accepted")
                await s.exec(update(Assignment).where(col(Assignment.key) == key).values(state="fulfilled"))
        await self.papers()

    async def people(self) -> None:
        """A panel, and somebody else who could take the seat."""
        async with self.database.writing() as s:
            for role, (id, name, country, seat, state) in PEOPLE_OF.items():
                person = Person(id=id, email=f"{id}@example.org", name=name, language="es", country=country)
                s.add(person)
                await s.flush()
                s.add(
                    Participant(round_id=self.round, id=id, person_id=id, role=role, seat=seat, state=state)
                )

    async def papers(self) -> None:
        """A file of the request, a version of the report, a letter, the dates."""
        self.tools.files.contents.keep(REGISTRY)
        upload = Upload(
            id="u1", round_id=self.round, participant_id="focal_point", filename="../Padrón 2026.pdf",
            media_type="application/pdf", size=17, sha256=REGISTRY_SHA, at=scene.NOW,
        )  # fmt: skip
        documents = (
            Document(title="Padrón actual", file="u1"),
            Document(title="Site", url="https://x.example"),
        )
        note = CompleteRequest(
            initiative="A single social registry",
            stage="reform",
            objective="One design",
            reference_documents=documents,
        )
        id = await scene.send(self.database, self.round, "complete_request:1", "focal_point", note)
        async with self.database.writing() as s:
            s.add(upload)
            mine = col(Inbox.kind) == "consolidate_report"
            await s.exec(update(Inbox).where(mine).values(sha256=SHA))
            await inbox.answer(s, id, "accepted")
            s.add(ReportVersion(round_id=self.round, version=1, sha256=SHA, submission_id="x", at=scene.NOW))
            s.add(
                CalendarEvent(
                    round_id=self.round, uid="v", sequence=0, starts=date(2026, 6, 2), ends=date(2026, 6, 5)
                )
            )
            person = (await s.exec(select(Person).where(Person.name == "Alternate"))).one()
            s.add(
                Letter(
                    key="l1", round_id=self.round, participant_id="alternate_contact", person_id=person.id,
                    template="assignment", params={}, state="sent", written_at=scene.NOW,
                    recorded_at=scene.NOW,
                )
            )  # fmt: skip
            await s.flush()
            body = "A la atención de\nAlternate\n\nhttps://ronda.example/a/…"
            s.add(SentText(letter="l1", subject="Asunto de la carta", body=body))

    async def page(self, place: str, language: str = "es") -> str:
        """A page of the dossier, as it is read."""
        async with self.database.writing() as s:
            await s.exec(update(Person).values(language=language))
        answer = await self.http.get(f"{await self.enter()}{place}")
        assert answer.status_code == 200, place
        return unescape(answer.text)
