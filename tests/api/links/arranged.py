"""A visit that was arranged, the pages behind links on it, and a round that decides at once."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import httpx2
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from sqlmodel import col, select, update

from api.http import problems
from api.intake.intake import Verdict
from api.links import agendas, changes, routes
from api.links.dossier import routes as dossier
from rounds import accepting, rules
from rounds.state import keeping
from rounds.state.round import Round
from rounds.submissions.envelope import Submission
from rounds.submissions.refusals import Refusal, as_data
from rounds.submissions.visit import (
    ArrangeInternational,
    ArrangeLocal,
    Item,
    Session,
    SetAgenda,
)
from store import inbox
from store.reads import rounds, states
from store.round_state import RoundState
from store.session import Database
from store.tables import Assignment, CalendarEvent, Grant, Participant, Person
from store.tables import Round as RoundRow
from store.writes.states import keep as keep_state
from templates.render import FOLDER
from tests.api.links.test_link_pages import tools
from tests.rounds.scene import CHILE, ENDS, NOW, OFFICER, RIPSO, STARTS, dated
from tests.rounds.scene import send as sent_to
from tests.store import scene
from tests.templates.browser import form_of

KINDS = RIPSO.sessions
SESSIONS = tuple(
    Session(
        day=1 + n // 3,
        starts=time(9 + 2 * (n % 3)),
        ends=time(10 + 2 * (n % 3)),
        session=kind,
        title=f"Sesión {n + 1}",
        interviewed="Familias",
        venue="Salón A",
    )
    for n, kind in enumerate(KINDS)
)
DONE = Item(what="Sala", owner="Protocolo", by=STARTS, state="done")
FLIGHTS = Item(what="Pasajes", owner="Secretaría", by=STARTS, state="done", concerns=("expert-1",))
SAID: dict[str, tuple[str, Any]] = {
    "set_agenda:1": ("focal_point", SetAgenda(sessions=SESSIONS)),
    "arrange_local:1": ("focal_point", ArrangeLocal(items=(DONE,))),
    "arrange_international:1": (OFFICER, ArrangeInternational(items=(FLIGHTS,))),
}


class Arranged:
    """A round with a visit of four days, its agenda and both lists; it stands for its own workflow."""

    def __init__(self, database: Database, round_id: str, folder: Path) -> None:
        self.database, self.round = database, round_id
        self.tools = replace(tools(database, folder), intake=cast(Any, self), mail_from="ronda@oas.example")
        self.app = FastAPI()
        self.app.state.tools = self.tools
        problems.install(self.app)
        for noun in (routes, changes, agendas, dossier):
            self.app.include_router(noun.router)
        self.app.mount("/static", StaticFiles(directory=FOLDER / "static"))

    async def state(self) -> Round:
        """The round as it is kept."""
        async with self.database.reading() as s:
            found = await states.as_it_stands(s, self.round)
        assert found
        return found

    async def keeps(self, round: Round) -> None:
        """Keep the round as it is now."""
        async with self.database.writing() as s:
            row = RoundState(round_id=self.round, serial=1, schema_=round.schema, state="", written="")
            row.state = json.dumps(keeping.kept(round))
            await keep_state(s, row)

    async def submit(
        self, *, round_id: str, key: str, by: str, body: Submission, id: str = "", **_: Any
    ) -> Verdict:
        """Keep a submission, have the round decide, as the intake does."""
        rules.check_body(RIPSO, "PRY", body)
        async with self.database.writing() as s:
            which = id or uuid4().hex
            row = await inbox.keep(
                s, id=which, round_id=round_id, key=key, kind=body.kind, participant_id=by, body=body
            )
        round, envelope = await self.state(), inbox.envelope(row, body)
        verdict = Verdict(state="accepted", id=row.id, round_id=round_id, at=NOW)
        try:
            rules.check(round, envelope, NOW)
        except Refusal as refusal:
            verdict = replace(verdict, state="refused", refusal=as_data(refusal))
        async with self.database.writing() as s:
            await inbox.answer(s, row.id, verdict.state, at=NOW + timedelta(minutes=len(round.handled)))
        if not verdict.refusal:
            accepting.take(round, envelope, NOW)
            await self.keeps(round)
        return verdict

    @asynccontextmanager
    async def opened(self, key: str, by: str) -> AsyncIterator[tuple[httpx2.AsyncClient, str]]:
        """A browser that has opened a link, and the clean address."""
        transport = httpx2.ASGITransport(app=self.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
            entered = await http.get(await self.link(key, by))
            yield http, entered.headers["location"]

    async def link(self, key: str, by: str) -> str:
        """The link that somebody has to an assignment, or to *my round*."""
        async with self.database.reading() as s:
            mine = (col(Grant.assignment_key) == key, col(Grant.participant_id) == by)
            grant = (await s.exec(select(Grant.id).where(*mine))).one()
        return f"/a/{self.tools.links.token(grant)}"

    async def speaks(self, language: str) -> None:
        """Everybody reads this language."""
        async with self.database.writing() as s:
            await s.exec(update(Person).values(language=language))

    async def said(self, kind: str) -> list[Any]:
        """What was accepted of a kind, the first one first."""
        async with self.database.reading() as s:
            return [inbox.body_of(row) for row in await rounds.accepted(s, self.round, kind)]


@asynccontextmanager
async def arranged(url: str, folder: Path) -> AsyncIterator[Arranged]:
    """Such a round, with an expert on its panel."""
    database = Database(url)
    round_id = await scene.begun(database)
    made = Arranged(database, round_id, folder)
    async with database.writing() as s:
        # What a visit is made of is read while it is prepared (Z6).
        await s.exec(update(RoundRow).values(step="preparation"))
        s.add(CalendarEvent(round_id=round_id, uid="visit", sequence=0, starts=STARTS, ends=ENDS))
        expert = Person(
            id="expert",
            email="expert@chile.example",
            name="Experta",
            language="es",
            country="CHL",
            institution="Registro",
        )
        s.add(expert)
        await s.flush()
        s.add(Participant(round_id=round_id, id=CHILE, person_id="expert", role="expert-1", seat=1))
        await s.flush()
        s.add(
            Grant(
                id="e" * 32,
                round_id=round_id,
                assignment_key="",
                participant_id=CHILE,
                purpose="my_round",
                created_at=NOW,
            )
        )
    round = replace(dated(), id=round_id)
    for n, (key, (by, body)) in enumerate(SAID.items()):
        await scene.open_assignment(database, round_id, key, by, serial=n + 2)
        sent_to(round, key, body, by)
        id = await scene.send(database, round_id, key, by, body)
        async with database.writing() as s:
            await inbox.answer(s, id, "accepted", at=NOW - timedelta(days=9 - n))
            own = (col(Assignment.key) == key, col(Assignment.round_id) == round_id)
            done = {"state": "fulfilled", "submission_id": id, "closed_at": NOW}
            await s.exec(update(Assignment).where(*own).values(**done))
            of_it = col(Grant.assignment_key) == key
            await s.exec(update(Grant).where(of_it).values(state="ended", ended_at=NOW))
    round.pending.clear()
    await made.keeps(round)
    yield made
    await database.close()


def sent(html: str, **typed: Any) -> dict[str, Any]:
    """What a browser sends of a form after this was typed."""
    pairs: dict[str, list[str]] = {}
    for name, value in form_of(html).pairs:
        pairs.setdefault(name, []).append(value)
    return {**pairs, **{name.replace("__", "."): value for name, value in typed.items()}}


def value(html: str, name: str) -> str:
    """What a field of a form shows."""
    return dict(form_of(html).pairs)[name]
