"""Accounts at a provider (S1): the one that came first is the officer's, whoever has their address later."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlmodel import col, select, update

from store import accounts, officers
from store.accounts import AnothersAccount, ProviderAccount, Vouched
from store.audit_log import Audit
from tests.api.desk.conftest import Desk, title_of
from tests.api.desk.provider import Provider
from tests.api.desk.test_by_provider import came, provider, sessions_begun

__all__ = ["provider"]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def entries(desk: Desk) -> list[tuple[str, str]]:
    """What the log has of accounts, and who did it."""
    async with desk.database.reading() as s:
        found = select(Audit.action, Audit.actor).where(col(Audit.action).startswith("account"))
        return [(action, actor) for action, actor in await s.exec(found.order_by(col(Audit.id)))]


@SQLITE
async def test_s1_the_account_that_came_first_is_the_officers_and_no_other_with_their_address(
    desk: Desk, provider: Provider
) -> None:
    for _ in range(2):
        assert (await came(desk)).status_code == 303
    provider.changes = {"sub": "whoever has the address now"}
    refused = await came(desk)
    assert (refused.status_code, title_of(refused)) == (403, "You were not signed in")
    provider.changes = {"email": "nobody@nowhere.example"}
    # Which of the reasons it was is nobody's to learn (L12).
    unknown = await came(desk)
    assert (refused.status_code, refused.content) == (unknown.status_code, unknown.content)
    assert await sessions_begun(desk) == 2
    async with desk.database.writing() as s:
        (bound,) = (await s.exec(select(ProviderAccount))).all()
        assert (bound.issuer, bound.sub) == (provider.address, "somebody")
        assert await officers.forget_account(s, "DIS", provider.email, "operator")
        assert not await officers.forget_account(s, "DIS", provider.email, "operator")
    provider.changes = {"sub": "whoever has the address now"}
    assert (await came(desk)).status_code == 303
    id = bound.officer_id
    assert await entries(desk) == [
        ("account_bound", id),
        ("account_refused", "provider"),
        # The account has come with an address that is nobody's.
        ("account_refused", "provider"),
        ("account_forgotten", "operator"),
        ("account_bound", id),
    ]


@SQLITE
async def test_s1_an_account_is_one_persons_and_of_another_provider_another_one(
    desk: Desk, provider: Provider
) -> None:
    assert (await came(desk)).status_code == 303
    provider.email = await desk.hire("head")
    # The same account under the address of somebody else.
    assert (await came(desk)).status_code == 403
    async with desk.database.writing() as s:
        await s.exec(update(ProviderAccount).values(issuer="https://another.example"))
    assert (await came(desk)).status_code == 303


@SQLITE
async def test_s1_whoever_comes_back_as_an_officer_is_bound_anew(desk: Desk, provider: Provider) -> None:
    assert (await came(desk)).status_code == 303
    async with desk.database.writing() as s:
        await officers.end(s, "DIS", provider.email, "operator")
    await desk.hire("officer")
    provider.changes = {"sub": "another"}
    assert (await came(desk)).status_code == 303


async def test_s1_of_two_accounts_that_come_first_at_once_one_is_the_officers(desk: Desk) -> None:
    email = await desk.hire("officer")

    async def comes(sub: str) -> bool:
        try:
            async with desk.database.writing() as s:
                who = Vouched(issuer="https://id.example", sub=sub, email=email)
                return bool(await accounts.admit(s, who, "/desk", datetime.now(UTC)))
        except AnothersAccount:
            return False

    assert sum(await asyncio.gather(*(comes(f"account {n}") for n in range(5)))) == 1
    async with desk.database.reading() as s:
        assert len((await s.exec(select(ProviderAccount))).all()) == 1
