"""API keys (S1): named, made for something and for a time, shown once, ended at once."""

import re
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from fastapi.routing import iter_route_contexts
from sqlmodel import col, select, update

from api.policies import SCOPES, ByKey, policies_of
from store import keys, session
from store.audit_log import Audit
from store.keys import USE_SHOWN, OfficerKey
from store.tables import Officer
from tests.api.desk.conftest import Desk, send
from tests.api.desk.test_policies import filled
from tests.api.http.test_trouble import locked

KEYS, OFFICERS, API = "/desk/keys", "/desk/officers", "/api/v1/rounds"
MADE = re.compile(r">(ronda_[\w-]{43})<")
ENDS = re.compile(r'action="(/desk/(?:officers/)?keys/\w+/end)"')


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", "Accept": "application/json"}


async def all_keys(desk: Desk) -> list[OfficerKey]:
    async with desk.database.reading() as s:
        return list((await s.exec(select(OfficerKey).order_by(col(OfficerKey.name)))).all())


async def make(http: httpx2.AsyncClient, name: str = "Reports", scope: str = "read") -> httpx2.Response:
    return await send(http, await http.get(KEYS), KEYS, name=name, scope=scope, days="30")


async def test_a_key_is_shown_once_and_sent_again_the_form_makes_none(desk: Desk) -> None:
    async with await desk.signed_in("officer") as http:
        made = await make(http)
        (key,) = MADE.findall(made.text)
        assert made.status_code == 200
        again = await make(http)
        assert (again.status_code, MADE.findall(again.text)) == (422, [])
        assert "you have a key of this name" in again.text
        assert key not in (await http.get(KEYS)).text
    async with desk.http(**bearer(key)) as program:
        assert (await program.get(API)).status_code == 200
    rows = [row for row in await all_keys(desk) if row.name == "Reports"]
    assert [(row.scope, row.sha256) for row in rows] == [("read", keys.hashed(key))]
    assert rows[0].ends_at - rows[0].made_at == timedelta(days=30)


@pytest.mark.parametrize(
    "typed",
    [
        {"name": " ", "scope": "read", "days": "30"},
        {"name": "a" * 101, "scope": "read", "days": "30"},
        {"name": "a\u202eb", "scope": "read", "days": "30"},
        {"name": "a", "scope": "rule", "days": "30"},
        {"name": "a", "scope": "read", "days": "31"},
        {"name": "a"},
    ],
)
async def test_what_cannot_be_a_key_is_said(desk: Desk, typed: dict[str, str]) -> None:
    async with await desk.signed_in("officer") as http:
        before = len(await all_keys(desk))
        answer = await send(http, await http.get(KEYS), KEYS, **typed)
    assert (answer.status_code, "Nothing was made" in answer.text) == (422, True)
    assert len(await all_keys(desk)) == before


async def test_a_key_that_reads_acts_nowhere_and_one_that_acts_does_both(desk: Desk) -> None:
    """Over the app's own routes."""
    reads, acts = await desk.key("officer"), await desk.key("head")
    async with desk.database.writing() as s:
        mine = col(OfficerKey.sha256) == keys.hashed(reads)
        await s.exec(update(OfficerKey).where(mine).values(scope="read"))
    seen = set()
    for route in iter_route_contexts(desk.app.routes):
        (policy,) = policies_of(route) or (None,)
        if not isinstance(policy, ByKey):
            continue
        for method in route.methods or ():
            async with desk.http(**bearer(reads)) as http:
                answer = await http.request(method, filled(str(route.path)), json={})
            refused = answer.status_code == 403 and answer.json()["code"] == "key_may_not"
            assert refused == (policy.does not in SCOPES["read"]), (method, route.path)
            seen.add(policy.does)
    assert seen == {"read", "act"}
    async with desk.http(**bearer(acts)) as http:
        assert [(await http.get(API)).status_code, (await http.post(API, json={})).status_code] == [200, 422]


@pytest.mark.parametrize("over", ["ended", "too old", "its officer has ended"])
async def test_a_key_that_is_over_answers_like_an_unknown_one(desk: Desk, over: str) -> None:
    key, now = await desk.key("officer"), datetime.now(UTC)
    async with desk.database.writing() as s:
        row = (await s.exec(select(OfficerKey).where(OfficerKey.sha256 == keys.hashed(key)))).one()
        if over == "ended":
            assert await keys.end(s, "DIS", row.id, "test", now)
        if over == "too old":
            await s.exec(update(OfficerKey).values(ends_at=now))
        if over == "its officer has ended":
            await s.exec(update(Officer).values(revoked_at=now))
    async with desk.http(**bearer(key)) as http, desk.http(**bearer("unknown")) as other:
        assert (await http.get(API)).content == (await other.get(API)).content
        assert (await http.get(API)).status_code == 401


async def test_one_ends_ones_own_and_an_administrator_those_of_the_secretariat_alone(desk: Desk) -> None:
    async with await desk.signed_in("officer") as http, await desk.signed_in("head", "DGPE") as abroad:
        await make(http, "Mine")
        await make(abroad, "Theirs")
        mine = next(row.id for row in await all_keys(desk) if row.name == "Mine")
        theirs = next(row.id for row in await all_keys(desk) if row.name == "Theirs")
        for address in (f"{KEYS}/{theirs}/end", f"{KEYS}/nothing/end"):
            assert (await send(http, await http.get(KEYS), address)).status_code == 404
        foreign = await send(abroad, await abroad.get(OFFICERS), f"{OFFICERS}/keys/{mine}/end")
        assert foreign.status_code == 404
        assert (await send(http, await http.get(KEYS), f"{OFFICERS}/keys/{mine}/end")).status_code == 403
        ended = await send(http, await http.get(KEYS), f"{KEYS}/{mine}/end")
        assert ended.headers["location"] == f"{KEYS}?done=key_ended"
    async with await desk.signed_in("administrator") as http:
        page = await http.get(OFFICERS)
        assert "Mine" not in page.text
        (address, *_) = ENDS.findall(page.text)
        ended = await send(http, page, address)
        assert (await http.get(ended.headers["location"])).text.count("The key is ended") == 1
    gone = {row.id: row.ended_by for row in await all_keys(desk) if row.ended_at}
    assert len(gone) == 2
    async with desk.database.reading() as s:
        log = (await s.exec(select(Audit).where(Audit.action == "key_ended"))).all()
    assert {row.subject for row in log} == set(gone)
    assert {row.actor for row in log} == set(gone.values())


async def test_the_last_use_is_shown_and_written_once_an_hour(desk: Desk) -> None:
    key, hour = await desk.key("officer"), datetime.now(UTC) - USE_SHOWN

    async def used() -> datetime | None:
        return next(row.used_at for row in await all_keys(desk) if row.sha256 == keys.hashed(key))

    assert await used() is None
    async with desk.http(**bearer(key)) as http:
        await http.get(API)
        first = await used()
        await http.get(API)
        assert first is not None
        assert await used() == first
        async with desk.database.writing() as s:
            await s.exec(update(OfficerKey).values(used_at=hour))
        await http.get(API)
        assert (await used() or hour) > hour


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_while_nothing_can_be_written_a_key_reads(
    desk: Desk, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "PATIENCE", 1)
    key = await desk.key("officer")
    async with desk.http(**bearer(key)) as http:
        with locked(database_url):
            assert (await http.get(API, timeout=30)).status_code == 200
