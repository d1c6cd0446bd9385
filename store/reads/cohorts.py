"""The rounds of a methodology and year that somebody may see: what is counted together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.reads.listing import taking_part
from store.tables import CalendarEvent, Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """The rounds of a secretariat (S3) that have this methodology and year in their name.

    With a person, those in which they take part alone.
    """

    secretariat: str
    person: str
    methodology: str
    year: int


@dataclass(frozen=True, slots=True)
class OfCohort:
    """One of them; `visit`: its first day, where its dates are agreed."""

    id: str
    country: str
    step: str
    outcome: str
    opened_at: datetime
    closed_at: datetime | None
    visit: date | None


def within(secretariat_id: str, person: str) -> list[ColumnElement[bool]]:
    """That a round is one of those that somebody may see."""
    own = [col(Round.secretariat_id) == secretariat_id]
    return [*own, taking_part(person)] if person else own


def belongs_to(of: Cohort) -> list[ColumnElement[bool]]:
    """That a round is one of these."""
    named = (col(Round.methodology) == of.methodology, col(Round.year) == of.year)
    return [*named, *within(of.secretariat, of.person)]


async def cohorts(s: AsyncSession, secretariat_id: str, person: str) -> Sequence[tuple[str, int]]:
    """Methodologies and years of which there are rounds, the latest year first."""
    rows = await s.exec(
        select(Round.methodology, Round.year)
        .where(*within(secretariat_id, person))
        .group_by(Round.methodology, col(Round.year))
        .order_by(col(Round.year).desc(), Round.methodology)
    )
    return rows.all()


async def rounds_of(s: AsyncSession, of: Cohort) -> tuple[OfCohort, ...]:
    """The rounds of a cohort."""
    agreed = and_(col(CalendarEvent.round_id) == Round.id, col(CalendarEvent.state) == "confirmed")
    rows = await s.exec(
        select(  # type: ignore[call-overload]  # typed for four columns at most
            Round.id,
            Round.country,
            Round.step,
            Round.outcome,
            Round.opened_at,
            Round.closed_at,
            CalendarEvent.starts,
        )
        .outerjoin(CalendarEvent, agreed)
        .where(*belongs_to(of))
        .order_by(Round.country, Round.number)
    )
    return tuple(OfCohort(*row) for row in rows)
