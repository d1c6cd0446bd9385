"""Letters that officers have sent to themselves, to see how words look in their own mail program."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel, col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store import retention
from store.at_work import AtDesk, at_work
from store.columns import UTCDateTime, one_of
from store.rows import insert_once
from store.tables import Officer
from store.wordings import Page

AT_ONCE = 5
"""Specimens that an officer may have within `WITHIN` (E7)."""
WITHIN = timedelta(minutes=15)


class Specimen(SQLModel, table=True):
    """A letter of a round as it would be with words that are only tried; it is sent once, to its officer.

    `said`: the words by their message. sending: it is on its way, or was when its worker died (E2).
    """

    __table_args__ = (
        one_of("state", "waiting", "sending", "sent", "uncertain", "refused", "unmade"),
        Index("ix_specimen_officer", "officer_id", "asked_at"),
    )
    id: str = Field(primary_key=True)
    officer_id: str = Field(foreign_key="officer.id")
    letter_key: str
    letter: str
    language: str
    methodology: str
    said: dict[str, Any] = Field(sa_type=JSON)
    state: str = "waiting"
    asked_at: datetime = Field(sa_type=UTCDateTime)


async def ask(
    s: AsyncSession,
    id: str,
    officer: Officer,
    letter_key: str,
    page: Page,
    said: Mapping[str, tuple[str, ...]],
    now: datetime,
) -> bool:
    """Keep one to be sent; asked for twice, it is one. False if there were too many just now."""
    had = select(func.count()).where(Specimen.officer_id == officer.id, col(Specimen.asked_at) > now - WITHIN)
    if await s.get(Specimen, id):
        return True
    if (await s.exec(had)).one() >= AT_ONCE:
        return False
    row = Specimen(
        id=id,
        officer_id=officer.id,
        letter_key=letter_key,
        letter=page.letter,
        language=page.language,
        methodology=page.methodology,
        said={message: list(forms) for message, forms in said.items()},
        asked_at=now,
    )
    await insert_once(s, row)
    return True


async def take_up(s: AsyncSession, id: str) -> tuple[Specimen, AtDesk] | None:
    """One that is sent now, with its officer. None: it is not to be sent (again)."""
    row = await s.get(Specimen, id, with_for_update=True)
    if row is None or row.state != "waiting":
        return None
    officer = await at_work(s, row.officer_id)
    if officer is None:
        return None
    row.state = "sending"
    s.add(row)
    return row, officer


async def purge(s: AsyncSession, now: datetime) -> int:
    """Forget those that were asked for long ago; how many there were."""
    before = now - retention.kept("specimens")
    return int((await s.exec(delete(Specimen).where(col(Specimen.asked_at) < before))).rowcount)
