"""The approved report, and the decision on it."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.tables import (
    Assignment,
    Inbox,
    ReportVersion,
)


async def approved_report(s: AsyncSession, round_id: str) -> tuple[ReportVersion, Inbox] | None:
    """The version of the report that was approved, with the submission that holds its text."""
    rows = await s.exec(
        select(ReportVersion, Inbox)
        .join(Inbox, col(Inbox.id) == ReportVersion.submission_id)
        .join(
            Assignment,
            (col(Assignment.round_id) == ReportVersion.round_id)
            & (col(Assignment.version) == ReportVersion.version),
        )
        .where(ReportVersion.round_id == round_id, Assignment.kind == "decide_publication")
        .order_by(col(ReportVersion.version).desc())
    )
    return rows.first()


async def version_of(s: AsyncSession, round_id: str, submission: str) -> int:
    """The version of the report that came of a submission; 0 for what is none."""
    found = await s.exec(
        select(ReportVersion.version).where(
            ReportVersion.round_id == round_id, ReportVersion.submission_id == submission
        )
    )
    return found.first() or 0


async def decision(s: AsyncSession, round_id: str) -> Inbox | None:
    """The decision on publication, if one was made."""
    rows = await s.exec(
        select(Inbox)
        .join(Assignment, col(Assignment.submission_id) == Inbox.id)
        .where(Assignment.round_id == round_id, Assignment.kind == "decide_publication")
    )
    return rows.first()
