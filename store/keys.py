"""The API keys of officers: each has a name, a scope and an end; of the key itself the sha256 is kept (S1).

A key has the randomness of 256 bits: a plain hash of it cannot be turned back.
"""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store import last_use
from store.columns import UTCDateTime, one_of
from store.desk_log import log
from store.tables import Officer, Person

SCOPES = ("read", "act")
"""What a key may be made for; what each may do, `api.policies` says."""
FIRST = "first"
"""The name of the key with which an officer is added."""
MOST_DAYS = 731
"""For which a key may be made."""
USUAL_DAYS = 365
USE_SHOWN = timedelta(hours=1)
"""How exactly the last use is known: it is written no more often."""
LONGEST = 100
"""Characters of a name."""


class OfficerKey(SQLModel, table=True):
    """A key of an officer's; `used_at` is when it was used last, to the hour."""

    __tablename__ = "officer_key"
    __table_args__ = (one_of("scope", *SCOPES),)
    id: str = Field(primary_key=True)
    officer_id: str = Field(foreign_key="officer.id", index=True)
    name: str
    scope: str
    sha256: str = Field(unique=True)
    made_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by: str = ""
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class NameInUse(Exception):
    """An officer has a key of this name that works: which one is meant must stay clear."""


@dataclass(frozen=True, slots=True)
class KeyRead:
    """A key, whose it is, and who that is."""

    key: OfficerKey
    officer: Officer
    person: Person


def hashed(key: str) -> str:
    """What is kept of a key."""
    return sha256(key.encode()).hexdigest()


async def known(s: AsyncSession, key: str, now: datetime) -> KeyRead | None:
    """Whose key this is; None for one that is unknown, over, ended, or of an officer who is one no more."""
    rows = await s.exec(
        select(OfficerKey, Officer, Person)
        .join(Officer, col(Officer.id) == OfficerKey.officer_id)
        .join(Person, col(Person.id) == Officer.person_id)
        .where(OfficerKey.sha256 == hashed(key), col(Officer.revoked_at).is_(None), *_works(now))
    )
    found = rows.one_or_none()
    return KeyRead(*found) if found else None


async def make(
    s: AsyncSession, officer_id: str, name: str, scope: str, by: str, now: datetime, *, days: int = USUAL_DAYS
) -> str:
    """Make a key, which is shown now and never again. Raises: NameInUse."""
    if any(key.name == name for key in await of_officer(s, officer_id, now)):
        raise NameInUse(name)
    row, key = _made(officer_id, name, scope, now, days)
    s.add(row)
    log(s, "key_made", row.id, by=by, now=now, officer=officer_id, scope=scope)
    return key


async def first(s: AsyncSession, officer_id: str, by: str, now: datetime) -> str:
    """Make the key with which an officer is added, in the place of the one before."""
    for key in await of_officer(s, officer_id, now):
        if key.name == FIRST:
            _end(s, key, by, now)
    row, made = _made(officer_id, FIRST, "act", now, USUAL_DAYS)
    s.add(row)
    return made


def _made(officer_id: str, name: str, scope: str, now: datetime, days: int) -> tuple[OfficerKey, str]:
    key = f"ronda_{secrets.token_urlsafe(32)}"
    row = OfficerKey(
        id=uuid.uuid4().hex,
        officer_id=officer_id,
        name=name,
        scope=scope,
        sha256=hashed(key),
        made_at=now,
        ends_at=now + timedelta(days=days),
    )
    return row, key


async def of_officer(s: AsyncSession, officer_id: str, now: datetime) -> Sequence[OfficerKey]:
    """The keys of an officer that work, by name."""
    rows = await s.exec(
        select(OfficerKey)
        .where(OfficerKey.officer_id == officer_id, *_works(now))
        .order_by(col(OfficerKey.name))
    )
    return rows.all()


async def of_secretariat(s: AsyncSession, secretariat_id: str, now: datetime) -> tuple[KeyRead, ...]:
    """The keys of a secretariat's officers that work, by whose they are."""
    rows = await s.exec(
        select(OfficerKey, Officer, Person)
        .join(Officer, col(Officer.id) == OfficerKey.officer_id)
        .join(Person, col(Person.id) == Officer.person_id)
        .where(Officer.secretariat_id == secretariat_id, col(Officer.revoked_at).is_(None), *_works(now))
        .order_by(col(Person.name), col(Officer.id), col(OfficerKey.name))
    )
    return tuple(KeyRead(*row) for row in rows)


def _works(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(OfficerKey.ended_at).is_(None), col(OfficerKey.ends_at) > now


async def end(s: AsyncSession, secretariat_id: str, key_id: str, by: str, now: datetime) -> bool:
    """End a key of this secretariat's; it opens nothing from the next call on. False if there is none."""
    for read in await of_secretariat(s, secretariat_id, now):
        if read.key.id == key_id:
            _end(s, read.key, by, now)
            return True
    return False


async def end_all(s: AsyncSession, officer_id: str, by: str, now: datetime) -> None:
    """End all keys of an officer."""
    for key in await of_officer(s, officer_id, now):
        _end(s, key, by, now)


def _end(s: AsyncSession, key: OfficerKey, by: str, now: datetime) -> None:
    key.ended_at, key.ended_by = now, by
    s.add(key)
    log(s, "key_ended", key.id, by=by, now=now, officer=key.officer_id)


def shows_use(key: OfficerKey, now: datetime) -> bool:
    """Whether what is known of its last use is new enough."""
    return last_use.shows(key.used_at, now, USE_SHOWN)


async def use(s: AsyncSession, key_id: str, now: datetime) -> None:
    """Write down that a key was used; of several at once it is written for one."""
    await last_use.note(s, OfficerKey, col(OfficerKey.id) == key_id, now, USE_SHOWN)
