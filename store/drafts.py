"""What people are still typing: one draft for each assignment and person."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Index, exists
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store import retention
from store.columns import UTCDateTime, of_assignment, of_participant
from store.tables import Assignment

GIVEN_BACK_FOR = retention.kept("drafts")
"""How long who typed something for what has ended finds it behind their link."""
NEEDED = ("open", "lingering", "frozen")
"""States of an assignment whose drafts are gone on from, or are shown as what had been saved."""


class Draft(SQLModel, table=True):
    """What a participant has typed for an assignment; kept as typed, not yet checked."""

    __table_args__ = (of_assignment(), of_participant(), Index("ix_draft_saved_at", "saved_at"))
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


async def purge(s: AsyncSession, now: datetime) -> int:
    """Forget what was typed for what ended a week ago and more; how many there were.

    What had been saved when an assignment closed before the visit stays: it is shown as that (D2).
    """
    before = now - GIVEN_BACK_FOR
    ended = exists().where(
        col(Assignment.round_id) == col(Draft.round_id),
        col(Assignment.key) == col(Draft.assignment_key),
        col(Assignment.state).not_in(NEEDED),
        col(Assignment.closed_at) < before,
    )
    gone = await s.exec(delete(Draft).where(col(Draft.saved_at) < before, ended))
    return int(gone.rowcount)
