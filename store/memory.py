"""A database in memory, for what is only tried: it ends with its connections, and no disk sees it."""

import uuid
from typing import Any

from sqlalchemy import Table, inspect
from sqlmodel import SQLModel, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

import store.every_table  # noqa: F401 - fills the metadata
from store.papers import Paper
from store.round_state import RoundState
from store.sent_texts import SentText
from store.session import Database
from store.tables import (
    Assignment,
    CalendarEvent,
    Grant,
    Inbox,
    Letter,
    Officer,
    Participant,
    Person,
    ReportVersion,
    Round,
    Secretariat,
)
from store.uploads import Upload
from store.wordings import Wording

OF_ROUND = (
    Participant,
    Assignment,
    Grant,
    Letter,
    Inbox,
    ReportVersion,
    CalendarEvent,
    Upload,
    Paper,
    RoundState,
)
"""What a round has rows of, in an order in which each finds the one that it refers to."""


async def in_memory() -> Database:
    """An empty database with all tables."""
    name = f"file:{uuid.uuid4().hex}?mode=memory&cache=shared&uri=true"
    database = Database(f"sqlite+aiosqlite:///{name}", pool=1)
    async with database.writing() as s:
        await (await s.connection()).run_sync(SQLModel.metadata.create_all, checkfirst=False)
    return database


async def copy_round(source: AsyncSession, target: AsyncSession, round_id: str) -> None:
    """Add one round to a database that has nothing yet, with its people and those of its secretariat.

    What was sent and has no answer is left where it is: nobody hands it over here.
    """
    round_ = (await source.exec(select(Round).where(Round.id == round_id))).one()
    officers = list(await source.exec(select(Officer).where(Officer.secretariat_id == round_.secretariat_id)))
    takes_part = select(Participant.person_id).where(Participant.round_id == round_id)
    written_to = select(Letter.person_id).where(Letter.round_id == round_id)
    known = or_(
        col(Person.id).in_(takes_part),
        col(Person.id).in_(written_to),
        col(Person.id).in_([officer.person_id for officer in officers]),
    )
    await _add(target, list(await source.exec(select(Person).where(known))))
    secretariat = await source.exec(select(Secretariat).where(Secretariat.id == round_.secretariat_id))
    await _add(target, list(secretariat))
    await _add(target, officers)
    words = select(Wording).where(
        Wording.secretariat_id == round_.secretariat_id, col(Wording.ended_at).is_(None)
    )
    written_by = select(Officer.id).where(Officer.secretariat_id == round_.secretariat_id)
    await _add(target, list(await source.exec(words.where(col(Wording.officer_id).in_(written_by)))))
    await _add(target, [round_])
    for table in OF_ROUND:
        model: Any = table
        await _add(target, [row for row in await source.exec(_of(model, round_id)) if _answered(row)])
    texts = select(SentText).join(Letter, col(Letter.key) == SentText.letter)
    await _add(target, list(await source.exec(texts.where(Letter.round_id == round_id))))


def _of(model: Any, round_id: str) -> Any:
    return select(model).where(model.round_id == round_id)


def _answered(row: Any) -> bool:
    return not isinstance(row, Inbox) or row.state in ("accepted", "refused")


async def _add(s: AsyncSession, rows: list[Any]) -> None:
    if rows:
        table: Table = inspect(type(rows[0])).local_table
        mapped = inspect(type(rows[0])).column_attrs
        values = [{attr.columns[0].name: getattr(row, attr.key) for attr in mapped} for row in rows]
        await (await s.connection()).execute(table.insert(), values)
