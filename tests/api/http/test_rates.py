"""How often one may ask (S7): by key, link, session and address, counted for all processes together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlmodel import select
from starlette.requests import Request

from api.app import create
from api.http import rates
from api.http.headers import SAFE
from api.http.problems import Problem
from api.http.rates import MOST_REMEMBERED, RATES, UNKNOWN, Rate, Rates, address_of, rate_of, was_tried
from rounds.submissions.people import LANGUAGES
from store import session
from store.request_counts import RequestCount
from store.session import Database
from templates.render import Renderer
from tests.api.desk.conftest import SITE, Desk, desk, title_of
from tests.api.http.test_trouble import locked
from tests.conftest import hire, settings_for

__all__ = ["desk"]
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
FEW = Rate(name="few", most=5, within=timedelta(minutes=5))
BY = {rate.name: rate for rate in RATES}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, each request is counted."""
    monkeypatch.setattr(rates, "PATIENCE", 60)


@asynccontextmanager
async def doors(folder: Path, url: str) -> AsyncIterator[FastAPI]:
    """A process that counts."""
    made = settings_for(folder, "127.0.0.1:1", 1, database_url=url).model_copy(update={"rate_limits": 1})
    app = create(made)
    async with app.router.lifespan_context(app):
        yield app


def caller(app: FastAPI, at: str = "192.0.2.7", **headers: str) -> httpx2.AsyncClient:
    """Somebody at an address."""
    there, own = httpx2.ASGITransport(app=app, client=(at, 1)), {"Sec-Fetch-Site": "same-origin"}
    return httpx2.AsyncClient(transport=there, base_url=SITE, headers=own | headers)


async def counts(database: Database) -> int:
    async with database.reading() as s:
        return len((await s.exec(select(RequestCount))).all())


# ---- counting


async def test_processes_count_together_and_as_many_pass_as_may(
    database: Database, database_url: str
) -> None:
    other = Database(database_url)
    here, there = Rates("secret", 1, lambda: NOW), Rates("secret", 1, lambda: NOW)
    waits = await asyncio.gather(
        *(here.wait(database, FEW, "somebody") for _ in range(10)),
        *(there.wait(other, FEW, "somebody") for _ in range(10)),
    )
    assert sorted(waits) == [0] * 5 + [300] * 15
    assert await there.wait(other, FEW, "somebody else") == 0
    await other.close()


async def test_once_the_time_is_over_one_may_ask_again(database: Database) -> None:
    times = iter([*[NOW] * 6, NOW + timedelta(seconds=299), *[NOW + timedelta(seconds=300)] * 6])
    counting = Rates("secret", 1, lambda: next(times))
    waits = [await counting.wait(database, FEW, "somebody") for _ in range(13)]
    assert waits == [*[0] * 5, 300, 1, *[0] * 5, 300]


async def test_for_whoever_waits_nothing_more_is_written_nor_is_it_longer(
    database: Database,
) -> None:
    counting = Rates("secret", 1, lambda: NOW)
    for _ in range(20):
        await counting.wait(database, FEW, "somebody")
    async with database.reading() as s:
        row = (await s.exec(select(RequestCount))).one()
    assert (row.n, row.ends_at) == (6, NOW + FEW.within)


async def test_what_is_kept_of_who_asked_is_found_by_the_secret_alone(
    database: Database,
) -> None:
    for secret in ("one", "another"):
        await Rates(secret, 1).wait(database, FEW, "192.0.2.7")
    async with database.reading() as s:
        rows = (await s.exec(select(RequestCount))).all()
    assert len({row.id for row in rows}) == 2
    assert [row for row in rows if "192" in row.id] == []


async def test_the_limits_are_multiplied_and_none_holds_at_nought(database: Database) -> None:
    twice, never = Rates("a", 2, lambda: NOW), Rates("b", 0, lambda: NOW)
    assert [await twice.wait(database, FEW, "x") for _ in range(11)] == [*[0] * 10, 300]
    assert {await never.wait(database, FEW, "x") for _ in range(20)} == {0}


async def test_what_a_process_remembers_of_those_who_wait_does_not_grow_for_ever(database: Database) -> None:
    counting = Rates("secret", 1, lambda: NOW)
    counting._over = {str(n): NOW + timedelta(seconds=1) for n in range(MOST_REMEMBERED)}
    for _ in range(7):
        await counting.wait(database, FEW, "somebody")
    assert len(counting._over) == MOST_REMEMBERED
    assert await counting.wait(database, FEW, "somebody") == 300


# ---- what is counted, and as whose


def request(method: str, path: str, query: str = "", host: str = "") -> Request:
    return Request(
        {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [],
            "client": (host, 1) if host else None,
            "server": ("127.0.0.1", 8000),
            "scheme": "http",
        }
    )


def test_every_route_that_changes_something_is_counted_and_no_known_page_is(desk_app: FastAPI) -> None:
    """Over the app's own routes."""
    seen: dict[str, set[str]] = {}
    for route in iter_route_contexts(desk_app.routes):
        for method in route.methods or ():
            rate = rate_of(request(method, str(route.path)))
            counted = method not in SAFE or "/session/provider" in str(route.path)
            assert (rate is not None) == counted, (method, route.path)
            if rate:
                seen.setdefault(rate.by, set()).add(str(route.path).split("/")[1])
    assert seen == {
        "key": {"api"},
        "link": {"l"},
        "session": {"desk"},
        "address": {"again", "ask", "asked", "desk", *LANGUAGES},
    }


@pytest.fixture(scope="session")
def desk_app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The app, of which routes alone are asked."""
    return create(settings_for(tmp_path_factory.mktemp("routes"), "127.0.0.1:1", 1))


@pytest.mark.parametrize(
    ("method", "path", "query", "name"),
    [
        ("GET", "/reports", "", None),
        ("GET", "/reports", "q=registry", "search"),
        ("GET", "/es/needs", "country=PRY", "search"),
        ("GET", "/desk/search", "q=registry", "search"),
        ("GET", "/desk/sign-in", "asked", None),
        ("GET", "/desk/session/provider", "", "sign in"),
        ("POST", "/desk/sign-in", "", "sign in"),
        ("POST", "/desk/session", "", "sign in"),
        ("POST", "/again", "", "ask"),
        ("POST", "/fr/ask", "", "ask"),
        ("POST", "/api/v1/uploads", "", "long"),
        ("POST", "/api/v1/rounds/r/rehearsals", "", "long"),
        ("POST", "/desk/rounds/r/what-if", "", "long"),
        ("POST", "/api/v1/rounds", "", "key"),
        ("DELETE", "/nowhere\n", "", "else"),
    ],
)
def test_a_request_falls_under_the_first_limit_that_fits(
    method: str, path: str, query: str, name: str | None
) -> None:
    rate = rate_of(request(method, path, query))
    assert (rate and rate.name) == name


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "nowhere"),
        ("", "nowhere"),
    ],
)
def test_an_address_is_counted_with_the_others_of_its_network(host: str, counted: str) -> None:
    assert address_of(request("POST", "/", host=host)) == counted


def test_what_leads_nowhere_was_tried() -> None:
    tried = [("/a/x", 404), ("/l/x/documents/y", 404), ("/api/v1/rounds", 401), ("/pt/asked/x", 404)]
    assert [was_tried(*one) for one in (*tried, ("/desk/sign-in/x", 404))] == [True] * 5
    known = [("/a/x", 303), ("/l/x", 200), ("/api/v1/rounds/x", 404), ("/reports/x", 404), ("/desk/x", 401)]
    assert [was_tried(*one) for one in known] == [False] * 5


# ---- over HTTP


async def test_wrong_keys_are_told_to_wait_by_address_and_a_good_one_is_not_held_up(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    key, _ = await hire(database)
    good = {"Authorization": f"Bearer {key}"}
    async with (
        doors(tmp_path, database_url) as one,
        doors(tmp_path, database_url) as two,
        caller(one) as http,
        caller(two) as same,
        caller(two, "192.0.2.8") as other,
    ):
        asked = [http.get("/api/v1/rounds") for _ in range(UNKNOWN.most // 2)]
        asked += [http.post("/api/v1/rounds", json={}) for _ in range(UNKNOWN.most // 2)]
        assert {answer.status_code for answer in await asyncio.gather(*asked)} == {401}
        for refused in (await same.get("/api/v1/rounds"), await same.post("/api/v1/rounds", json={})):
            assert refused.status_code == 429
            assert 0 < int(refused.headers["retry-after"]) <= UNKNOWN.within.total_seconds()
            assert Problem.model_validate(refused.json()).code == "too_often"
        assert (await other.get("/api/v1/rounds")).status_code == 401
        assert (await same.get("/api/v1/rounds", headers=good)).status_code == 200
        assert (await same.post("/api/v1/rounds", headers=good, json={})).status_code == 422


async def test_whoever_reads_pages_is_told_in_words_and_what_they_know_goes_on(
    desk: Desk, database_url: str, tmp_path: Path
) -> None:
    token = await desk.link(await desk.hire("officer"))
    async with doors(tmp_path, database_url) as app, caller(app, Accept="text/html") as http:
        for n in range(UNKNOWN.most):
            page = "/a/nothing" if n % 2 else "/desk/sign-in/nothing"
            assert (await http.get(page)).status_code == 404
        bodies = set()
        for language in LANGUAGES:
            refused = await http.get("/a/nothing", headers={"Accept-Language": language})
            assert (refused.status_code, "retry-after" in refused.headers) == (429, True)
            assert Renderer().trouble("too_often", language) in refused.text
            bodies.add(title_of(refused))
        assert len(bodies) == len(LANGUAGES)
        # L12: whatever is wrong with a link, the same is said.
        others = [await http.get(path) for path in ("/l/nothing", "/a/x.y", "/desk/sign-in/nothing")]
        assert len({refused.content for refused in others}) == 1
        assert (await http.get(f"/desk/sign-in/{token}")).status_code == 200
        assert (await http.get("/reports")).status_code == 200


async def test_signing_in_is_tried_so_often_and_no_more(database_url: str, tmp_path: Path) -> None:
    async with doors(tmp_path, database_url) as app, caller(app) as http:
        tried = [await http.post("/desk/session", data={"link": "x"}) for _ in range(BY["sign in"].most)]
        assert {answer.status_code for answer in tried} == {404}
        assert (await http.post("/desk/sign-in", data={"email": "a@b.example"})).status_code == 429


async def test_of_what_is_only_read_nothing_is_written(desk: Desk, database_url: str, tmp_path: Path) -> None:
    cookie, key = await desk.cookie("officer"), await desk.key("head")
    async with doors(tmp_path, database_url) as app, caller(app) as http:
        for path in (
            "/",
            "/reports",
            "/es/needs",
            "/desk/sign-in",
            "/health/live",
            "/docs",
            "/static/desk.css",
        ):
            assert (await http.get(path)).status_code in (200, 204), path
        for path in ("/desk/today", "/desk/rounds?country=PRY", "/desk/keys", "/desk/nowhere"):
            answer = await http.get(path, headers={"Cookie": f"ronda-desk={cookie}"})
            assert answer.status_code in (200, 404), path
        for path in ("/api/v1/rounds", "/api/v1/rounds/nothing", "/api/v1/due"):
            answer = await http.get(path, headers={"Authorization": f"Bearer {key}"})
            assert answer.status_code in (200, 404), path
        assert await counts(desk.database) == 0
        assert (await http.get("/reports?q=x")).status_code == 200
        assert await counts(desk.database) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_while_nothing_can_be_written_what_reads_goes_on(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "PATIENCE", 1)
    async with doors(tmp_path, database_url) as app, caller(app) as http:
        with locked(database_url):
            assert (await http.get("/reports?q=x", timeout=30)).status_code == 200
