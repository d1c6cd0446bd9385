"""What people are still typing of a change of the visit: one draft for each kind and person (V10)."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Index, exists, or_
from sqlmodel import Field, SQLModel, col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from store import retention
from store.columns import UTCDateTime, of_participant
from store.tables import Participant, Round


class ChangeDraft(SQLModel, table=True):
    """What a participant has typed of a change, kept as typed; `based_on` says of what it is a change."""

    __tablename__ = "change_draft"
    __table_args__ = (of_participant(), Index("ix_change_draft_saved_at", "saved_at"))
    round_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    participant_id: str = Field(primary_key=True)
    based_on: str
    body: dict[str, Any] = Field(sa_type=JSON)
    saved_at: datetime = Field(sa_type=UTCDateTime)


Of = tuple[str, str, str]
"""The round, the kind of change, the participant."""


async def keep(s: AsyncSession, of: Of, based_on: str, body: dict[str, Any]) -> ChangeDraft:
    """Keep what somebody has typed so far, in place of what they had typed before."""
    round_id, kind, by = of
    draft = ChangeDraft(
        round_id=round_id,
        kind=kind,
        participant_id=by,
        based_on=based_on,
        body=body,
        saved_at=datetime.now(UTC),
    )
    return await s.merge(draft)


async def kept(s: AsyncSession, of: Of) -> ChangeDraft | None:
    """What somebody has typed of a change and not sent."""
    return await s.get(ChangeDraft, of)


async def drop(s: AsyncSession, of: Of) -> None:
    """Forget it."""
    round_id, kind, by = of
    await s.exec(
        delete(ChangeDraft).where(
            col(ChangeDraft.round_id) == round_id,
            col(ChangeDraft.kind) == kind,
            col(ChangeDraft.participant_id) == by,
        )
    )


async def purge(s: AsyncSession, now: datetime) -> int:
    """Forget what was typed by whoever takes part no longer, or of a round that is over; how many."""
    before = now - retention.kept("changes")
    left = exists().where(
        col(Participant.round_id) == col(ChangeDraft.round_id),
        col(Participant.id) == col(ChangeDraft.participant_id),
        col(Participant.state) != "active",
    )
    over = exists().where(
        col(Round.id) == col(ChangeDraft.round_id), col(Round.closed_at) < before, ~col(Round.publishing)
    )
    old = col(ChangeDraft.saved_at) < before
    return int((await s.exec(delete(ChangeDraft).where(old, or_(left, over)))).rowcount)
