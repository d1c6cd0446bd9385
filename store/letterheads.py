"""What stands at the head and the foot of a secretariat's letters: as it is today, and each that was before.

Today's is read with the secretariat's row, wherever that is read; rounds pin none of it.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import UTCDateTime
from store.desk_log import log
from store.tables import Officer, Person, Secretariat

MOST = 20
"""Earlier ones that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """A secretariat's name and signature by language, and where it is to be found; all may be left out.

    `address` has a line for each line on the envelope.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    signatures: Mapping[str, str] = field(default_factory=dict)
    email: str = ""
    telephone: str = ""
    address: str = ""


class LetterheadKept(SQLModel, table=True):
    """A letterhead that an officer set: the latest is the one that holds."""

    __tablename__ = "letterhead"
    __table_args__ = (Index("ix_letterhead_secretariat", "secretariat_id", "at"),)
    id: str = Field(primary_key=True)
    secretariat_id: str = Field(foreign_key="secretariat.id")
    said: dict[str, Any] = Field(sa_type=JSON)
    officer_id: str = Field(foreign_key="officer.id")
    at: datetime = Field(sa_type=UTCDateTime)


@dataclass(frozen=True, slots=True)
class LetterheadRead:
    """A letterhead, and who set it."""

    kept: LetterheadKept
    by: Person

    @property
    def said(self) -> Letterhead:
        """What it says."""
        return Letterhead(**self.kept.said)


class Overtaken(Exception):
    """Somebody else has changed it since it was shown."""


def today(secretariat: Secretariat) -> Letterhead:
    """The letterhead that holds now."""
    return Letterhead(**secretariat.letterhead)


def name_of(secretariat: Secretariat, names: Mapping[str, str], language: str) -> str:
    """The secretariat's name today; where none is set, that of a methodology's `names`, else its first."""
    return today(secretariat).names.get(language) or names.get(language, secretariat.name)


async def before(s: AsyncSession, secretariat_id: str) -> tuple[LetterheadRead, ...]:
    """The letterheads of a secretariat, the latest first."""
    rows: Sequence[Any] = (
        await s.exec(
            select(LetterheadKept, Person)
            .join(Officer, col(Officer.id) == LetterheadKept.officer_id)
            .join(Person, col(Person.id) == Officer.person_id)
            .where(LetterheadKept.secretariat_id == secretariat_id)
            .order_by(col(LetterheadKept.at).desc(), col(LetterheadKept.id))
            .limit(MOST)
        )
    ).all()
    return tuple(LetterheadRead(*row) for row in rows)


async def set_(
    s: AsyncSession, officer: Officer, letterhead: Letterhead, *, based_on: str, now: datetime
) -> bool:
    """Have it hold from now on; False if it says the same. `based_on`: the id of the one that was shown.

    Raises: Overtaken.
    """
    locked = select(Secretariat).where(Secretariat.id == officer.secretariat_id).with_for_update()
    secretariat = (await s.exec(locked.execution_options(populate_existing=True))).one()
    earlier = await before(s, secretariat.id)
    if based_on != (earlier[0].kept.id if earlier else ""):
        raise Overtaken
    if letterhead == today(secretariat):
        return False
    said = asdict(letterhead)
    row = LetterheadKept(
        id=uuid.uuid4().hex, secretariat_id=secretariat.id, said=said, officer_id=officer.id, at=now
    )
    secretariat.letterhead = said
    s.add_all((row, secretariat))
    log(s, "letterhead_set", secretariat.id, by=officer.id, now=now, letterhead=row.id)
    return True
