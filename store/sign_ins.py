"""Links by which officers come in: each is good once, and begins a session (S1).

Of the token in a link or a cookie the sha256 alone is kept: it has the randomness of 256 bits.
"""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from sqlalchemy import Index, update
from sqlmodel import Field, SQLModel, col, delete, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.at_work import AtDesk, at_work
from store.columns import UTCDateTime, one_of
from store.persons import normal
from store.tables import Officer, Person, Secretariat

LINK_LASTS = timedelta(minutes=15)
Way = Literal["letter", "provider", "shown"]
"""How somebody comes in: by a letter, by a provider's word, by a link that an operator has shown them."""
LINKS_AT_ONCE = 3
"""Links that somebody can be made to receive within the time that one lasts (E7)."""


class SignIn(SQLModel, table=True):
    """A link by which an officer may begin a session, once; without a sha256 nobody has it yet.

    sending: a letter is on its way, or was when its worker died; it is not sent again (E2). `leads_to` is the
    page that was asked for, `way` how it is given.
    """

    __tablename__ = "sign_in"
    __table_args__ = (
        one_of("state", "waiting", "sending", "sent", "uncertain", "refused"),
        Index("ix_sign_in_officer", "officer_id", "asked_at"),
    )
    id: str = Field(primary_key=True)
    officer_id: str = Field(foreign_key="officer.id")
    sha256: str | None = Field(default=None, unique=True)
    leads_to: str = ""
    way: str = Field(default="letter", sa_column_kwargs={"server_default": ""})
    state: str = "waiting"
    asked_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A link that is given at once to somebody who has shown who they are, and for which secretariat."""

    token: str
    secretariat: str


def hashed(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


async def known(s: AsyncSession, email: str) -> bool:
    """Whether somebody at this address is an officer, anywhere: asked of a reader, which holds nobody up."""
    rows = await s.exec(
        select(Officer.id)
        .join(Person, col(Person.id) == Officer.person_id)
        .where(Person.email == normal(email), col(Officer.revoked_at).is_(None))
        .limit(1)
    )
    return rows.first() is not None


async def ask(s: AsyncSession, email: str, leads_to: str, now: datetime) -> tuple[str, ...]:
    """Write down that somebody at this address wants to come in: a link for each place where they work.

    Nothing for an address that is nobody's, and for who has had as many as they may have.
    """
    made = [await _made(s, officer, leads_to, now) for officer, _ in await offices(s, email)]
    return tuple(row.id for row in made if row)


async def admit(s: AsyncSession, email: str, leads_to: str, now: datetime) -> tuple[Admitted, ...]:
    """A link for each place where whoever has this address works, for them to use now; none for others."""
    admitted = []
    for officer, secretariat in await offices(s, email):
        token = secrets.token_urlsafe(32)
        await hand_out(s, officer.id, token, now, leads_to, way="provider")
        admitted.append(Admitted(token, secretariat.name))
    return tuple(admitted)


async def offices(s: AsyncSession, email: str) -> Sequence[tuple[Officer, Secretariat]]:
    """Where whoever has this address works now."""
    rows = await s.exec(
        select(Officer, Secretariat)
        .join(Person, col(Person.id) == Officer.person_id)
        .join(Secretariat, col(Secretariat.id) == Officer.secretariat_id)
        .where(Person.email == normal(email), col(Officer.revoked_at).is_(None))
        .order_by(col(Officer.id))
    )
    return rows.all()


async def _made(s: AsyncSession, officer: Officer, leads_to: str, now: datetime) -> SignIn | None:
    had = select(func.count()).where(SignIn.officer_id == officer.id, col(SignIn.asked_at) > now - LINK_LASTS)
    if (await s.exec(had)).one() >= LINKS_AT_ONCE:
        return None
    row = SignIn(
        id=uuid.uuid4().hex,
        officer_id=officer.id,
        leads_to=leads_to,
        asked_at=now,
        ends_at=now + LINK_LASTS,
    )
    s.add(row)
    return row


async def hand_out(
    s: AsyncSession, officer_id: str, token: str, now: datetime, leads_to: str = "", way: Way = "shown"
) -> None:
    """A link that an officer is given otherwise than by a letter: it is as good as that."""
    s.add(
        SignIn(
            id=uuid.uuid4().hex,
            officer_id=officer_id,
            sha256=hashed(token),
            leads_to=leads_to,
            way=way,
            state="sent",
            asked_at=now,
            ends_at=now + LINK_LASTS,
        )
    )


async def take_up(s: AsyncSession, id: str, token: str, now: datetime) -> AtDesk | None:
    """Give a link its token, because its letter is sent now. None: it is not to be sent (again)."""
    row = await s.get(SignIn, id)
    if row is None or row.state != "waiting" or row.ends_at <= now:
        return None
    row.sha256, row.state = hashed(token), "sending"
    s.add(row)
    return await at_work(s, row.officer_id)


async def good(s: AsyncSession, token: str, now: datetime) -> AtDesk | None:
    """Whose link this is, while it may be used."""
    rows = await s.exec(
        select(SignIn.officer_id).where(
            SignIn.sha256 == hashed(token), col(SignIn.used_at).is_(None), col(SignIn.ends_at) > now
        )
    )
    officer_id = rows.first()
    return await at_work(s, officer_id) if officer_id else None


async def use_up(s: AsyncSession, token: str, now: datetime) -> SignIn | None:
    """Use a link up; of two at once one does. None for one that is used, old or altered."""
    used = await s.exec(
        update(SignIn)
        .where(col(SignIn.sha256) == hashed(token), col(SignIn.used_at).is_(None), col(SignIn.ends_at) > now)
        .values(used_at=now)
        .returning(SignIn)
    )
    return used.scalars().first()


async def drop_all(s: AsyncSession, officer_id: str, now: datetime) -> None:
    """Use up whatever links an officer has: they begin nothing any more."""
    await s.exec(
        update(SignIn)
        .where(col(SignIn.officer_id) == officer_id, col(SignIn.used_at).is_(None))
        .values(used_at=now)
    )


async def purge(s: AsyncSession, before: datetime) -> int:
    """Forget the links that were over before this; how many there were."""
    over = or_(col(SignIn.used_at) < before, col(SignIn.ends_at) < before)
    return int((await s.exec(delete(SignIn).where(over))).rowcount)
