"""What the desk's search finds besides rounds: people and letters, the latest first.

Both are of one secretariat (S3), and with a person of the rounds in which they take part alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.desk_tables import LetterSought, PersonSought
from store.persons import here
from store.reads.desk import OF_ROUND, OfRound
from store.reads.listing import taking_part
from store.sent_texts import SentText
from store.sought import Sought, found
from store.tables import Letter, Participant, Person, Round

MOST = 20
"""Lines of one kind; one more is read, to know whether there are more."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A participant, as their round knows them."""

    participant: Participant
    person: Person
    round: OfRound


@dataclass(frozen=True, slots=True)
class Post:
    """A letter, to whom it went, and its subject once it was sent."""

    letter: Letter
    subject: str
    participant: Participant
    person: Person
    round: OfRound


async def people(
    s: AsyncSession, secretariat_id: str, words: Sequence[str], person: str = ""
) -> tuple[Somebody, ...]:
    """Who has all of these words in their name, post or address."""
    asked = (
        select(Participant, Person, *OF_ROUND)
        .select_from(PersonSought)
        .join(
            Participant,
            and_(
                col(Participant.round_id) == PersonSought.round_id,
                col(Participant.id) == PersonSought.about,
            ),
        )
        .join(Person, col(Person.id) == Participant.person_id)
        .join(Round, col(Round.id) == Participant.round_id)
    )
    rows = await s.exec(_latest(s, asked, PersonSought, secretariat_id, words, person))
    return tuple(Somebody(who, here(who, one), OfRound(*of)) for who, one, *of in rows)


async def letters(
    s: AsyncSession, secretariat_id: str, words: Sequence[str], person: str = ""
) -> tuple[Post, ...]:
    """Which letters have all of these words in their subject, or in their recipient's name and address."""
    asked = (
        select(Letter, SentText.subject, Participant, Person, *OF_ROUND)
        .select_from(LetterSought)
        .join(Letter, col(Letter.key) == LetterSought.about)
        .join(SentText, col(SentText.letter) == Letter.key, isouter=True)
        .join(
            Participant,
            and_(col(Participant.round_id) == Letter.round_id, col(Participant.id) == Letter.participant_id),
        )
        .join(Person, col(Person.id) == Letter.person_id)
        .join(Round, col(Round.id) == Letter.round_id)
    )
    rows = await s.exec(_latest(s, asked, LetterSought, secretariat_id, words, person))
    return tuple(
        Post(letter, subject or "", who, here(who, one), OfRound(*of))
        for letter, subject, who, one, *of in rows
    )


def _latest(
    s: AsyncSession, asked: Any, of: Sought, secretariat_id: str, words: Sequence[str], person: str
) -> Any:
    by, has = found(s, of, secretariat_id, words)
    own = [taking_part(person)] if person else []
    return asked.where(has, *own).order_by(by.desc()).limit(MOST + 1)
