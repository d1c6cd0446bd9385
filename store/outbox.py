"""The outbox, read when its letters are sent: the row, its reader, the round."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.reads.asked import grant_of
from store.reads.parties import responsible
from store.tables import (
    Letter,
    Participant,
    Person,
    Round,
    Secretariat,
)


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
