"""Persons: one for each mailbox."""

import unicodedata
import uuid

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.submissions.people import Contact
from store.rows import insert_once
from store.tables import Person


def normal(email: str) -> str:
    """An address as it is kept and compared: one mailbox, one person."""
    return unicodedata.normalize("NFC", email.strip()).lower()


async def meet(s: AsyncSession, contact: Contact, country: str = "", institution: str = "") -> Person:
    """The person at this address, made if new.

    Somebody who is known keeps their own name, language and zone: others may not choose those for them.
    """
    email = normal(contact.email)
    person = Person(
        id=uuid.uuid4().hex,
        email=email,
        name=contact.name.strip(),
        language=contact.language,
        time_zone=contact.time_zone,
        country=country,
        institution=institution,
    )
    await insert_once(s, person)
    known = (await s.exec(select(Person).where(Person.email == email))).one()
    known.country = known.country or country
    known.institution = known.institution or institution
    return known
