"""What the tests of activities do to the world: send, commit (always twice), and look at all of it."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import literal, union_all
from sqlmodel import SQLModel, select
from temporalio.exceptions import ApplicationError

import store.every_table  # noqa: F401 - fills the metadata
from activities.committing import RoundActivities
from activities.post import LetterActivities
from methodologies.loader import methodology
from rounds.state import keeping
from rounds.state.batches import Batch, Written
from rounds.state.effects import Begin, Effect, Open, Take
from rounds.state.keys import Key
from rounds.state.round import Round
from rounds.submissions.envelope import Submission
from rounds.submissions.panel import ProposePanel, Shortlist
from rounds.submissions.people import Candidate, Contact, Language
from rounds.submissions.request import Note, OpenRound
from store import inbox, officers
from store.links import Links
from store.outbox import Delivery
from store.session import Database
from store.tables import Grant, Letter, Officer, Participant, Person
from tests.activities.mail import Mailbox

KEYS = ["a-key-that-signs-links-in-tests-only"]
URL = "https://ronda.example"
RIPSO = methodology("ripso")
NOON = datetime(2027, 3, 3, 15, tzinfo=UTC)
"""A Wednesday, noon in Asuncion."""


def contact(name: str, language: Language = "es", time_zone: str = "") -> Contact:
    """Somebody, by the name of their role."""
    address = f"{name.lower().replace(' ', '.')}@example.org"
    return Contact(name=name, email=address, language=language, time_zone=time_zone)


def candidate(name: str, country: str, language: Language = "es") -> Candidate:
    """Somebody who may take a seat."""
    return Candidate(
        name=name,
        email=f"{name.lower().replace(' ', '.')}@example.org",
        language=language,
        country=country,
        institution=f"Institution of {name}",
        points=RIPSO.profile_points,
    )


OPENING = OpenRound(
    methodology="ripso",
    country="PRY",
    institution="Gabinete Social",
    focal_point=contact("Focal Point"),
    alternate_contact=contact("Alternate Contact"),
    technical_team=(contact("Technical Team"),),
    note=Note(initiative="Registro social único", stage="reform", objective="Un registro validado"),
)

PANEL = ProposePanel(
    seats=(
        Shortlist(candidates=(candidate("Chile One", "CHL"), candidate("Chile Two", "CHL"))),
        Shortlist(candidates=(candidate("Jamaica One", "JAM", "en"),)),
    ),
    coordinators=(contact("Lead Coordinator"), contact("Second Coordinator", "en")),
)
FIRST, SECOND, OTHER = "candidate-1.1.1", "candidate-1.1.2", "candidate-1.2.1"
LEAD = "coordinator-1.1"

_FILLED = union_all(
    *(select(literal(t.name)).where(t.select().exists()) for t in SQLModel.metadata.tables.values())
)
"""Which tables hold anything: most of them nothing, and to ask each would take most of a look at all."""


class World:
    """One round with its database, its mail server and the jobs of its letters."""

    rounds: RoundActivities
    letters: LetterActivities

    def __init__(self, database: Database, mailbox: Mailbox) -> None:
        self.database = database
        self.mailbox = mailbox
        self.jobs: list[Delivery] = []
        self.told: list[tuple[str, str]] = []
        """What rounds were told: of whom the address refuses."""
        self.rounds_run = True
        """Whether rounds have a workflow that can be told anything."""
        self.later = timedelta(0)
        """How far the wall clock that letters see is ahead."""
        self.holds = False
        """Whether letters wait for their readers' mornings: `morning_comes` sends them then."""
        self.held: list[Delivery] = []
        self.round = ""
        self.serials: dict[str, int] = {}
        self._sent = 0

    @property
    def serial(self) -> int:
        """The number of the last batch of the round that is looked at."""
        return self.serials.get(self.round, 0)

    @serial.setter
    def serial(self, serial: int) -> None:
        self.serials[self.round] = serial

    def clock(self) -> datetime:
        """The wall clock, as letters see it."""
        return datetime.now(UTC) + self.later

    async def start_letters(self, letters: Iterable[Delivery]) -> None:
        """Each letter's job makes its first attempt at once; it is one job, however often it is started."""
        for letter in dict.fromkeys(letters):
            if letter not in self.jobs:
                self.jobs.append(letter)
            if self.holds and letter.held_until and letter.held_until > self.clock():
                self.held = [*dict.fromkeys([*self.held, letter])]
                continue
            with suppress(ApplicationError):
                await self.letters.send_letter(letter)

    async def morning_comes(self) -> None:
        """Whoever has a letter waiting for their morning is sent it now."""
        held, self.held, self.holds = self.held, [], False
        await self.start_letters(held)
        self.holds = True

    async def tell(self, round: str, participant: str) -> bool:
        """A round hears that an address refuses, if it is there."""
        if self.rounds_run:
            self.told.append((round, participant))
        return self.rounds_run

    async def open(self) -> None:
        """A secretariat with two officers, and a round that one of them opened."""
        async with self.database.writing() as s:
            await officers.add_secretariat(s, "DIS", "Department of Social Inclusion")
            await officers.add_officer(s, "DIS", contact("Head Of Section"), head=True)
            await officers.add_officer(s, "DIS", contact("Officer"), head=False)
            officer = next(o for o in await self.rows_in(s, Officer) if not o.head)
            kept = await inbox.keep_opening(s, id="opening", body=OPENING, officer_id=officer.id)
            self.round = kept.round_id
        await self.commit(Begin(opening="opening", methodology=RIPSO))

    async def send(self, body: Submission, key: str = "", by: str = "", officer: str = "") -> str:
        """Keep a submission in the inbox; gives its id."""
        self._sent += 1
        async with self.database.writing() as s:
            row = await inbox.keep(
                s,
                id=f"sent-{self._sent}",
                round_id=self.round,
                key=key,
                kind=body.kind,
                participant_id=by,
                officer_id=officer,
                body=body,
            )
        return row.id

    async def take(self, body: Submission, key: str, by: str, *more: Effect) -> str:
        """Keep a submission and have it accepted, with what follows; gives its id."""
        sent = await self.send(body, key, by)
        await self.commit(Take(submission=sent, key=key, subject=body.kind, by=by, officer=""), *more)
        return sent

    async def panel(self) -> None:
        """The panel is proposed: its people take part."""
        await self.take(PANEL, "propose_panel:1", "responsible_officer")

    async def commit(
        self, *effects: Effect, now: datetime = NOON, step: str = "request", outcome: str = ""
    ) -> Written:
        """Commit a batch as a retry does, twice; the second time changes nothing at all (K1)."""
        self.serial += 1
        batch = self.batch(*effects, now=now, step=step, outcome=outcome)
        first = await self.rounds.commit(batch)
        before = (await self.everything(), list(self.jobs), self.ids())
        second = await self.rounds.commit(batch)
        assert (await self.everything(), list(self.jobs), self.ids()) == before
        assert second == first
        return first

    def batch(
        self, *effects: Effect, now: datetime = NOON, step: str = "request", outcome: str = ""
    ) -> Batch:
        """A batch of this round under the serial of now, with a state that knows of no assignment."""
        state = Round(id=self.round, methodology=RIPSO, country="PRY", opening="opening", serial=self.serial)
        return Batch(
            round=self.round,
            now=now,
            step=step,
            outcome=outcome,
            serial=self.serial,
            effects=effects,
            state=keeping.kept(state),
            whole=True,
        )

    def ids(self) -> list[str]:
        """The Message-IDs that arrived, in order."""
        return [letter["Message-ID"] for letter in self.mailbox.letters()]

    async def rows_in(self, s: Any, table: type[Any]) -> list[Any]:
        """All rows of a table, inside a transaction."""
        return list(await s.exec(select(table)))

    async def rows(self, table: type[Any]) -> list[Any]:
        """All rows of a table."""
        async with self.database.reading() as s:
            return await self.rows_in(s, table)

    async def everything(self) -> dict[str, list[dict[str, Any]]]:
        """The whole database."""
        async with self.database.reading() as s:
            connection = await s.connection()
            filled = set(await connection.scalars(_FILLED))
            return {
                name: [dict(row._mapping) for row in await connection.execute(table.select())]
                if name in filled
                else []
                for name, table in sorted(SQLModel.metadata.tables.items())
            }

    async def letters_of(self, template: str) -> list[Letter]:
        """The outbox's letters of a template, by key."""
        rows = [row for row in await self.rows(Letter) if row.template == template]
        return sorted(rows, key=lambda row: row.key)

    async def to(self, template: str) -> list[str]:
        """To whom letters of a template were written."""
        return [letter.participant_id for letter in await self.letters_of(template)]

    async def grants(self, key: str, state: str = "live") -> list[str]:
        """Who has a link to an assignment in this state."""
        rows = [g for g in await self.rows(Grant) if (g.assignment_key, g.state) == (key, state)]
        return sorted(g.participant_id for g in rows)

    async def person(self, participant: str) -> Person:
        """Who a participant is."""
        ids = {p.id: p.person_id for p in await self.rows(Participant) if p.round_id == self.round}
        person: Person = next(p for p in await self.rows(Person) if p.id == ids[participant])
        return person

    async def url(self, key: str, participant: str) -> str:
        """The link that a participant has to an assignment."""
        found = [
            g for g in await self.rows(Grant) if (g.assignment_key, g.participant_id) == (key, participant)
        ]
        return Links(KEYS, URL).url(max(found, key=lambda g: g.serial).id)


def opening(key: str, role: str, holders: Sequence[str], **more: Any) -> Open:
    """The effect that opens an assignment."""
    return Open(key=key, rule=RIPSO.rule(Key.parse(key).kind), role=role, holders=tuple(holders), **more)


def invitation(participant: str) -> str:
    """The key of a candidate's invitation."""
    return f"answer_invitation:{participant}"
