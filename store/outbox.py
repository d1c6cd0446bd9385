"""The outbox, read when its letters are sent: the row, its reader, the round; and what is to be sent yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import written_out
from store.persons import here
from store.reads.parties import RESPONSIBLE
from store.tables import (
    Grant,
    Letter,
    Participant,
    Person,
    Round,
    Secretariat,
)
from store.wordings import Wording

WAITING = ("waiting", "uncertain", "unmade")
"""States of a letter that is still to be sent; all others are final."""
PENDING = "reminder"
"""The template of the one letter a day of what is pending (Z8)."""

HEARS = ("", "stuck", "task_fails")
"""The troubles of a round that has a workflow, which can be told something."""

_OF_SOMEBODY_THERE = exists().where(
    col(Participant.round_id) == Letter.round_id,
    col(Participant.id) == Letter.participant_id,
    col(Participant.person_id) == Letter.person_id,
)
"""The letter went to the address that holds now: what refuses an older one is nobody's trouble."""
_UNTOLD = and_(
    col(Letter.state) == "refused",
    col(Letter.told_at).is_(None),
    or_(col(Round.closed_at).is_(None), col(Round.publishing)),
    _OF_SOMEBODY_THERE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A letter that is to be sent: by its key, of which round, whose it is, what says it, and since when."""

    letter: str
    round: str
    participant: str
    template: str
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A letter with whom it is for and what round it is about; `contact` answers for the round.

    `is_first`: nothing was written to this person in this round before. `reworded`: the secretariat has words
    of its own, of some letter, in the reader's language.
    """

    letter: Letter
    reader: Participant
    person: Person
    round: Round
    secretariat: Secretariat
    contact: Person
    my_round: str
    is_first: bool
    reworded: bool


_CONTACT, _ANSWERS = aliased(Participant), aliased(Person)
_responsible = (
    select(Participant.id)
    .where(Participant.round_id == Letter.round_id, Participant.role == RESPONSIBLE)
    .order_by(col(Participant.state), col(Participant.id))
    .limit(1)
    .correlate(Letter)
    .scalar_subquery()
)
_my_round = (
    select(Grant.id)
    .where(Grant.round_id == Letter.round_id, Grant.participant_id == Letter.participant_id)
    .where(Grant.assignment_key == "", Grant.state != "revoked")
    .order_by(col(Grant.serial).desc())
    .limit(1)
    .correlate(Letter)
    .scalar_subquery()
)
_OTHER = aliased(Letter)
_first = (
    select(_OTHER.key)
    .where(_OTHER.round_id == Letter.round_id, _OTHER.person_id == Letter.person_id)
    .order_by(col(_OTHER.written_at), col(_OTHER.key))
    .limit(1)
    .correlate(Letter)
    .scalar_subquery()
)
_reworded = exists().where(
    col(Wording.secretariat_id) == Secretariat.id,
    col(Wording.language) == Person.language,
    col(Wording.ended_at).is_(None),
)
_POSTED: Any = (
    select(Letter, Participant, Person, Round, Secretariat, _CONTACT, _ANSWERS, _my_round, _first, _reworded)  # type: ignore[call-overload]  # typed for four entities at most
    .join(
        Participant,
        (col(Participant.round_id) == Letter.round_id) & (col(Participant.id) == Letter.participant_id),
    )
    .join(Person, col(Person.id) == Letter.person_id)
    .join(Round, col(Round.id) == Letter.round_id)
    .join(Secretariat, col(Secretariat.id) == Round.secretariat_id)
    .join(_CONTACT, (col(_CONTACT.round_id) == Letter.round_id) & (col(_CONTACT.id) == _responsible))
    .join(_ANSWERS, col(_ANSWERS.id) == _CONTACT.person_id)
    .where(Letter.key == bindparam("key_"))
)
"""Asked for each letter, and so in one statement that is put together once."""


async def posted(s: AsyncSession, key: str) -> Posted | None:
    """All that every letter says; None when there is no such letter any more.

    It goes to the mailbox of its row: a note that somebody's address was corrected goes to the old one.
    """
    row = (await s.exec(_POSTED, params={"key_": key})).one_or_none()
    if row is None:
        return None
    letter, reader, person, round_, secretariat, contact, answers, my_round, first, reworded = row
    return Posted(
        letter=letter,
        reader=reader,
        person=here(reader, person),
        round=round_,
        secretariat=secretariat,
        contact=here(contact, answers),
        my_round=my_round or "",
        is_first=first == key,
        reworded=reworded,
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
    """What is still to be sent, or told to its round, and was neither tried nor to be tried since then.

    A round that has no workflow hears nothing: what it is to be told waits until it goes on.
    """
    last = func.coalesce(col(Letter.leased_until), col(Letter.held_until), col(Letter.recorded_at))
    heard = or_(col(Letter.state).in_(WAITING), col(Round.trouble).in_(HEARS))
    return await _deliveries(s, last <= since, heard)


async def all_waiting(s: AsyncSession) -> tuple[Delivery, ...]:
    """What is still to be sent, or told to its round, be it held until a morning that is to come."""
    return await _deliveries(s)


async def reminded_since(s: AsyncSession, person_id: str, since: datetime) -> bool:
    """Whether somebody had a letter of what is pending, over all rounds, since then."""
    found = await s.exec(
        select(Letter.key)
        .where(Letter.person_id == person_id, Letter.template == PENDING, col(Letter.written_at) > since)
        .limit(1)
    )
    return found.first() is not None


async def untold(s: AsyncSession, key: str) -> bool:
    """Whether a letter was refused and its round, which goes on, has not heard of it."""
    found = await s.exec(
        select(Letter.key).join(Round, col(Round.id) == Letter.round_id).where(Letter.key == key, _UNTOLD)
    )
    return found.first() is not None


async def untold_letter(s: AsyncSession, key: str) -> tuple[Delivery, ...]:
    """This letter, if it was refused and its round has still to hear of it; else none."""
    return await _deliveries(s, Letter.key == key, _UNTOLD)


async def _deliveries(s: AsyncSession, *which: ColumnElement[bool] | bool) -> tuple[Delivery, ...]:
    rows = await s.exec(
        select(Letter.key, Letter.round_id, Letter.participant_id, Letter.template, Letter.held_until)  # type: ignore[call-overload]  # typed for four columns at most
        .join(Round, col(Round.id) == Letter.round_id)
        .where(col(Letter.state) != written_out("sent"), col(Letter.told_at).is_(None))
        .where(or_(col(Letter.state).in_(WAITING), _UNTOLD), *which)
        .order_by(col(Letter.recorded_at), col(Letter.key))
    )
    return tuple(
        Delivery(letter=key, round=round_id, participant=participant, template=template, held_until=held)
        for key, round_id, participant, template, held in rows
    )
