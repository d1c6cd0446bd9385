"""Secretariats, their officers, and the officers' keys; what operators do, outside of any round."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.submissions.people import Contact
from store import accounts, keys, retention, sessions, sign_ins
from store.at_work import AtDesk
from store.desk_log import log
from store.desk_tables import SavedView
from store.persons import meet, normal
from store.reads import sides
from store.rows import insert_once
from store.tables import Officer, Person, Secretariat

HEAD = "head"
OPERATOR = "operator"
"""Who has done what was typed by whoever runs the programs."""
ROLES = ("officer", HEAD, "coordinator", "auditor", "administrator")
"""What an officer may be (S2); what each may do, `api.policies` says."""


class NoSuchSecretariat(Exception):
    """An officer works for a secretariat, which must be there before."""


class NoSuchOfficer(Exception):
    """Nobody at this address works for the secretariat now."""


class TakesPart(Exception):
    """Whoever is at this address acts for a beneficiary or a panel, in the round that is named (S9)."""


async def add_secretariat(s: AsyncSession, id: str, name: str) -> bool:
    """Add a secretariat; False if it is there."""
    return await insert_once(s, Secretariat(id=id, name=name))


async def add_officer(
    s: AsyncSession,
    secretariat_id: str,
    contact: Contact,
    *,
    head: bool,
    role: str = "",
    by: str = OPERATOR,
) -> str:
    """Add an officer, or give one who is there another first key; it is shown now and never again (S1).

    Without a role it is that of an officer, or of the head. Raises: NoSuchSecretariat, TakesPart.
    """
    if await s.get(Secretariat, secretariat_id) is None:
        raise NoSuchSecretariat(secretariat_id)
    if round_id := await sides.acts_in(s, normal(contact.email)):
        raise TakesPart(round_id)
    person = await meet(s, contact)
    await s.flush()
    officer = await _officer(s, secretariat_id, person)
    there = not officer.revoked_at and officer.role
    if officer.revoked_at:
        await accounts.forget(s, officer.id, by, datetime.now(UTC))
    # Another key makes nobody something else.
    officer.role = role or (HEAD if head else there or ROLES[0])
    officer.head, officer.revoked_at = officer.role == HEAD, None
    s.add(officer)
    await s.flush()
    return await keys.first(s, officer.id, by, datetime.now(UTC))


async def set_role(s: AsyncSession, secretariat_id: str, email: str, role: str, by: str) -> None:
    """Give an officer another role; it holds from their next page or call on. Raises: NoSuchOfficer."""
    _set_role(s, await _working(s, secretariat_id, email), role, by)


def _set_role(s: AsyncSession, officer: Officer, role: str, by: str) -> None:
    officer.role, officer.head = role, role == HEAD
    s.add(officer)
    log(s, "role_set", officer.id, by=by, now=datetime.now(UTC), role=role)


async def end(s: AsyncSession, secretariat_id: str, email: str, by: str) -> None:
    """End an officer: their key, their sessions and their links act no more. Raises: NoSuchOfficer."""
    officer = await _working(s, secretariat_id, email)
    now = datetime.now(UTC)
    officer.revoked_at = now
    s.add(officer)
    log(s, "officer_ended", officer.id, by=by, now=now)
    await sessions.end_all(s, officer.id, by, now)
    await keys.end_all(s, officer.id, by, now)


async def end_sessions(s: AsyncSession, secretariat_id: str, email: str, by: str) -> None:
    """Sign an officer out wherever they are signed in. Raises: NoSuchOfficer."""
    officer = await _working(s, secretariat_id, email)
    await sessions.end_all(s, officer.id, by, datetime.now(UTC))


async def sign_in_token(s: AsyncSession, secretariat_id: str, email: str) -> str:
    """What a link to the desk carries, for whoever has no mail; shown now and never again.

    Raises: NoSuchOfficer.
    """
    officer = await _working(s, secretariat_id, email)
    token = secrets.token_urlsafe(32)
    await sign_ins.hand_out(s, officer.id, token, datetime.now(UTC))
    return token


async def make_key(
    s: AsyncSession, secretariat_id: str, email: str, name: str, scope: str, days: int, by: str
) -> str:
    """Make a key for an officer, shown now and never again. Raises: NoSuchOfficer; keys.NameInUse."""
    officer = await _working(s, secretariat_id, email)
    return await keys.make(s, officer.id, name, scope, by, datetime.now(UTC), days=days)


async def end_key(s: AsyncSession, secretariat_id: str, email: str, name: str, by: str) -> bool:
    """End an officer's key of this name; False if there is none. Raises: NoSuchOfficer."""
    officer, now = await _working(s, secretariat_id, email), datetime.now(UTC)
    ids = [key.id for key in await keys.of_officer(s, officer.id, now) if key.name == name]
    return bool(ids) and await keys.end(s, secretariat_id, ids[0], by, now)


async def forget_account(s: AsyncSession, secretariat_id: str, email: str, by: str) -> bool:
    """Have an officer bound to no account at a provider; False if they are to none. Raises: NoSuchOfficer."""
    officer = await _working(s, secretariat_id, email)
    return await accounts.forget(s, officer.id, by, datetime.now(UTC))


async def working(s: AsyncSession, secretariat_id: str) -> tuple[AtDesk, ...]:
    """Who works for a secretariat now, by name."""
    rows = await s.exec(
        select(Officer, Person, Secretariat)
        .join(Person, col(Person.id) == Officer.person_id)
        .join(Secretariat, col(Secretariat.id) == Officer.secretariat_id)
        .where(Officer.secretariat_id == secretariat_id, col(Officer.revoked_at).is_(None))
        .order_by(col(Person.name), col(Officer.id))
    )
    return tuple(AtDesk(*row) for row in rows)


async def promote(s: AsyncSession, secretariat_id: str, officer_id: str, role: str, by: str) -> bool:
    """Give an officer of this secretariat another role; False if there is none."""
    officer = await s.get(Officer, officer_id)
    if officer is None or officer.secretariat_id != secretariat_id or officer.revoked_at:
        return False
    _set_role(s, officer, role, by)
    return True


async def _working(s: AsyncSession, secretariat_id: str, email: str) -> Officer:
    found = await s.exec(
        select(Officer)
        .join(Person, col(Person.id) == Officer.person_id)
        .where(
            Person.email == normal(email),
            Officer.secretariat_id == secretariat_id,
            col(Officer.revoked_at).is_(None),
        )
    )
    if officer := found.one_or_none():
        return officer
    raise NoSuchOfficer(email)


async def _officer(s: AsyncSession, secretariat_id: str, person: Person) -> Officer:
    """The officer who is there, or a new one."""
    found = await s.exec(
        select(Officer).where(Officer.person_id == person.id, Officer.secretariat_id == secretariat_id)
    )
    return found.one_or_none() or Officer(
        id=uuid.uuid4().hex,
        person_id=person.id,
        secretariat_id=secretariat_id,
        created_at=datetime.now(UTC),
    )


async def heads(s: AsyncSession, secretariat_id: str) -> Sequence[Person]:
    """Whoever heads the secretariat now."""
    there = (
        select(Person)
        .join(Officer, col(Officer.person_id) == Person.id)
        .where(Officer.secretariat_id == secretariat_id, col(Officer.head), col(Officer.revoked_at).is_(None))
        .order_by(col(Officer.created_at), col(Officer.id))
    )
    return (await s.exec(there)).all()


async def all_heads(s: AsyncSession) -> Sequence[str]:
    """The officers, by id, who head a secretariat now."""
    there = select(Officer.id).where(col(Officer.head), col(Officer.revoked_at).is_(None))
    return (await s.exec(there.order_by(col(Officer.id)))).all()


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


async def purge(s: AsyncSession, now: datetime) -> int:
    """Forget keys, saved views and accounts of whoever is no officer any more; how many there were."""
    before = now - retention.kept("officers_gone")
    gone = select(Officer.id).where(col(Officer.revoked_at) < before)
    tables = (keys.OfficerKey, SavedView, accounts.ProviderAccount)
    theirs = [delete(table).where(col(table.officer_id).in_(gone)) for table in tables]
    return sum([int((await s.exec(statement)).rowcount) for statement in theirs])
