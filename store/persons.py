"""Persons: one for each mailbox; and who somebody is in a round."""

import unicodedata
import uuid
from collections.abc import Iterable

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.submissions.people import Contact
from store.rows import insert_once
from store.tables import Participant, Person

NO_NAME = "[…]"
"""Stands where the name of somebody stood who was erased, the same in every language."""
NOWHERE = "erased.invalid"
"""The domain of the addresses of whoever was erased: RFC 2606 keeps it free, so no letter arrives there."""


def normal(email: str) -> str:
    """An address as it is kept and compared: one mailbox, one person."""
    return unicodedata.normalize("NFC", email.strip()).lower()


def nowhere(id: str) -> str:
    """What stands in the place of an address: nobody's, and another one for each row."""
    return f"{id}@{NOWHERE}"


async def find(s: AsyncSession, who: str) -> Person | None:
    """The person of this id, or at this address."""
    asked = select(Person).where(or_(col(Person.id) == who, col(Person.email) == normal(who)))
    return (await s.exec(asked)).first()


async def meet(s: AsyncSession, contact: Contact, country: str = "", institution: str = "") -> Person:
    """The person at this address, made if new.

    Somebody who is known keeps what is theirs: whoever names them in one round changes nothing in another.
    """
    person = Person(
        id=uuid.uuid4().hex,
        email=normal(contact.email),
        name=contact.name.strip(),
        language=contact.language,
        time_zone=contact.time_zone,
        country=country,
        institution=institution,
    )
    return await _known(s, person)


async def at(s: AsyncSession, email: str, like: Person) -> Person:
    """The person at this address, made if new: then with the language and the clock of another one."""
    values = like.model_dump(exclude={"id", "email", "refuses"})
    return await _known(s, Person(id=uuid.uuid4().hex, email=normal(email), **values))


async def _known(s: AsyncSession, person: Person) -> Person:
    await insert_once(s, person)
    return (await s.exec(select(Person).where(Person.email == person.email))).one()


def here(participant: Participant, person: Person) -> Person:
    """A person as their round knows them: for reading, never for keeping."""
    if not participant.name:
        return person
    declared = participant.model_dump(include={"name", "country", "institution"})
    return Person(**person.model_dump() | declared)


def all_here(rows: Iterable[tuple[Participant, Person]]) -> list[tuple[Participant, Person]]:
    """The same of each."""
    return [(participant, here(participant, person)) for participant, person in rows]
