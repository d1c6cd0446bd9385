"""Accounts at a provider of OpenID Connect: which one is an officer's, from the first time on (S1).

An address may be given to somebody else, an account (the provider's `sub`) never is. So the address, which
the provider has verified, finds the officer once; from then on it has to come with the same account.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Field, SQLModel, and_, col, delete, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store import sign_ins
from store.columns import UTCDateTime
from store.desk_log import log
from store.rows import insert_once
from store.sign_ins import Admitted
from store.tables import Officer

PROVIDER = "provider"
"""Who has done what somebody tried by a provider's word who was not let in."""


class ProviderAccount(SQLModel, table=True):
    """The account by which an officer came in first; another provider's is another one."""

    __tablename__ = "provider_account"
    officer_id: str = Field(primary_key=True, foreign_key="officer.id")
    issuer: str = Field(primary_key=True)
    sub: str = Field(index=True)
    bound_at: datetime = Field(sa_type=UTCDateTime)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """Whom a provider vouches for: an account of its own, and an address that it has verified."""

    issuer: str
    sub: str
    email: str


class AnothersAccount(Exception):
    """An officer of this address is bound to another account, or this account to another officer."""


async def admit(s: AsyncSession, who: Vouched, leads_to: str, now: datetime) -> tuple[Admitted, ...]:
    """A link for each place where whoever this is works, for them to use now; none for others.

    Raises AnothersAccount; it is to be written down with `refuse`, in a transaction that is kept.
    """
    offices = {officer.id for officer, _ in await sign_ins.offices(s, who.email)}
    if _amiss(await _bound(s, who, offices), who, offices):
        raise AnothersAccount
    for id in sorted(offices):
        if await insert_once(s, ProviderAccount(officer_id=id, issuer=who.issuer, sub=who.sub, bound_at=now)):
            log(s, "account_bound", id, by=id, now=now)
    # Of two who come first at once the other may have been written meanwhile.
    if _amiss(await _bound(s, who, offices), who, offices):
        raise AnothersAccount
    return await sign_ins.admit(s, who.email, leads_to, now)


async def refuse(s: AsyncSession, who: Vouched, now: datetime) -> None:
    """Write down for each officer concerned that they, or somebody else, came with another account."""
    offices = {officer.id for officer, _ in await sign_ins.offices(s, who.email)}
    for id in sorted(_amiss(await _bound(s, who, offices), who, offices)):
        log(s, "account_refused", id, by=PROVIDER, now=now)


async def forget(s: AsyncSession, officer_id: str, by: str, now: datetime) -> bool:
    """Have an officer bound to no account: the next one binds them anew. False if they are to none."""
    gone = await s.exec(delete(ProviderAccount).where(col(ProviderAccount.officer_id) == officer_id))
    if gone.rowcount:
        log(s, "account_forgotten", officer_id, by=by, now=now)
    return bool(gone.rowcount)


async def _bound(s: AsyncSession, who: Vouched, offices: set[str]) -> Sequence[ProviderAccount]:
    """What binds these officers, and whoever else works and is bound to this account."""
    theirs = or_(col(ProviderAccount.officer_id).in_(offices), col(ProviderAccount.sub) == who.sub)
    rows = await s.exec(
        select(ProviderAccount)
        .join(Officer, col(Officer.id) == ProviderAccount.officer_id)
        .where(and_(ProviderAccount.issuer == who.issuer, theirs), col(Officer.revoked_at).is_(None))
    )
    return rows.all()


def _amiss(bound: Sequence[ProviderAccount], who: Vouched, offices: set[str]) -> set[str]:
    return {row.officer_id for row in bound if row.sub != who.sub or row.officer_id not in offices}
