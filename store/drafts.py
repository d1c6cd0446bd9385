"""What people are still typing: one draft for each assignment and person."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import UTCDateTime, of_assignment, of_participant


class Draft(SQLModel, table=True):
    """What a participant has typed for an assignment; kept as typed, not yet checked."""

    __table_args__ = (of_assignment(), of_participant())
    round_id: str = Field(primary_key=True)
    assignment_key: str = Field(primary_key=True)
    participant_id: str = Field(primary_key=True)
    body: dict[str, Any] = Field(sa_type=JSON)
    saved_at: datetime = Field(sa_type=UTCDateTime)


async def save(
    s: AsyncSession, *, round_id: str, assignment_key: str, participant_id: str, body: dict[str, Any]
) -> Draft:
    """Keep what a participant has typed so far, in place of what they had typed before."""
    draft = Draft(
        round_id=round_id,
        assignment_key=assignment_key,
        participant_id=participant_id,
        body=body,
        saved_at=datetime.now(UTC),
    )
    return await s.merge(draft)


async def saved_by_others(
    s: AsyncSession, round_id: str, assignment_key: str, participant_id: str, since: datetime | None
) -> bool:
    """Whether somebody else has saved something for an assignment after a moment; None: ever."""
    theirs = select(Draft.saved_at).where(
        Draft.round_id == round_id,
        Draft.assignment_key == assignment_key,
        Draft.participant_id != participant_id,
    )
    return any(since is None or at > since for at in await s.exec(theirs))


async def last(s: AsyncSession, round_id: str, assignment_key: str) -> Draft | None:
    """What was saved last for an assignment, by whomever."""
    rows = await s.exec(
        select(Draft)
        .where(Draft.round_id == round_id, Draft.assignment_key == assignment_key)
        .order_by(col(Draft.saved_at).desc(), col(Draft.participant_id))
        .limit(1)
    )
    return rows.first()


async def drop(s: AsyncSession, round_id: str, assignment_key: str, participant_id: str) -> None:
    """Forget what a participant had typed for an assignment."""
    await s.exec(
        delete(Draft).where(
            col(Draft.round_id) == round_id,
            col(Draft.assignment_key) == assignment_key,
            col(Draft.participant_id) == participant_id,
        )
    )
