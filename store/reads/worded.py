"""Letters of one round, by which words are looked at before they hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.persons import here
from store.tables import Letter, Participant, Person

MOST = 30
"""Letters that may be chosen from."""


@dataclass(frozen=True, slots=True)
class LetterRead:
    """A letter, and whom it is to."""

    letter: Letter
    reader: Participant
    person: Person


async def letters_of(s: AsyncSession, round_id: str, templates: Sequence[str]) -> tuple[LetterRead, ...]:
    """The letters of a round that are made by these templates, or by any; the latest first."""
    which: list[Any] = [col(Letter.template).in_(templates)] if templates else []
    rows = await s.exec(
        select(Letter, Participant, Person)
        .join(
            Participant,
            and_(
                col(Participant.round_id) == Letter.round_id,
                col(Participant.id) == Letter.participant_id,
            ),
        )
        .join(Person, col(Person.id) == Letter.person_id)
        .where(Letter.round_id == round_id, *which)
        .order_by(col(Letter.written_at).desc(), col(Letter.key))
        .limit(MOST)
    )
    return tuple(LetterRead(letter, who, here(who, person)) for letter, who, person in rows)
