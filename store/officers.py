"""Secretariats, their officers, and the officers' keys; what operators do, outside of any round."""

import hashlib
import secrets
import uuid
from datetime import UTC, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.submissions.people import Contact
from store.persons import meet, normal
from store.reads import sides
from store.rows import insert_once
from store.tables import Officer, Person, Secretariat


class NoSuchSecretariat(Exception):
    """An officer works for a secretariat, which must be there before."""


class TakesPart(Exception):
    """Whoever is at this address acts for a beneficiary or a panel, in the round that is named (S9)."""


async def add_secretariat(s: AsyncSession, id: str, name: str) -> bool:
    """Add a secretariat; False if it is there."""
    return await insert_once(s, Secretariat(id=id, name=name))


async def add_officer(s: AsyncSession, secretariat_id: str, contact: Contact, *, head: bool) -> str:
    """Add an officer, or give one who is there another key; the key is shown now and never again (S1).

    Raises: NoSuchSecretariat, TakesPart.
    """
    if await s.get(Secretariat, secretariat_id) is None:
        raise NoSuchSecretariat(secretariat_id)
    if round_id := await sides.acts_in(s, normal(contact.email)):
        raise TakesPart(round_id)
    person = await meet(s, contact)
    await s.flush()
    # The randomness of 256 bits: a plain hash of it cannot be turned back.
    key = f"ronda_{secrets.token_urlsafe(32)}"
    officer = await _officer(s, secretariat_id, person)
    officer.head, officer.revoked_at = head, None
    officer.key_hash = hashlib.sha256(key.encode()).hexdigest()
    s.add(officer)
    return key


async def _officer(s: AsyncSession, secretariat_id: str, person: Person) -> Officer:
    """The officer who is there, or a new one."""
    found = await s.exec(
        select(Officer).where(Officer.person_id == person.id, Officer.secretariat_id == secretariat_id)
    )
    return found.one_or_none() or Officer(
        id=uuid.uuid4().hex,
        person_id=person.id,
        secretariat_id=secretariat_id,
        key_hash="",
        created_at=datetime.now(UTC),
    )


async def is_officer(s: AsyncSession, secretariat_id: str, email: str) -> bool:
    """Whether somebody at this address works for the secretariat now."""
    there = (
        select(Officer.id)
        .join(Person, col(Person.id) == Officer.person_id)
        .where(
            Person.email == normal(email),
            Officer.secretariat_id == secretariat_id,
            col(Officer.revoked_at).is_(None),
        )
    )
    return (await s.exec(there)).first() is not None


async def any_officer(s: AsyncSession, secretariat_id: str) -> bool:
    """Whether somebody can open rounds of this secretariat."""
    there = select(Officer.id).where(
        Officer.secretariat_id == secretariat_id, col(Officer.revoked_at).is_(None)
    )
    return (await s.exec(there.limit(1))).first() is not None
