"""What was answered under an `Idempotency-Key`, so that the same request again has the same answer (K7)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, update
from sqlalchemy.types import Text
from sqlmodel import Field, SQLModel, col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from store import retention
from store.columns import UTCDateTime
from store.rows import insert_once

KEPT_FOR = retention.kept("answers")
"""After which a key may be used for something else."""
LONGEST = timedelta(minutes=3)
"""No request takes as long: one that is not answered by then was cut, and may be made again."""


class KeptAnswer(SQLModel, table=True):
    """A request of an officer under a key, by the sha256 of all it says; without a status it is under way.

    `submission` is the id of what it leaves in the inbox: cut and made again, it leaves the same.
    """

    __tablename__ = "kept_answer"
    officer_id: str = Field(primary_key=True, foreign_key="officer.id")
    key: str = Field(primary_key=True)
    sha256: str
    submission: str
    began_at: datetime = Field(sa_type=UTCDateTime, index=True)
    status: int | None = None
    media_type: str = ""
    body: str = Field(default="", sa_type=Text)


@dataclass(frozen=True, slots=True)
class Begun:
    """What stands under a key now, and whether it is to be served: of several at once, one is."""

    row: KeptAnswer
    serves: bool


async def begin(s: AsyncSession, officer_id: str, key: str, sha256: str, now: datetime) -> Begun:
    """Write down that a request is under way, unless one is there under its key."""
    row = KeptAnswer(officer_id=officer_id, key=key, sha256=sha256, submission=uuid4().hex, began_at=now)
    if await insert_once(s, row):
        return Begun(row, serves=True)
    there = await s.get(KeptAnswer, (officer_id, key))
    if there is None:
        # Forgotten in this moment; whoever asks again is served.
        return Begun(row, serves=False)
    if there.began_at <= now - KEPT_FOR:
        return Begun(row, serves=await _taken_over(s, there, row))
    cut = there.status is None and there.sha256 == sha256 and there.began_at <= now - LONGEST
    if cut:
        row.submission = there.submission
        return Begun(row, serves=await _taken_over(s, there, row))
    return Begun(there, serves=False)


async def _taken_over(s: AsyncSession, there: KeptAnswer, row: KeptAnswer) -> bool:
    """Whether the key is this request's now; of several at once it is one's."""
    taken = await s.exec(
        update(KeptAnswer)
        .where(*_under(there.officer_id, there.key), col(KeptAnswer.began_at) == there.began_at)
        .values(row.model_dump(exclude={"officer_id", "key"}))
        .returning(col(KeptAnswer.key))
    )
    return taken.first() is not None


def _under(officer_id: str, key: str) -> tuple[ColumnElement[bool], ...]:
    return col(KeptAnswer.officer_id) == officer_id, col(KeptAnswer.key) == key


def _is_over(row: KeptAnswer, now: datetime) -> bool:
    return row.began_at <= now - (LONGEST if row.status is None else KEPT_FOR)


async def finish(
    s: AsyncSession, officer_id: str, key: str, sha256: str, status: int, media_type: str, body: str
) -> None:
    """Keep what was answered."""
    await s.exec(
        update(KeptAnswer)
        .where(*_under(officer_id, key), col(KeptAnswer.sha256) == sha256)
        .values(status=status, media_type=media_type, body=body)
    )


async def drop(s: AsyncSession, officer_id: str, key: str, sha256: str) -> None:
    """Forget a request that was not served: it may be made again under its key."""
    await s.exec(
        delete(KeptAnswer).where(
            *_under(officer_id, key), col(KeptAnswer.sha256) == sha256, col(KeptAnswer.status).is_(None)
        )
    )


async def purge(s: AsyncSession, now: datetime) -> int:
    """Forget what was answered long ago; how many there were."""
    gone = await s.exec(delete(KeptAnswer).where(col(KeptAnswer.began_at) <= now - KEPT_FOR))
    return int(gone.rowcount)
