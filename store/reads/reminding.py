"""Whom officers remind by hand: who holds what rounds wait for, and which letter brought it to them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.sides import side
from store.columns import written_out
from store.persons import all_here
from store.reads.links import WITH_LINKS
from store.reads.rounds import AWAITED
from store.tables import Assignment, Grant, Letter, Participant, Person, Round

Held = tuple[str, str, str]
"""A round, an assignment of it, a participant who holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A letter that may be sent again, because what it asks for is still open."""

    letter: str
    round_id: str
    assignment: Assignment
    person: Person


async def reminders(s: AsyncSession, secretariat_id: str, round_ids: Collection[str]) -> tuple[Reminder, ...]:
    """The latest letter to each who holds something open, but for the secretariat's own people."""
    rows = await s.exec(
        select(Assignment, Participant, Person)
        .join(Round, col(Round.id) == Assignment.round_id)
        .join(
            Grant,
            and_(col(Grant.round_id) == Assignment.round_id, col(Grant.assignment_key) == Assignment.key),
        )
        .join(
            Participant,
            and_(col(Participant.round_id) == Grant.round_id, col(Participant.id) == Grant.participant_id),
        )
        .join(Person, col(Person.id) == Participant.person_id)
        .where(
            col(Assignment.state) == written_out(AWAITED),
            col(Assignment.round_id).in_(round_ids),
            Round.secretariat_id == secretariat_id,
            Grant.state == "live",
        )
        .order_by(col(Assignment.round_id), col(Assignment.due_at), col(Assignment.key), col(Participant.id))
    )
    held = [(a, who, person) for a, who, person in rows if side(a.role) != "secretariat"]
    letters = await _letters(s, {a.round_id for a, _, _ in held})
    found: dict[str, Reminder] = {}
    for a, who, person in held:
        last = letters.get((a.round_id, a.key, who.id)) or letters.get((a.round_id, "", who.id))
        if last:
            # A letter that asks for several things is sent again once.
            (_, shown) = all_here([(who, person)])[0]
            found.setdefault(last, Reminder(letter=last, round_id=a.round_id, assignment=a, person=shown))
    return tuple(found.values())


async def _letters(s: AsyncSession, round_ids: Collection[str]) -> dict[Held, str]:
    """The latest letter with a link, by what it is about; under no assignment that about all one has."""
    rows = await s.exec(
        select(Letter)
        .where(col(Letter.round_id).in_(round_ids), col(Letter.template).in_(WITH_LINKS))
        .order_by(col(Letter.written_at), col(Letter.key))
    )
    return {(row.round_id, str(row.params.get("key", "")), row.participant_id): row.key for row in rows}
