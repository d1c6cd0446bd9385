"""What is counted over the rounds of a methodology and year: times, answers, invitations, who has what to do.

Each is one query, however many rounds there are; what has to be said of a round itself is one row of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, true
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.registry import PLACES
from rounds.state.people import EXPERT
from store.reads.cohorts import Cohort, belongs_to
from store.reads.rounds import AWAITED
from store.tables import Assignment, Inbox, Participant, Person, Round

INVITATION = "answer_invitation"
OFFICER = "responsible_officer"
_STEPS = {kind: place.step for kind, place in PLACES.items() if place.step}


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of all that was asked of a kind; what ended with its round is in `asked` alone.

    `late`: answered after its time limit; `overdue`: awaited still, and past it.
    """

    kind: str
    asked: int
    in_time: int
    late: int
    waived: int
    frozen: int
    silent: int
    awaited: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of invitations; `ended`: their seat or round was over before an answer was due."""

    accepted: int = 0
    declined: int = 0
    silent: int = 0
    awaited: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has to do, as a responsible officer or as an expert, of these rounds.

    `country`: where an expert comes from. `running`: their rounds that are open.
    """

    expert: bool
    person: str
    name: str
    country: str
    rounds: int
    running: int
    tasks: int
    overdue: int


def _sum(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((and_(*conditions), 1), else_=0))


def _in(state: str) -> ColumnElement[bool]:
    return col(Assignment.state) == state


async def begun(s: AsyncSession, of: Cohort) -> Mapping[str, Mapping[str, datetime]]:
    """When each step of each round first asked for something."""
    asked = (
        select(
            Assignment.round_id,
            case(_STEPS, value=col(Assignment.kind), else_="").label("part"),
            Assignment.opened_at,
        )
        .join(Round, col(Round.id) == Assignment.round_id)
        .where(*belongs_to(of))
        .subquery()
    )
    first = func.min(asked.c.opened_at)
    rows: Any = await s.exec(
        select(asked.c.round_id, asked.c.part, first)
        .where(asked.c.part != "")
        .group_by(asked.c.round_id, asked.c.part)
    )
    found: dict[str, dict[str, datetime]] = {}
    for round_id, step, at in rows:
        found.setdefault(round_id, {})[step] = at
    return found


async def answers(s: AsyncSession, of: Cohort) -> tuple[Answered, ...]:
    """What became of what was asked, by kind; invitations are counted by themselves."""
    in_time = col(Assignment.closed_at) <= col(Assignment.due_at)
    rows = await s.exec(
        select(  # type: ignore[call-overload]  # typed for four columns at most
            Assignment.kind,
            func.count(),
            _sum(_in("fulfilled"), or_(col(Assignment.closed_at).is_(None), in_time)),
            _sum(_in("fulfilled"), ~in_time),
            _sum(_in("waived")),
            _sum(_in("frozen")),
            _sum(_in("expired")),
            _sum(_in(AWAITED)),
            _sum(_in(AWAITED), col(Assignment.overdue) == true()),
        )
        .join(Round, col(Round.id) == Assignment.round_id)
        .where(Assignment.kind != INVITATION, *belongs_to(of))
        .group_by(Assignment.kind)
        .order_by(Assignment.kind)
    )
    return tuple(Answered(*row) for row in rows)


async def invitations(s: AsyncSession, of: Cohort) -> Invited:
    """What became of invitations; whoever declined and then accepted has accepted (P8)."""
    answered = exists().where(
        col(Inbox.round_id) == Assignment.round_id,
        col(Inbox.key) == Assignment.key,
        col(Inbox.kind) == INVITATION,
        col(Inbox.state) == "accepted",
    )
    over = col(Assignment.closed_at) >= col(Assignment.due_at)
    became = case(
        (_in("fulfilled"), "accepted"),
        (answered, "declined"),
        (_in(AWAITED), "awaited"),
        (or_(_in("lingering"), _in("expired"), over), "silent"),
        else_="ended",
    ).label("became")
    each = (
        select(became)
        .select_from(Assignment)
        .join(Round, col(Round.id) == Assignment.round_id)
        .where(Assignment.kind == INVITATION, *belongs_to(of))
        .subquery()
    )
    rows: Any = await s.exec(select(each.c.became, func.count()).group_by(each.c.became))
    return Invited(**dict(rows.all()))


async def load(s: AsyncSession, of: Cohort) -> Sequence[Load]:
    """What each responsible officer and each expert has to do, whoever has most rounds first."""
    expert = col(Participant.role).startswith(EXPERT)
    rounds_ = func.count(col(Round.id).distinct())
    name = func.coalesce(func.max(func.nullif(Participant.name, "")), func.max(Person.name))
    theirs = and_(
        col(Assignment.round_id) == Round.id,
        col(Assignment.role) == Participant.role,
        _in(AWAITED),
    )
    rows = await s.exec(
        select(  # type: ignore[call-overload]  # typed for four columns at most
            _sum(expert) > 0,
            Participant.person_id,
            name,
            func.max(Participant.country),
            rounds_,
            func.count(case((col(Round.closed_at).is_(None), col(Round.id))).distinct()),
            func.count(col(Assignment.key)),
            _sum(col(Assignment.overdue) == true()),
        )
        .join(Round, col(Round.id) == Participant.round_id)
        .join(Person, col(Person.id) == Participant.person_id)
        .outerjoin(Assignment, theirs)
        .where(
            or_(col(Participant.role) == OFFICER, expert),
            Participant.state == "active",
            *belongs_to(of),
        )
        .group_by(Participant.person_id)
        .order_by(rounds_.desc(), name, Participant.person_id)
    )
    return tuple(Load(*row) for row in rows)
