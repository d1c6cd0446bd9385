"""The versions of a report, its translations among them, and what the beneficiary says of them."""

from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.inbox import body_of
from store.tables import Assignment, Inbox, ReportVersion


async def sent_as(s: AsyncSession, round_id: str, sha256: str) -> Inbox | None:
    """What was sent as the version with this sha256; None when there is none."""
    rows = await s.exec(
        select(Inbox)
        .join(ReportVersion, col(ReportVersion.submission_id) == Inbox.id)
        .where(ReportVersion.round_id == round_id, ReportVersion.sha256 == sha256)
    )
    return rows.first()


async def original(s: AsyncSession, round_id: str) -> ReportVersion | None:
    """The last version that is no translation."""
    rows = await s.exec(
        select(ReportVersion)
        .where(ReportVersion.round_id == round_id, ReportVersion.translation_of == "")
        .order_by(col(ReportVersion.version).desc())
    )
    return rows.first()


async def translations(s: AsyncSession, round_id: str, sha256: str) -> dict[str, tuple[ReportVersion, Inbox]]:
    """By language, the last approved translation of the version with this sha256 (X2)."""
    review, sent = aliased(Inbox), (col(Inbox.id) == ReportVersion.submission_id)
    rows = await s.exec(
        select(ReportVersion, Inbox, review)
        .join(Inbox, sent)
        .join(
            Assignment,
            (col(Assignment.round_id) == ReportVersion.round_id)
            & (col(Assignment.version) == ReportVersion.version)
            & (col(Assignment.kind) == "review_translation")
            & (col(Assignment.state) == "fulfilled"),
        )
        .join(review, col(review.id) == Assignment.submission_id)
        .where(ReportVersion.round_id == round_id, ReportVersion.translation_of == sha256)
        .order_by(col(ReportVersion.version))
    )
    return {made.language: (made, row) for made, row, said in rows if body_of(said).choice == "approve"}


async def replies(s: AsyncSession, round_id: str) -> tuple[Any, ...]:
    """All that was said of the recommendations, in reviews and after them, the first one first (W6)."""
    return tuple(body_of(row) for row in await replied(s, round_id))


async def replied(s: AsyncSession, round_id: str) -> tuple[Inbox, ...]:
    """The same as it was sent, each in its language."""
    rows = await s.exec(
        select(Inbox)
        .where(
            Inbox.round_id == round_id,
            Inbox.state == "accepted",
            col(Inbox.kind).in_(("review_report", "reply_recommendations")),
        )
        .order_by(col(Inbox.answered_at), col(Inbox.received_at), col(Inbox.id))
    )
    return tuple(rows)
