"""Those who take part in one round: they do what they are asked, over HTTP, whatever dies meanwhile.

Officers speak to the API with their key, everybody else fills in the page behind their link. Whoever has no
answer looks again, and sends again what was not kept.
"""

import asyncio
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal, TypeVar
from urllib.parse import parse_qs, urlsplit

import httpx2
from pydantic import TypeAdapter
from sqlmodel import SQLModel, col, select
from temporalio.client import WorkflowHandle
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from api.links.answering import DONE
from api.links.codes import ACTION
from api.links.pages import RECORDED, SENT
from local.cast import Form, flat
from local.mail import parse, text
from local.mailbox import Mailbox
from rounds.steps.publication import authorises
from rounds.submissions.codes import FIELD
from store.links import Links
from store.tables import Assignment, CalendarEvent, Grant, Inbox, Participant, Person, Round
from tests.api.visitor import filled
from tests.chaos.kills import Kills
from tests.chaos.patience import AWAY, GLANCE, patiently
from tests.chaos.programs import KEY, Programs
from tests.templates.browser import form_of
from tests.workflows import cast
from tests.workflows.anyone import Anyone
from tests.workflows.world import SKIPS
from workflows.names import publishing_id
from workflows.round import RoundWorkflow

Row = TypeVar("Row", bound=SQLModel)

LOOKS = 5
"""So often nothing may be found to do before time passes: what follows may still be being written."""
OFTEN = 0.15
"""How often somebody lets a day or two pass before they do what they are asked."""
A_CODE_COMES = 20.0
"""Seconds that somebody waits for a code before they ask for another."""
OFFICER = "responsible_officer"
CODE = re.compile(r"\b(\d{4}) (\d{4})\b")


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What somebody was told of what they sent: that the round has taken it, or that it is kept."""

    round: str
    key: str
    by: str
    told: Literal["taken", "kept"]


@dataclass
class People:
    """Of one round, under the methodology of this name; by `chance` they do things one way or another."""

    programs: Programs
    kills: Kills
    name: str
    rules: str
    chance: random.Random
    acknowledged: list[Acknowledged] = field(default_factory=list)
    round: str = ""
    _still: int = 0
    _tried: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.anyone = Anyone(self.rules)
        self.links = Links([KEY], self.programs.pages)
        config = TimeSkippingConfig(max_session_skip_count=SKIPS)
        self.skipper = TimeSkipper(self.programs.client, config=config)

    async def play(self) -> None:
        """From the request until the round and what comes after it are over."""
        pages = self.programs.pages
        key = self.programs.keys[self.anyone.rules.secretariat]
        browser = httpx2.AsyncClient(base_url=pages, headers={"Origin": pages}, timeout=60)
        api = httpx2.AsyncClient(base_url=pages, headers={"Authorization": f"Bearer {key}"}, timeout=60)
        async with browser as self.browser, api as self.api:
            while not self.round:
                await self.opens()
            while not await patiently(self.is_over):
                await patiently(self.goes_on)

    # ---- what happens next

    async def goes_on(self) -> None:
        """The first who is asked something does it; where nobody is, time passes."""
        open_ = await self.rows(Assignment, Assignment.state == "open")
        told = {one.key for one in self.acknowledged}
        sent = await self.rows(Inbox)
        self.nothing_is_lost(sent)
        on_its_way = {row.key for row in sent if row.state == "received"}
        todo = sorted((a for a in open_ if a.key not in told | on_its_way), key=lambda a: a.key)
        if todo:
            self._still = 0
            await self.does(self.chance.choice(todo))
            return
        await asyncio.sleep(GLANCE)
        self._still = 0 if open_ or on_its_way else self._still + 1
        if self._still > LOOKS:
            await self.time_passes()

    def nothing_is_lost(self, sent: Sequence[Inbox]) -> None:
        """What was acknowledged is in the database from then on. Raises: AssertionError."""
        kept = {(row.key, row.participant_id) for row in sent}
        lost = [said for said in self.acknowledged if said.key and (said.key, said.by) not in kept]
        assert not lost, lost

    async def is_over(self) -> bool:
        """Whether the round is closed, and what comes after it too."""
        (round_,) = await self.rows(Round) or (None,)
        return bool(round_ and round_.closed_at and not round_.publishing)

    async def time_passes(self) -> None:
        """To the evening of the visit's first day, or of its last; after the round, a day."""
        (round_,) = await self.rows(Round) or (None,)
        if round_ and round_.closed_at:
            if round_.publishing:
                await self.skipper.fast_forward(self.workflow(publishing_id(self.round)), timedelta(days=1))
            return
        if (await self.workflow(self.round).query(RoundWorkflow.status)).open:
            return
        now = await self.skipper.get_current_time(self.workflow(self.round))
        for event in await self.rows(CalendarEvent):
            evenings = [datetime.combine(day, time(23, 55), UTC) for day in (event.starts, event.ends)]
            if left := [evening - now for evening in evenings if evening > now]:
                await self.skipper.fast_forward(self.workflow(self.round), left[0])
                return

    # ---- what people do

    async def opens(self) -> None:
        """An officer opens the round, or finds that it was opened although nobody answered."""
        body = self.anyone.opening(self.name, note=True, rules=self.rules)
        how: Any = {"json": plain(body), "headers": {"Idempotency-Key": f"opening-{self.name}"}}
        try:
            answer = await self.sends(self.api, "/api/v1/rounds", body.kind, **how)
        except AWAY:
            await patiently(self.finds)
            return
        if answer.status_code in (201, 202):
            self.round = answer.json()["round"]
            self.hears("", OFFICER, answer.status_code == 201)
        elif answer.status_code in (409, 500, 503):
            await patiently(self.finds)
        else:
            raise AssertionError((self.name, answer.status_code, answer.text))

    async def finds(self) -> None:
        """Look whether an opening was kept of which nobody was told."""
        opening = (Inbox.kind == "open_round", col(Inbox.body).contains(cast.address("approver", self.name)))
        async with self.programs.database.reading() as s:
            self.round = (await s.exec(select(Inbox.round_id).where(*opening))).one_or_none() or ""
        await asyncio.sleep(GLANCE)

    async def does(self, a: Assignment) -> None:
        """Whoever holds an assignment does it, at once or after a day or two, however often they try."""
        first = a.key not in self._tried
        self._tried.add(a.key)
        if first and self.chance.random() < OFTEN:
            days = timedelta(days=self.chance.randint(1, 2))
            await self.skipper.fast_forward(self.workflow(a.round_id), days)
        live = await self.rows(Grant, Grant.assignment_key == a.key, Grant.state == "live")
        if not live:
            return
        grant = min(live, key=lambda grant: grant.participant_id)
        body = self.anyone.usual(self.name, a)
        if grant.participant_id == OFFICER:
            await self.files(a, body)
        else:
            await self.fills_in(a, grant, body)

    async def files(self, a: Assignment, body: Any) -> None:
        """An officer looks at the round, and answers through the API."""
        await self.api.get(f"/api/v1/rounds/{self.round}")
        filing = {"key": a.key, "participant": OFFICER, "body": plain(body)}
        address = f"/api/v1/rounds/{self.round}/submissions"
        answer = await self.sends(self.api, address, a.key, json=filing)
        if answer.status_code in (200, 202):
            self.hears(a.key, OFFICER, answer.status_code == 200)
        else:
            await self.was_refused(a, answer)

    async def fills_in(self, a: Assignment, grant: Grant, body: Any) -> None:
        """Somebody opens their link, fills in the page and sends it."""
        address = self.links.url(grant.id)
        page = (await self.browser.get(address, follow_redirects=True)).text
        form = Form(page)
        if form.kind != a.kind:
            # What was sent before has been kept after all.
            return
        data = {**_typed(page, flat(body)), **form.hidden, "action": "submit"}
        if authorises(body):
            data[FIELD] = await self.code(grant, form, data)
        answer = await self.sends(self.browser, form.action, a.key, data=data)
        done = parse_qs(urlsplit(answer.headers.get("location", "")).query).get(DONE, [""])[0]
        if done in (RECORDED, SENT):
            self.hears(a.key, grant.participant_id, done == RECORDED)
        else:
            await self.was_refused(a, answer)

    async def code(self, grant: Grant, form: Form, data: Any) -> str:
        """Ask for the code by which a publication is authorised, and read it in the letter that brings it."""
        async with self.programs.database.reading() as s:
            at = select(Person.email).join(Participant).where(Participant.id == grant.participant_id)
            address = (await s.exec(at.where(Participant.round_id == self.round))).one()
        before = len(await asyncio.to_thread(self.codes, address))
        await self.sends(self.browser, form.action, ACTION, data={**data, "action": ACTION})
        deadline = asyncio.get_running_loop().time() + A_CODE_COMES
        while asyncio.get_running_loop().time() < deadline:
            codes = await asyncio.to_thread(self.codes, address)
            if len(codes) > before:
                return codes[0]
            await asyncio.sleep(GLANCE)
        raise httpx2.ReadTimeout("no letter brings the code")

    def codes(self, address: str) -> list[str]:
        """The codes that letters brought, the newest first."""
        mailbox = Mailbox(self.programs.letters)
        found = []
        for letter in mailbox.newest(0, 1000):
            if any(to["Address"] == address for to in letter["To"]):
                kept = mailbox.letter(letter["ID"])
                found += ["".join(code) for code in CODE.findall(text(parse(kept.raw)) if kept else "")]
        return found

    async def was_refused(self, a: Assignment, answer: httpx2.Response) -> None:
        """An answer that is no acknowledgement: whoever has it looks again.

        A round closes what it asks for a moment before that is written (409). Raises: AssertionError when
        what was sent is wrong.
        """
        now = [row.state for row in await self.rows(Assignment, Assignment.key == a.key)]
        if answer.status_code < 500 and answer.status_code != 409 and now == ["open"]:
            words = answer.text.partition('<div class="errors"')[2].partition("</div>")[0] or answer.text
            raise AssertionError((self.name, a.key, answer.status_code, words[:2000]))
        await asyncio.sleep(GLANCE)

    def hears(self, key: str, by: str, taken: bool) -> None:
        """Somebody is told what became of what they sent."""
        told: Literal["taken", "kept"] = "taken" if taken else "kept"
        self.acknowledged.append(Acknowledged(self.round, key, by, told))

    async def sends(self, http: httpx2.AsyncClient, address: str, what: str, **more: Any) -> httpx2.Response:
        """Send something; from now on a program may be killed over it."""
        self.kills.sending(f"{what} of {self.round or self.name}")
        answer = await http.post(address, **more)
        self.kills.answered += answer.status_code < 500
        return answer

    # ---- what there is to see

    def workflow(self, id: str) -> WorkflowHandle[Any, Any]:
        """The round's workflow, or what comes after it."""
        return self.programs.client.get_workflow_handle(id)

    async def rows(self, table: type[Row], *those: Any) -> Sequence[Row]:
        """The rows of the round in a table."""
        column: Any = "id" if table is Round else "round_id"
        async with self.programs.database.reading() as s:
            found = await s.exec(select(table).where(getattr(table, column) == self.round, *those))
            return found.all()


def plain(body: Any) -> dict[str, Any]:
    """A submission as the API takes it."""
    given = TypeAdapter(type(body)).dump_python(body, mode="json", exclude_defaults=True)
    return {"kind": body.kind, **given}


def _typed(page: str, said: dict[str, Any]) -> dict[str, Any]:
    """What is typed into a page; what it shows beforehand stays where nothing else is said of it."""
    parts = {name.partition(".")[0] for name in said}
    shown = filled(form_of(page)).items()
    return {name: value for name, value in shown if name.partition(".")[0] not in parts} | said
