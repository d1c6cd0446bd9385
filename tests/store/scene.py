"""A round that has begun, and shorthands for writing to it and for looking at all that is kept."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from methodologies.loader import methodology
from rounds.methodology.model import Methodology
from rounds.state.batches import Batch, Dates
from rounds.state.effects import Begin, Effect, Open
from rounds.state.keys import Key
from rounds.submissions.people import Contact
from rounds.submissions.request import Document, Note, OpenRound
from store import inbox
from store.audit_log import Audit
from store.officers import add_officer, add_secretariat
from store.session import Database
from store.tables import Assignment, Grant, Officer, Person
from store.writes import assignments, rounds

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
KEY = "agree_panel:1"
MY_ROUND = [("", "alternate_contact", 1, "live"), ("", "focal_point", 1, "live")]
DUE = NOW + timedelta(days=14)
DATES = Dates(key="", due=DUE, reminders=(), monthly_from=DUE + timedelta(days=30))
RIPSO = methodology("ripso")


def contact(who: str) -> Contact:
    return Contact(name=who.capitalize(), email=f"{who}@example.org", language="es")


OPENING = OpenRound(
    methodology="ripso",
    country="PRY",
    institution="Social Cabinet",
    focal_point=contact("focal"),
    alternate_contact=contact("alternate"),
    note=Note(
        initiative="A single social registry",
        stage="reform",
        objective="One design that institutions agree",
        reference_documents=(Document(title="Site", url="https://example.org"),),
    ),
)


async def officers(database: Database) -> str:
    """The secretariat with its officer and its head; returns the officer's id."""
    async with database.writing() as s:
        await add_secretariat(s, "DIS", "Department of Social Inclusion")
        await add_officer(s, "DIS", contact("head"), head=True)
        await add_officer(s, "DIS", contact("officer"), head=False)
        found = select(Officer.id).join(Person).where(Person.email == "officer@example.org")
        return (await s.exec(found)).one()


async def open_round(database: Database, officer: str, body: OpenRound = OPENING) -> str:
    """A round that has begun; returns its id."""
    async with database.writing() as s:
        row = await inbox.keep_opening(s, id=uuid4().hex, body=body, officer_id=officer)
    async with database.writing() as s:
        effect = Begin(opening=row.id, methodology=RIPSO)
        await rounds.begin(s, batch(row.round_id, effect), effect)
    return row.round_id


async def begun(database: Database) -> str:
    """The officers, and a round that has begun; returns its id."""
    return await open_round(database, await officers(database))


def batch(round_id: str, *effects: Effect, serial: int = 1, **changes: Any) -> Batch:
    values: dict[str, Any] = {
        "now": NOW + timedelta(hours=serial),
        "step": "request",
        "outcome": "",
        **changes,
    }
    return Batch(round=round_id, serial=serial, effects=effects, **values)


def opening(key: str, *holders: str, rules: Methodology = RIPSO, **changes: Any) -> Open:
    rule = rules.rule(Key.parse(key).kind)
    return Open(key=key, rule=rule, role=rule.owner, holders=holders, **changes)


async def open_assignment(
    database: Database, round_id: str, key: str, *holders: str, serial: int = 2, rules: Methodology = RIPSO
) -> None:
    """An open assignment."""
    effect = opening(key, *holders, rules=rules)
    async with database.writing() as s:
        await assignments.open_(s, batch(round_id, effect, serial=serial), effect, DATES)


async def send(database: Database, round_id: str, key: str, by: str, body: Any, officer: str = "") -> str:
    """Something kept in the inbox; returns its id."""
    async with database.writing() as s:
        row = await inbox.keep(
            s,
            id=uuid4().hex,
            round_id=round_id,
            key=key,
            kind=body.kind,
            participant_id=by,
            officer_id=officer,
            body=body,
        )
    return row.id


async def everything(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in a stable order."""
    kept = {}
    async with database.reading() as s:
        for name, table in SQLModel.metadata.tables.items():
            rows = await (await s.connection()).execute(table.select().order_by(*table.primary_key))
            kept[name] = [dict(row) for row in rows.mappings()]
    return kept


async def twice(database: Database, write: Callable[[AsyncSession], Awaitable[Any]]) -> None:
    """Write, and write again: nothing is changed by the second time."""
    async with database.writing() as s:
        await write(s)
    once = await everything(database)
    async with database.writing() as s:
        await write(s)
    assert await everything(database) == once


@dataclass
class Scene:
    """A round with one open assignment of the focal point."""

    database: Database
    round: str

    async def do(
        self, write: Callable[..., Awaitable[Any]], effect: Any, *rest: Any, serial: int = 3, **state: Any
    ) -> None:
        """Run an effect twice, and see that the second time changed nothing."""
        now = batch(self.round, effect, serial=serial, **state)
        await twice(self.database, lambda s: write(s, now, effect, *rest))

    async def rows(self, *columns: Any, where: Any = True) -> list[Any]:
        async with self.database.reading() as s:
            found = await (await s.connection()).execute(select(*columns).where(where).order_by(*columns))
            return [tuple(row) for row in found]

    async def grants(self) -> list[Any]:
        """Key, participant, serial and state of each grant that anybody else than the secretariat has."""
        theirs = col(Grant.participant_id).not_in(["responsible_officer", "head_of_secretariat"])
        return await self.rows(
            Grant.assignment_key, Grant.participant_id, Grant.serial, Grant.state, where=theirs
        )

    async def actions(self) -> list[Any]:
        return await self.rows(Audit.actor, Audit.action, Audit.subject)

    async def state(self, *columns: Any) -> Any:
        return (await self.rows(*columns, where=Assignment.key == KEY))[0]
