"""The codes by which an authorisation to publish is confirmed: good once, for one version (L11).

Of a code its HMAC alone is kept: it has few figures, and whoever reads the table must not find it by trying.
"""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Index
from sqlmodel import Field, SQLModel, col, delete, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.submissions.codes import LASTS, TRIES
from store import retention
from store.columns import UTCDateTime, of_participant, one_of
from store.rows import insert_once

AT_ONCE = 3
"""Codes that somebody can be made to receive within `WITHIN`, for one round (E7)."""
WITHIN = timedelta(minutes=15)
KEPT_FOR = retention.kept("codes")
"""How long a code's row is kept once it is over."""


class PublicationCode(SQLModel, table=True):
    """A code for whoever authorises, for the version of this sha256; without a digest nobody has it yet.

    sending: its letter is on its way, or was when its worker died; it is not sent again (E2). `tries` is how
    often it may still be typed in.
    """

    __tablename__ = "publication_code"
    __table_args__ = (
        of_participant(),
        one_of("state", "waiting", "sending", "sent", "uncertain", "refused"),
        Index("ix_publication_code_participant", "round_id", "participant_id", "asked_at"),
        Index("ix_publication_code_ends_at", "ends_at"),
    )
    id: str = Field(primary_key=True)
    round_id: str
    participant_id: str
    sha256: str
    digest: str | None = None
    state: str = "waiting"
    tries: int = TRIES
    asked_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


async def ask(
    s: AsyncSession, id: str, round_id: str, participant_id: str, sha256: str, now: datetime
) -> Literal["asked", "there", "too_many"]:
    """Write down that a code is wanted; asked for twice under one id, it is one."""
    if await s.get(PublicationCode, id):
        return "there"
    lately = col(PublicationCode.asked_at) > now - WITHIN
    had = select(func.count()).where(*_of(round_id, participant_id), lately)
    if (await s.exec(had)).one() >= AT_ONCE:
        return "too_many"
    row = PublicationCode(
        id=id,
        round_id=round_id,
        participant_id=participant_id,
        sha256=sha256,
        asked_at=now,
        ends_at=now + LASTS,
    )
    return "asked" if await insert_once(s, row) else "there"


async def take_up(s: AsyncSession, id: str, digest: str, now: datetime) -> PublicationCode | None:
    """Give one its digest, because its letter is sent now. None: it is not to be sent (again)."""
    row = await s.get(PublicationCode, id, with_for_update=True)
    if row is None or row.state != "waiting" or row.ends_at <= now:
        return None
    row.digest, row.state = digest, "sending"
    s.add(row)
    return row


async def newest(s: AsyncSession, round_id: str, participant_id: str) -> PublicationCode | None:
    """The code that was asked for last: the earlier ones are good no more."""
    rows = await s.exec(
        select(PublicationCode)
        .where(*_of(round_id, participant_id))
        .order_by(col(PublicationCode.asked_at).desc(), col(PublicationCode.id).desc())
        .limit(1)
    )
    return rows.first()


async def count_down(s: AsyncSession, id: str) -> int | None:
    """Take one of its tries, in the database: of several at once each takes its own. None: none was left."""
    taken = await s.exec(
        update(PublicationCode)
        .where(col(PublicationCode.id) == id, col(PublicationCode.tries) > 0)
        .values(tries=PublicationCode.tries - 1)
        .returning(col(PublicationCode.tries))
    )
    left = taken.first()
    return None if left is None else int(left[0])


async def use_up(s: AsyncSession, id: str, now: datetime) -> bool:
    """Use it, once: of two at once one does."""
    used = await s.exec(
        update(PublicationCode)
        .where(col(PublicationCode.id) == id, col(PublicationCode.used_at).is_(None))
        .values(used_at=now)
    )
    return used.rowcount == 1


async def purge(s: AsyncSession, now: datetime) -> int:
    """Forget the codes that have been over for long; how many there were."""
    gone = await s.exec(delete(PublicationCode).where(col(PublicationCode.ends_at) < now - KEPT_FOR))
    return int(gone.rowcount)


def _of(round_id: str, participant_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        col(PublicationCode.round_id) == round_id,
        col(PublicationCode.participant_id) == participant_id,
    )
