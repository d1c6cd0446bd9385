"""How each round of a cohort was treated: what was asked in it, and how often it was reminded (Z1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.audit_log import Audit
from store.reads.cohorts import Cohort, belongs_to
from store.reads.desk import OF_ROUND, OfRound
from store.tables import Assignment, Round


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that was asked: of which role, from when until when."""

    role: str
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Treated:
    """One round, with what was asked in it and the reminders that were due."""

    round: OfRound
    step: str
    outcome: str
    opened_at: datetime
    asked: tuple[Asked, ...]
    reminders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The round after which a page goes on: by its country's code and its number."""

    country: str
    number: int


async def treated(
    s: AsyncSession, of: Cohort, *, after: Last | None, limit: int
) -> tuple[tuple[Treated, ...], Last | None]:
    """Some rounds of a cohort by country and number, and after which of them others follow, if any do."""
    wanted = belongs_to(of)
    if after:
        same = and_(col(Round.country) == after.country, col(Round.number) > after.number)
        wanted += [col(Round.country) >= after.country, or_(col(Round.country) > after.country, same)]
    rows: Any = await s.exec(
        select(Round.step, Round.outcome, Round.opened_at, *OF_ROUND)
        .where(*wanted)
        .order_by(col(Round.country), col(Round.number))
        .limit(limit + 1)
    )
    found = [(step, outcome, at, OfRound(*of_round)) for step, outcome, at, *of_round in rows]
    shown = found[:limit]
    ids = [round_.id for *_, round_ in shown]
    asked, reminders = await _asked(s, ids), await _reminders(s, ids)
    told = tuple(
        Treated(
            round=round_,
            step=step,
            outcome=outcome,
            opened_at=at,
            asked=tuple(asked.get(round_.id, ())),
            reminders=reminders.get(round_.id, 0),
        )
        for step, outcome, at, round_ in shown
    )
    more = len(found) > limit
    return told, Last(country=told[-1].round.country, number=told[-1].round.number) if more else None


async def _asked(s: AsyncSession, ids: Sequence[str]) -> dict[str, list[Asked]]:
    rows: Any = await s.exec(
        select(Assignment.round_id, Assignment.role, Assignment.opened_at, Assignment.closed_at).where(
            col(Assignment.round_id).in_(ids)
        )
    )
    found: dict[str, list[Asked]] = {}
    for round_id, *of in rows:
        found.setdefault(round_id, []).append(Asked(*of))
    return found


async def _reminders(s: AsyncSession, ids: Sequence[str]) -> dict[str, int]:
    rows: Any = await s.exec(
        select(Audit.round_id, func.count())
        .where(col(Audit.round_id).in_(ids), Audit.action == "reminded")
        .group_by(Audit.round_id)
    )
    return dict(rows.all())
