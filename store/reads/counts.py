"""What an operator watches, counted over all rounds: a few questions, each answered from an index."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import written_out
from store.reads.rounds import AWAITED
from store.tables import Assignment, Inbox, Letter, Person, Round

UNSENT = ("waiting", "uncertain", "unmade", "refused", "faulted")
"""The states of letters that an operator may have to do something about."""

TROUBLES = ("stuck", "task_fails", "terminated", "failed", "ended", "missing")
"""Why a round may not go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How things stand; ages in seconds, 0 where nothing waits."""

    open_rounds: Mapping[tuple[str, str], int]
    """By methodology and step."""
    troubled: Mapping[str, int]
    """Open rounds that do not go on, by why; `stuck`: a batch of theirs is parked."""
    kept: int
    """Submissions that no round has answered yet."""
    oldest_kept: float
    faulted: int
    """Submissions that a rule could not judge."""
    letters: Mapping[str, int]
    """By state, those that were sent left out."""
    oldest_letter: float
    """Of those that wait to be sent."""
    refused_addresses: int
    overdue: Mapping[str, int]
    """Assignments by role."""


async def counts(s: AsyncSession) -> Counts:
    """How things stand now."""
    now = datetime.now(UTC)
    kept, oldest_kept = (
        await s.exec(
            select(func.count(), func.min(Inbox.received_at)).where(
                col(Inbox.state) == written_out("received")
            )
        )
    ).one()
    faulted = (await s.exec(select(func.count()).where(col(Inbox.state) == written_out("faulted")))).one()
    refused = (await s.exec(select(func.count()).where(col(Person.refuses)))).one()
    unsent = col(Letter.state) != written_out("sent")
    oldest_letter = await s.exec(
        select(func.min(func.coalesce(Letter.held_until, Letter.recorded_at))).where(
            unsent, Letter.state == "waiting"
        )
    )
    return Counts(
        open_rounds=await _open_rounds(s),
        troubled=await _troubled(s),
        kept=kept,
        oldest_kept=_age(now, oldest_kept),
        faulted=faulted,
        letters=await _letters(s),
        oldest_letter=_age(now, oldest_letter.one()),
        refused_addresses=refused,
        overdue=await _overdue(s),
    )


async def _open_rounds(s: AsyncSession) -> dict[tuple[str, str], int]:
    rows = await s.exec(
        select(Round.methodology, Round.step, func.count())
        .where(col(Round.closed_at).is_(None))
        .group_by(Round.methodology, Round.step)
    )
    return {(methodology, step): n for methodology, step, n in rows}


async def _troubled(s: AsyncSession) -> dict[str, int]:
    in_trouble = col(Round.trouble) != written_out("")
    rows = await s.exec(select(Round.trouble, func.count()).where(in_trouble).group_by(Round.trouble))
    return dict.fromkeys(TROUBLES, 0) | dict(rows.all())


async def _letters(s: AsyncSession) -> dict[str, int]:
    rows = await s.exec(
        select(Letter.state, func.count())
        .where(col(Letter.state) != written_out("sent"))
        .group_by(Letter.state)
    )
    return dict.fromkeys(UNSENT, 0) | dict(rows.all())


async def _overdue(s: AsyncSession) -> Counter[str]:
    """Counted here: grouped by role, SQLite would go through all that is open, overdue or not."""
    return Counter(
        await s.exec(
            select(Assignment.role)
            .where(col(Assignment.state) == written_out(AWAITED), col(Assignment.overdue))
            .order_by(col(Assignment.round_id))
        )
    )


def _age(now: datetime, since: datetime | None) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
