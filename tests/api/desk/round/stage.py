"""A round on the desk, written by the real activities; it decides and writes at once, and needs no engine."""

import html
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
from sqlmodel import col, select

from activities.committing import RoundActivities
from activities.press import Press
from api.intake.codes import TypedCode
from api.intake.intake import Intake, Verdict, verdict
from beforehand.following import following
from methodologies.loader import methodology
from rounds import accepting, rules
from rounds.learning import learn
from rounds.state import assignments, keeping
from rounds.state.batches import Batch
from rounds.state.effects import Begin, Effect
from rounds.state.keys import Key
from rounds.state.round import Assignment, Round
from rounds.steps import request
from rounds.submissions.envelope import Sent
from rounds.submissions.people import Contact
from rounds.submissions.refusals import Refusal, as_data
from rounds.submissions.request import Note, OpenRound
from store import inbox
from store.files import in_folder
from store.reads import states
from store.tables import Officer, Person
from tests.api.desk.conftest import Desk
from tests.templates.browser import form_of

RIPSO = methodology("ripso")
OFFICER = "responsible_officer"
ADDRESS = "officer.dis@dis.example"


def contact(name: str, language: str = "es") -> Contact:
    address = f"{name.lower().replace(' ', '.')}@ministry.example"
    return Contact(name=name, email=address, language=language)  # type: ignore[arg-type]  # one that is spoken


OPENING = OpenRound(
    methodology="ripso",
    country="PRY",
    institution="Gabinete Social",
    focal_point=contact("Ana Focal"),
    alternate_contact=contact("Luz Alterna", "en"),
    note=Note(initiative="Registro social único", stage="reform", objective="Un registro validado"),
)


class Stage(Intake):
    """One round; what is sent to it is decided and written before the answer."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        super().__init__(desk.database, None)  # type: ignore[arg-type]  # there is no engine
        self.desk, self.database = desk, desk.database
        self.folder = folder
        self.round = ""
        self.away = False
        """Whether the round does not answer: what is sent is kept alone."""

    async def opens(self) -> None:
        """The officer opens a round, which begins."""
        async with self.database.writing() as s:
            found = select(Officer.id).join(Person).where(col(Person.email) == ADDRESS)
            officer = (await s.exec(found)).one()
            row = await inbox.keep_opening(s, id=uuid4().hex, body=OPENING, officer_id=officer)
        self.round = row.round_id
        state = request.opened(row.round_id, row.id, OPENING, RIPSO)
        state.begun, state.step = True, "request"
        await self.writes(state, (Begin(opening=row.id, methodology=RIPSO),))
        await self.asks("examine_request:1")

    async def state(self) -> Round:
        """The round as it is kept."""
        async with self.database.reading() as s:
            found = await states.as_it_stands(s, self.round)
        assert found
        return found

    async def writes(self, state: Round, effects: Sequence[Effect]) -> None:
        """One batch, by the activity that writes batches."""
        state.serial += 1
        state.pending.clear()
        batch = Batch(
            round=self.round,
            now=datetime.now(UTC),
            step=state.step,
            outcome=state.outcome,
            serial=state.serial,
            publishing=state.publishing,
            effects=tuple(effects),
            state=keeping.kept(state),
            whole=True,
        )
        renderer = self.desk.app.state.tools.renderer
        writer = RoundActivities(self.database, _nobody, Press(in_folder(self.folder), renderer))
        learn(state, await writer._commit(batch))

    async def asks(self, key: str, role: str = "", *holders: str) -> None:
        """The round asks for something."""
        state = await self.state()
        kind = Key.parse(key).kind
        role = role or RIPSO.rule(kind).owner
        who = holders or state.holders(role)
        a = Assignment(key=key, kind=kind, role=role, holders=who, opened=datetime.now(UTC))
        state.assignments[key] = a
        await self.writes(state, (assignments.opening(state, a),))

    async def submit(
        self,
        *,
        round_id: str,
        key: str,
        by: str,
        body: Any,
        officer: str = "",
        proof: str = "",
        reason: str = "",
        id: str = "",
        code: TypedCode | None = None,  # noqa: ARG002 - an officer needs none
    ) -> Verdict:
        """Keep it, have the round decide, write what follows."""
        await self.looked_at(round_id=round_id, key=key, by=by, body=body, officer=officer)
        async with self.database.writing() as s:
            row = await inbox.keep(
                s,
                id=id or uuid4().hex,
                round_id=round_id,
                key=key,
                kind=body.kind,
                participant_id=by,
                officer_id=officer,
                proof=proof,
                reason=reason,
                body=body,
            )
        return verdict(row) if self.away else await self._decided(row, inbox.envelope(row, body))

    async def _decided(self, row: Any, sent: Sent) -> Verdict:
        state, now = await self.state(), datetime.now(UTC)
        told = Verdict(state="accepted", id=row.id, round_id=row.round_id, at=now)
        try:
            rules.check(state, sent, now)
        except Refusal as refusal:
            async with self.database.writing() as s:
                await inbox.answer(s, row.id, "refused", refusal.code, refusal.field, refusal.values, at=now)
            return replace(told, state="refused", refusal=as_data(refusal))
        accepting.take(state, sent, now)
        taken = tuple(state.pending)
        more = tuple(opening for opening, later in following(state, sent, now) if not later)
        # What comes once others have agreed is not asked yet.
        at_once = {effect.key for effect in (*taken, *more) if effect.kind == "open"}
        late = [k for k, a in state.assignments.items() if a.state == "opening" and k not in at_once]
        for key in late:
            del state.assignments[key]
        await self.writes(state, (*taken, *more))
        return told


async def _nobody(_: Any) -> None:
    """No letter leaves."""


@asynccontextmanager
async def staged(desk: Desk, folder: Path) -> AsyncIterator[Stage]:
    """A round that an officer opened, who is asked to examine the request."""
    await desk.hire("officer")
    stage = Stage(desk, folder)
    desk.app.state.tools = replace(desk.app.state.tools, intake=stage)
    await stage.opens()
    yield stage


@dataclass(frozen=True)
class Browser:
    """An officer's browser on the round's pages."""

    http: httpx2.AsyncClient
    stage: Stage

    @property
    def base(self) -> str:
        """The round's page."""
        return f"/desk/rounds/{self.stage.round}"

    async def page(self, path: str = "") -> httpx2.Response:
        """A page of the round."""
        return await self.http.get(f"{self.base}{path}")

    async def press(self, page: httpx2.Response, action: str, **typed: Any) -> httpx2.Response:
        """Press a button of a page, with this typed into its form; `__` stands for a dot."""
        pairs: dict[str, list[str]] = {}
        for name, value in act_form(page.text).pairs:
            pairs.setdefault(name, []).append(value)
        given = {name.replace("__", "."): value for name, value in typed.items()}
        return await self.http.post(str(page.request.url), data={**pairs, **given, "action": action})


def act_form(text: str) -> Any:
    """The form of an act, among those of the frame."""
    forms = re.findall(r'<form[^>]*action="[^"]*/do/.*?</form>', text, re.DOTALL)
    assert len(forms) == 1, text[-3000:]
    return form_of(forms[0])


def plain(page: httpx2.Response) -> str:
    """What a page says."""
    text = re.sub(r"<(style|script).*?</\1>", "", page.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
