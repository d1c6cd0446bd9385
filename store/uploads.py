"""The files that people sent: a row each, whose bytes lie where contents are kept (U1, U5, U10)."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Index, String, cast, func
from sqlmodel import Field, SQLModel, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store import retention
from store.change_drafts import ChangeDraft
from store.columns import UTCDateTime, where
from store.drafts import Draft
from store.inbox import UNANSWERED
from store.papers import Paper
from store.published_tables import PublishedTextRow
from store.rows import insert_once
from store.tables import Inbox

UNUSED_FOR = retention.kept("unused_files")
"""So long a file waits for something that names it (U10)."""
AGAIN_IN = timedelta(days=1)
"""What may still be sent is looked at again after this."""
AT_ONCE = 200
"""Files that are looked at in one go."""


class Upload(SQLModel, table=True):
    """A file somebody sent; its bytes lie under its sha256, its name is data.

    `look_at`: when it is to be seen whether anything names it; none once something does for good.
    """

    __table_args__ = (
        Index("ix_upload_look_at", "look_at", **where("look_at IS NOT NULL")),
        Index("ix_upload_at", "at"),
        Index("ix_upload_sha256", "sha256"),
    )
    id: str = Field(primary_key=True)
    round_id: str = Field(default="", index=True)
    participant_id: str = ""
    officer_id: str = ""
    filename: str
    media_type: str
    size: int
    sha256: str
    at: datetime = Field(sa_type=UTCDateTime)
    look_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends a file, for which round; an officer may send one for a round that is yet to be opened."""

    round_id: str = ""
    participant_id: str = ""
    officer_id: str = ""


async def keep(
    s: AsyncSession, sender: Sender, *, filename: str, media_type: str, size: int, sha256: str
) -> Upload:
    """Record a file; its bytes are already under its sha256."""
    now = datetime.now(UTC)
    row = Upload(
        id=uuid.uuid4().hex,
        round_id=sender.round_id,
        participant_id=sender.participant_id,
        officer_id=sender.officer_id,
        filename=filename,
        media_type=media_type,
        size=size,
        sha256=sha256,
        at=now,
        look_at=now + UNUSED_FOR,
    )
    await insert_once(s, row)
    return row


async def one(s: AsyncSession, id: str) -> Upload | None:
    """A file that was recorded."""
    return await s.get(Upload, id)


async def sent_since(s: AsyncSession, sender: Sender, since: datetime) -> tuple[int, int]:
    """How many bytes came from somebody, and for their round, since then (U1)."""
    own = [col(Upload.officer_id) == sender.officer_id]
    if not sender.officer_id:
        own += [col(Upload.round_id) == sender.round_id, col(Upload.participant_id) == sender.participant_id]
    size = func.sum(Upload.size)
    of_round = col(Upload.round_id) == sender.round_id
    rows = await s.exec(select(size.filter(*own), size.filter(of_round)).where(col(Upload.at) > since))
    person, round_ = rows.one()
    return person or 0, (round_ or 0) if sender.round_id else 0


async def purge(s: AsyncSession, now: datetime, most: int | None = AT_ONCE) -> int:
    """Forget the files that nothing names a week after they came; how many there were (U10).

    So many are looked at, or all that are due.

    What a paper or an accepted submission names stays for good. What is only saved, or waits for its answer,
    is looked at again the next day.
    """
    waiting = await s.exec(
        select(Upload)
        .where(col(Upload.look_at).is_not(None), col(Upload.look_at) <= now)
        .order_by(col(Upload.look_at), col(Upload.id))
        .limit(most)
    )
    gone = 0
    for upload in waiting.all():
        if await _is_kept(s, upload):
            upload.look_at = None
        elif await _may_be_sent(s, upload):
            upload.look_at = now + AGAIN_IN
        else:
            await s.delete(upload)
            gone += 1
            continue
        s.add(upload)
    return gone


async def _is_kept(s: AsyncSession, upload: Upload) -> bool:
    accepted = _named_in_inbox(upload, col(Inbox.state) == "accepted")
    paper = select(Paper.id).where(Paper.round_id == upload.round_id, Paper.upload_id == upload.id)
    return await _any(s, accepted) or await _any(s, paper)


async def _may_be_sent(s: AsyncSession, upload: Upload) -> bool:
    waits = _named_in_inbox(upload, col(Inbox.state).in_(UNANSWERED))
    if await _any(s, waits):
        return True
    for table in (Draft, ChangeDraft):
        saved = select(table.round_id).where(
            table.round_id == upload.round_id, cast(table.body, String).contains(upload.id)
        )
        if await _any(s, saved):
            return True
    return False


def _named_in_inbox(upload: Upload, state: ColumnElement[bool]) -> Any:
    names = or_(col(Inbox.proof) == upload.id, col(Inbox.body).contains(upload.id))
    return select(Inbox.id).where(Inbox.round_id == upload.round_id, state, names)


async def _any(s: AsyncSession, query: Any) -> bool:
    return (await s.exec(query.limit(1))).first() is not None


async def known(s: AsyncSession, digests: Collection[str]) -> set[str]:
    """Of these contents, those that a file of somebody's or a published document is."""
    sent = await s.exec(select(Upload.sha256).where(col(Upload.sha256).in_(digests)))
    pdf = col(PublishedTextRow.pdf_sha256)
    printed = await s.exec(select(pdf).where(pdf.in_(digests)))
    return {*sent, *printed}


async def named(s: AsyncSession, after: str = "") -> list[str]:
    """The next contents after this one that are a file of somebody's or a published document, in order."""
    found: set[str] = set()
    for digest in (col(Upload.sha256), col(PublishedTextRow.pdf_sha256)):
        some = select(digest).where(digest > after).distinct().order_by(digest).limit(AT_ONCE)
        found |= set(await s.exec(some))
    return sorted(found)[:AT_ONCE]


async def all_named(s: AsyncSession) -> Sequence[str]:
    """All of them."""
    found: list[str] = []
    while some := await named(s, found[-1] if found else ""):
        found += some
    return found


async def rounds_with(s: AsyncSession, digest: str) -> list[str]:
    """The rounds for which this content was sent or published; an empty one, before there was one."""
    sent = await s.exec(select(Upload.round_id).where(Upload.sha256 == digest))
    printed = select(PublishedTextRow.round_id).where(PublishedTextRow.pdf_sha256 == digest)
    return sorted({*sent, *await s.exec(printed)})
