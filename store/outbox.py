"""The outbox, read when its letters are sent: the row, its reader, the round; and what is to be sent yet."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import written_out
from store.reads.asked import grant_of
from store.reads.parties import responsible
from store.tables import (
    Letter,
    Participant,
    Person,
    Round,
    Secretariat,
)

WAITING = ("waiting", "uncertain", "unmade")
"""States of a letter that is still to be sent; all others are final."""

HEARS = ("", "stuck", "task_fails")
"""The troubles of a round that has a workflow, which can be told something."""

_UNTOLD = and_(col(Letter.state) == "refused", col(Letter.told_at).is_(None), col(Round.closed_at).is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A letter that is to be sent: by its key, of which round, whose it is, and what says it."""

    letter: str
    round: str
    participant: str
    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A letter with whom it is for and what round it is about; `contact` answers for the round."""

    letter: Letter
    reader: Participant
    person: Person
    round: Round
    secretariat: Secretariat
    contact: Person
    my_round: str


async def posted(s: AsyncSession, key: str) -> Posted | None:
    """All that every letter says; None when there is no such letter any more."""
    found = await s.exec(
        select(Letter, Participant, Person, Round, Secretariat)  # type: ignore[call-overload]  # typed for four entities at most
        .join(
            Participant,
            (col(Participant.round_id) == Letter.round_id) & (col(Participant.id) == Letter.participant_id),
        )
        .join(Person, col(Person.id) == Participant.person_id)
        .join(Round, col(Round.id) == Letter.round_id)
        .join(Secretariat, col(Secretariat.id) == Round.secretariat_id)
        .where(Letter.key == key)
    )
    row = found.one_or_none()
    if row is None:
        return None
    letter, reader, person, round_, secretariat = row
    return Posted(
        letter=letter,
        reader=reader,
        person=person,
        round=round_,
        secretariat=secretariat,
        contact=await responsible(s, round_.id),
        my_round=await grant_of(s, round_.id, "", reader.id),
    )


async def letter(s: AsyncSession, key: str) -> Letter | None:
    """One letter by its key."""
    return await s.get(Letter, key)


async def knows_visit(s: AsyncSession, round_id: str, person_id: str) -> bool:
    """Whether somebody was written to about the visit's dates before: a newcomer has none to change."""
    rows = await s.exec(
        select(Letter.key).where(
            Letter.round_id == round_id, Letter.person_id == person_id, Letter.template == "visit"
        )
    )
    return rows.first() is not None


async def of_batch(s: AsyncSession, round_id: str, serial: int) -> tuple[Delivery, ...]:
    """What a batch wrote that is still to be sent, or told to its round; a batch that comes again asks."""
    return await _deliveries(s, Letter.round_id == round_id, Letter.serial == serial)


async def quiet_since(s: AsyncSession, since: datetime) -> tuple[Delivery, ...]:
    """What is still to be sent, or told to its round, and was neither written nor tried since then.

    A round that has no workflow hears nothing: what it is to be told waits until it goes on.
    """
    quiet = func.coalesce(col(Letter.leased_until), col(Letter.recorded_at)) <= since
    return await _deliveries(s, quiet, or_(col(Letter.state).in_(WAITING), col(Round.trouble).in_(HEARS)))


async def untold(s: AsyncSession, key: str) -> bool:
    """Whether a letter was refused and its round, which goes on, has not heard of it."""
    found = await s.exec(
        select(Letter.key).join(Round, col(Round.id) == Letter.round_id).where(Letter.key == key, _UNTOLD)
    )
    return found.first() is not None


async def _deliveries(s: AsyncSession, *which: ColumnElement[bool] | bool) -> tuple[Delivery, ...]:
    rows = await s.exec(
        select(Letter.key, Letter.round_id, Letter.participant_id, Letter.template)
        .join(Round, col(Round.id) == Letter.round_id)
        .where(col(Letter.state) != written_out("sent"), col(Letter.told_at).is_(None))
        .where(or_(col(Letter.state).in_(WAITING), _UNTOLD), *which)
        .order_by(col(Letter.recorded_at), col(Letter.key))
    )
    return tuple(
        Delivery(letter=key, round=round_id, participant=participant, template=template)
        for key, round_id, participant, template in rows
    )
