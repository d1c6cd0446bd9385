"""Officers at the desk: a session begins with a link that is used up, and ends by a word or by time (S1).

Of what the cookie holds the sha256 alone is kept. When a session was used last is known to a few minutes, so
that reading writes next to nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Index, update
from sqlmodel import Field, SQLModel, col, delete, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store import last_use, retention, sign_ins
from store.at_work import AtDesk, at_work
from store.columns import UTCDateTime
from store.desk_log import log
from store.sign_ins import hashed
from store.tables import Officer, Person, Secretariat

SESSION_LASTS = timedelta(hours=12)
USE_SHOWN = timedelta(minutes=5)
"""How exactly the last use is known: it is written no more often."""
KEPT_FOR = retention.kept("sign_ins")
"""How long a link or a session is kept once it is over; that somebody came in stays in the log."""


class DeskSession(SQLModel, table=True):
    """An officer at the desk, by the sha256 of what their cookie holds; `ended_by` is who ended it.

    `used_at` is when it was used last, as far as that was written; None where the code before it began it.
    `way` is that of its link, `browser` what the browser is called.
    """

    __tablename__ = "desk_session"
    __table_args__ = (Index("ix_desk_session_officer", "officer_id", "began_at"),)
    sha256: str = Field(primary_key=True)
    officer_id: str = Field(foreign_key="officer.id")
    began_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by: str = ""
    way: str = Field(default="", sa_column_kwargs={"server_default": ""})
    browser: str = Field(default="", sa_column_kwargs={"server_default": ""})


@dataclass(frozen=True, slots=True)
class Present(AtDesk):
    """An officer who is at the desk, by a session of theirs."""

    session: DeskSession


@dataclass(frozen=True, slots=True)
class Begun:
    """A session that was begun, and the page that its link leads to."""

    officer_id: str
    leads_to: str


async def begin(s: AsyncSession, token: str, cookie: str, now: datetime, browser: str = "") -> Begun | None:
    """Use a link up, and begin a session for what the cookie will hold; of two at once one does.

    None for a link that is used, old, altered, or of an officer who is one no more.
    """
    link = await sign_ins.use_up(s, token, now)
    if link is None or await at_work(s, link.officer_id) is None:
        return None
    s.add(
        DeskSession(
            sha256=hashed(cookie),
            officer_id=link.officer_id,
            began_at=now,
            used_at=now,
            ends_at=now + SESSION_LASTS,
            way=link.way,
            browser=browser,
        )
    )
    log(s, "signed_in", link.officer_id, by=link.officer_id, now=now)
    return Begun(officer_id=link.officer_id, leads_to=link.leads_to)


async def at_desk(s: AsyncSession, cookie: str, now: datetime, idle: timedelta) -> Present | None:
    """Whose session this is, while it lasts and is used at least so often: it ends with the officer too."""
    rows = await s.exec(
        select(Officer, Person, Secretariat, DeskSession)
        .join(DeskSession, col(DeskSession.officer_id) == Officer.id)
        .join(Person, col(Person.id) == Officer.person_id)
        .join(Secretariat, col(Secretariat.id) == Officer.secretariat_id)
        .where(DeskSession.sha256 == hashed(cookie), col(Officer.revoked_at).is_(None), *_lasts(now, idle))
    )
    found = rows.one_or_none()
    return Present(*found) if found else None


def _lasts(now: datetime, idle: timedelta) -> tuple[ColumnElement[bool], ...]:
    used = func.coalesce(col(DeskSession.used_at), col(DeskSession.began_at))
    return col(DeskSession.ended_at).is_(None), col(DeskSession.ends_at) > now, used > now - idle


def shows_use(session: DeskSession, now: datetime) -> bool:
    """Whether what is known of its last use is new enough."""
    return last_use.shows(session.used_at, now, USE_SHOWN)


async def use(s: AsyncSession, sha256: str, now: datetime) -> None:
    """Write down that a session was used; of several at once it is written for one."""
    await last_use.note(s, DeskSession, col(DeskSession.sha256) == sha256, now, USE_SHOWN)


async def end(s: AsyncSession, cookie: str, now: datetime) -> None:
    """End a session, because whoever has it says so."""
    row = await s.get(DeskSession, hashed(cookie))
    if row:
        await _end(s, col(DeskSession.sha256) == row.sha256, by=row.officer_id, now=now)


async def end_one(s: AsyncSession, session: DeskSession, now: datetime) -> None:
    """End a session from another one of the same officer's."""
    await _end(s, col(DeskSession.sha256) == session.sha256, by=session.officer_id, now=now)
    log(s, "session_ended", session.officer_id, by=session.officer_id, now=now)


async def end_others(s: AsyncSession, session: DeskSession, now: datetime) -> None:
    """End all other sessions of this one's officer, and the links that would begin another."""
    mine = col(DeskSession.officer_id) == session.officer_id
    await _end(s, mine, col(DeskSession.sha256) != session.sha256, by=session.officer_id, now=now)
    await sign_ins.drop_all(s, session.officer_id, now)
    log(s, "other_sessions_ended", session.officer_id, by=session.officer_id, now=now)


async def end_all(s: AsyncSession, officer_id: str, by: str, now: datetime) -> None:
    """End all sessions of an officer, and the links that would begin another."""
    await _end(s, col(DeskSession.officer_id) == officer_id, by=by, now=now)
    await sign_ins.drop_all(s, officer_id, now)
    log(s, "sessions_ended", officer_id, by=by, now=now)


async def _end(s: AsyncSession, *which: ColumnElement[bool], by: str, now: datetime) -> None:
    going_on = col(DeskSession.ended_at).is_(None)
    await s.exec(update(DeskSession).where(going_on, *which).values(ended_at=now, ended_by=by))


def mark(session: DeskSession) -> str:
    """By what a page names a session: it cannot be found by it, nor anything from it."""
    return hashed(f"session/{session.sha256}")[:32]


async def of_officer(
    s: AsyncSession, officer_id: str, now: datetime, idle: timedelta
) -> Sequence[DeskSession]:
    """The sessions of an officer that go on, the latest first."""
    rows = await s.exec(
        select(DeskSession)
        .where(DeskSession.officer_id == officer_id, *_lasts(now, idle))
        .order_by(col(DeskSession.began_at).desc())
    )
    return rows.all()


async def lasting(
    s: AsyncSession, secretariat_id: str, now: datetime, idle: timedelta
) -> Sequence[DeskSession]:
    """The sessions of a secretariat's officers that go on, the latest first."""
    rows = await s.exec(
        select(DeskSession)
        .join(Officer, col(Officer.id) == DeskSession.officer_id)
        .where(Officer.secretariat_id == secretariat_id, *_lasts(now, idle))
        .order_by(col(DeskSession.began_at).desc())
    )
    return rows.all()


async def purge(s: AsyncSession, now: datetime) -> int:
    """Forget the links and the sessions that have been over for long; how many there were."""
    before = now - KEPT_FOR
    over = or_(col(DeskSession.ended_at) < before, col(DeskSession.ends_at) < before)
    gone = await s.exec(delete(DeskSession).where(over))
    return await sign_ins.purge(s, before) + int(gone.rowcount)
