"""What an officer looks at first: what is theirs, late, new or wrong, and which visits come.

Everything is of one secretariat (S3), and with a person of the rounds in which they take part alone. No round
is read whole: its pinned rules are many times as long as the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import true
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.sides import OFFICERS
from store.columns import written_out
from store.persons import all_here
from store.reads.listing import seen_by
from store.reads.rounds import AWAITED
from store.tables import Assignment, Grant, Inbox, Participant, Person, Round

TROUBLES = ("ended", "failed", "missing", "stuck", "task_fails", "terminated")
"""Why a round does not go on (`activities.reconciling`)."""
UNTOLD = ("ask_again", "choose_language")
"""What is nobody's affair but its sender's."""
MOST_REFUSING = 500
"""Addresses that refuse, over all secretariats."""
MOST = 30
"""Lines of one kind; one more is read, to know whether there are more."""


@dataclass(frozen=True, slots=True)
class OfRound:
    """The round that a line is about, as far as it is named."""

    id: str
    methodology: str
    country: str
    year: int
    number: int
    institution: str
    initiative: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something open: of which round, by which link of the officer it is done, from whom it is awaited."""

    assignment: Assignment
    round: OfRound
    grant: str = ""
    holders: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class CameIn:
    """Something that a round took, and from whom it came."""

    row: Inbox
    round: OfRound
    by: Person


@dataclass(frozen=True, slots=True)
class Refusing:
    """Somebody whose address refuses letters."""

    participant: Participant
    person: Person
    round: OfRound


@dataclass(frozen=True, slots=True)
class Troubled:
    """A round that does not go on, and why."""

    trouble: str
    round: OfRound


OF_ROUND = tuple(getattr(Round, name) for name in OfRound.__dataclass_fields__)
"""The columns by which a round is named."""


def _lines(*first: Any) -> Any:
    return select(*first, *OF_ROUND)


async def mine(s: AsyncSession, secretariat_id: str, person: str) -> tuple[Task, ...]:
    """What is open and an officer's own, first due first; each with the link that does it."""
    rows = await s.exec(
        _lines(Assignment, col(Participant.id))
        .join(Round, col(Round.id) == Assignment.round_id)
        .join(
            Participant,
            and_(col(Participant.round_id) == Assignment.round_id, col(Participant.role) == Assignment.role),
        )
        .where(
            col(Assignment.state) == written_out(AWAITED),
            col(Assignment.role).in_((*OFFICERS, "coordinator", "lead_coordinator")),
            col(Participant.person_id) == person,
            col(Participant.state) == "active",
            *seen_by(secretariat_id, ""),
        )
        .order_by(col(Assignment.due_at), col(Assignment.round_id), col(Assignment.key))
        .limit(MOST + 1)
    )
    found = [(a, id, OfRound(*of)) for a, id, *of in rows]
    grants = await _grants(s, [(a.round_id, a.key, id) for a, id, _ in found])
    return tuple(
        Task(assignment=a, round=of, grant=grants.get((a.round_id, a.key, id), "")) for a, id, of in found
    )


async def _grants(s: AsyncSession, of: Sequence[tuple[str, str, str]]) -> dict[tuple[str, str, str], str]:
    """The latest living link of each, by round, assignment and participant."""
    rounds, keys, participants = (sorted(set(part)) for part in zip(*of, strict=True)) if of else ((),) * 3
    rows = await s.exec(
        select(Grant)
        .where(
            col(Grant.round_id).in_(rounds),
            col(Grant.assignment_key).in_(keys),
            col(Grant.participant_id).in_(participants),
            Grant.state == "live",
        )
        .order_by(col(Grant.serial))
    )
    return {(g.round_id, g.assignment_key, g.participant_id): g.id for g in rows}


async def late(s: AsyncSession, secretariat_id: str, person: str) -> tuple[Task, ...]:
    """What is overdue, longest first, and from whom it is awaited."""
    rows = await s.exec(
        _lines(Assignment)
        .join(Round, col(Round.id) == Assignment.round_id)
        .where(
            col(Assignment.state) == written_out(AWAITED),
            col(Assignment.overdue) == true(),
            *seen_by(secretariat_id, person),
        )
        .order_by(col(Assignment.due_at), col(Assignment.round_id), col(Assignment.key))
        .limit(MOST + 1)
    )
    found = [(a, OfRound(*of)) for a, *of in rows]
    who = await s.exec(
        select(Participant, Person)
        .join(Person, col(Person.id) == Participant.person_id)
        .where(
            col(Participant.round_id).in_({a.round_id for a, _ in found}),
            col(Participant.role).in_({a.role for a, _ in found}),
            Participant.state == "active",
        )
        .order_by(col(Participant.id))
    )
    holders: dict[tuple[str, str], list[Person]] = {}
    for participant, somebody in all_here(who):
        holders.setdefault((participant.round_id, participant.role), []).append(somebody)
    return tuple(
        Task(assignment=a, round=of, holders=tuple(holders.get((a.round_id, a.role), ()))) for a, of in found
    )


async def came_in(s: AsyncSession, secretariat_id: str, person: str, since: datetime) -> tuple[CameIn, ...]:
    """What rounds took from participants since then, the latest first."""
    rows = await s.exec(
        _lines(Inbox, Participant, Person)
        .join(Round, col(Round.id) == Inbox.round_id)
        .join(
            Participant,
            and_(col(Participant.round_id) == Inbox.round_id, col(Participant.id) == Inbox.participant_id),
        )
        .join(Person, col(Person.id) == Participant.person_id)
        .where(
            col(Inbox.state) == written_out("accepted"),
            col(Inbox.participant_id) != written_out(""),
            col(Inbox.answered_at) >= since,
            col(Inbox.kind).not_in(UNTOLD),
            *seen_by(secretariat_id, person),
        )
        .order_by(col(Inbox.answered_at).desc(), col(Inbox.id))
        .limit(MOST + 1)
    )
    return tuple(
        CameIn(row, OfRound(*of), somebody)
        for row, participant, person_, *of in rows
        for _, somebody in all_here([(participant, person_)])
    )


async def refusing(s: AsyncSession, secretariat_id: str, person: str) -> tuple[Refusing, ...]:
    """Who takes part in an open round at an address that refuses letters."""
    # Looked up first, since they are few: no database sees that rounds are many.
    who = (
        await s.exec(select(Person.id).where(col(Person.refuses)).order_by(Person.id).limit(MOST_REFUSING))
    ).all()
    if not who:
        return ()
    rows = await s.exec(
        _lines(Participant, Person)
        .join(Person, col(Person.id) == Participant.person_id)
        .join(Round, col(Round.id) == Participant.round_id)
        .where(
            col(Participant.person_id).in_(who),
            col(Participant.state) == "active",
            col(Round.closed_at).is_(None),
            *seen_by(secretariat_id, person),
        )
        .order_by(col(Person.name), col(Person.id), col(Participant.round_id))
        .limit(MOST + 1)
    )
    return tuple(
        Refusing(participant, somebody, OfRound(*of))
        for participant, person_, *of in rows
        for _, somebody in all_here([(participant, person_)])
    )


async def troubled(s: AsyncSession, secretariat_id: str, person: str) -> tuple[Troubled, ...]:
    """Which rounds do not go on; `stuck`: what happened in them cannot be written."""
    rows = await s.exec(
        _lines(col(Round.trouble))
        .where(
            col(Round.trouble) != written_out(""),
            col(Round.trouble).in_(TROUBLES),
            *seen_by(secretariat_id, person),
        )
        .order_by(col(Round.trouble), col(Round.id))
        .limit(MOST + 1)
    )
    return tuple(Troubled(trouble, OfRound(*of)) for trouble, *of in rows)
