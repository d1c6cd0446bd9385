"""An unknown, a forged and a revoked link are alike in all that is answered, and in the work it takes (L12).

Work is counted, not timed: the same statements, in the same order. A clock would say more of the machine.
"""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlmodel import col, select, update

from api.app import create
from api.http import rates
from store.links import NOBODY, Links, ref
from store.requests import RoundRequest
from store.session import Database
from store.sign_ins import SignIn
from store.tables import Grant
from tests.api.desk.conftest import Desk, desk
from tests.api.links.dossier.conftest import full
from tests.api.test_every_door import SITE, Doors, doors
from tests.conftest import settings_for
from tests.queries import worked_meanwhile

__all__ = ["desk", "doors", "full"]
NEVER = "f" * 32
"""The id of no grant, signed with the right key: it was never made, or its row is gone."""
ALMOST_ALL = 1000
"""How much more often than usual one may ask: all is counted, and nothing is refused for it."""
BODIES: dict[str, Any] = {"GET": None, "HEAD": None, "POST": {"action": "save", "objective": "Un diseño"}}
Told = tuple[int, bytes, list[tuple[str, str]], list[str]]
"""Status, body, headers, and the statements that it took."""


@pytest.fixture
async def counting(
    doors: Doors,
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[FastAPI]:
    """The app as it runs: whoever tries links is counted, however busy the machine is."""
    monkeypatch.setattr(rates, "PATIENCE", 60)
    made = settings_for(tmp_path / "counting", "127.0.0.1:1", 1, database_url=sqlite_url)
    app = create(made.model_copy(update={"rate_limits": ALMOST_ALL}))
    async with app.router.lifespan_context(app):
        assert doors.grants
        # What is asked of a connection when it is made is asked once.
        await asked(app, "GET", "/a/nothing")
        yield app


def forged(token: str) -> str:
    """The same with another signature."""
    id, _, signature = token.rpartition(".")
    return f"{id}.{signature[::-1]}"


def stranger(app: FastAPI, **cookies: str) -> httpx2.AsyncClient:
    """Somebody with these cookies."""
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app, raise_app_exceptions=False),
        base_url=SITE,
        cookies=cookies,
        headers={"Sec-Fetch-Site": "same-origin"},
    )


async def asked(app: FastAPI, method: str, path: str, **cookies: str) -> Told:
    """What somebody is told, and what it took."""
    database: Database = app.state.tools.database
    async with stranger(app, **cookies) as http:
        with worked_meanwhile(database) as run:
            answer = await http.request(method, path, data=BODIES.get(method))
    return answer.status_code, answer.content, sorted(answer.headers.items()), run


async def revoked(doors: Doors) -> str:
    """The id of a link that was revoked."""
    id = doors.grants["task"]
    async with doors.database.writing() as s:
        await s.exec(update(Grant).where(col(Grant.id) == id).values(state="revoked"))
    return id


def entrances(links: Links, gone: str) -> dict[str, str]:
    """The addresses of letters, by what is wrong with them."""
    return {
        "revoked": links.token(gone),
        "forged": forged(links.token(gone)),
        "never made": links.token(NEVER),
        "of another key": Links(["another-key-that-nobody-here-has"], SITE).token(gone),
        "of another purpose": links.request(gone).rpartition("/")[2],
        "no token": "nothing",
    }


async def test_l12_letters_links_that_lead_nowhere_take_the_same_work_and_answer(
    doors: Doors,
    counting: FastAPI,
) -> None:
    of = entrances(doors.links, await revoked(doors))
    for method in ("GET", "HEAD"):
        told = {what: await asked(counting, method, f"/a/{token}") for what, token in of.items()}
        first = told["revoked"]
        assert (first[0], len(first[3]) >= 2) == (404, True), "the row was asked for, and the try was counted"
        assert {what: one for what, one in told.items() if one != first} == {}


async def test_l12_pages_of_links_that_lead_nowhere_take_the_same_work_and_answer(
    doors: Doors,
    counting: FastAPI,
) -> None:
    gone = await revoked(doors)
    good, tried = doors.links.token(gone), 0
    held = {
        "revoked": (gone, {f"ronda-{ref(gone)}": good}),
        "forged": (gone, {f"ronda-{ref(gone)}": forged(good)}),
        "never made": (NEVER, {f"ronda-{ref(NEVER)}": doors.links.token(NEVER)}),
        "of another link": (NEVER, {f"ronda-{ref(NEVER)}": good}),
        "no cookie": (gone, {}),
    }
    for method, path in doors.routes("link"):
        if "{reference}" not in path:
            continue
        (address,) = list(doors.addresses(path))[:1]
        told = {
            what: await asked(counting, method, address.replace("0" * 16, ref(id)), **cookies)
            for what, (id, cookies) in held.items()
        }
        first = told["revoked"]
        tried += 1
        assert (first[0], len(first[3]) >= 2) == (404, True), (method, path)
        assert {what: one for what, one in told.items() if one != first} == {}, (method, path)
    assert tried > 20


async def test_l12_what_a_good_link_takes_is_more_so_the_count_sees_work(
    doors: Doors,
    counting: FastAPI,
) -> None:
    token = doors.links.token(doors.grants["task"])
    good, bad = await asked(counting, "GET", f"/a/{token}"), await asked(counting, "GET", "/a/nothing")
    assert (good[0], bad[0]) == (303, 404)
    assert len([one for one in good[3] if one.startswith("SELECT")]) > len(
        [one for one in bad[3] if one.startswith("SELECT")]
    )


async def test_l12_of_requests_of_countries_too(
    doors: Doors,
    counting: FastAPI,
) -> None:
    """One that was forgotten, a forged link, and a link of a round."""
    of = {
        "never made": doors.links.request(NEVER),
        "forged": forged(doors.links.request(NEVER)),
        "nobody's": doors.links.request(NOBODY),
        "of a round": doors.links.token(doors.grants["task"]),
    }
    tokens = {what: address.rpartition("/")[2] for what, address in of.items()}
    for method in ("GET", "HEAD"):
        # What all pages of the public have in common is read once.
        await asked(counting, method, "/en/asked/nothing")
        told = {what: await asked(counting, method, f"/en/asked/{t}") for what, t in tokens.items()}
        # The page leads to itself in other languages: there stands what the asker has typed, and no more.
        alike = {
            what: (one[0], one[1].replace(tokens[what].encode(), b""), *one[2:]) for what, one in told.items()
        }
        assert alike["forged"][0] == 404
        assert {what: one for what, one in alike.items() if one != alike["forged"]} == {}
    async with stranger(counting) as http:
        for token in tokens.values():
            answer = await http.post(f"/en/asked/{token}", data={"choice": "confirm"})
            assert (answer.status_code, answer.headers["location"]) == (303, f"/en/asked/{token}")
    async with doors.database.reading() as s:
        assert (await s.exec(select(RoundRequest))).all() == []


LINKS_OF_OFFICERS: dict[str, Callable[[str], str]] = {
    "used": str,
    "altered": lambda token: token[::-1],
    "never made": lambda _: "A" * 43,
    "nothing": lambda _: "x",
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_l12_links_to_the_desk_that_are_no_good_take_the_same_work_and_answer(
    desk: Desk,
) -> None:
    token = await desk.link(await desk.hire("officer"))
    async with desk.http() as http:
        assert (await http.post("/desk/session", data={"link": token})).status_code == 303
    async with desk.database.reading() as s:
        assert (await s.exec(select(SignIn.used_at))).one() is not None
    shown: dict[str, Any] = {}
    begun: dict[str, Any] = {}
    database = desk.app.state.tools.database
    for what, made in LINKS_OF_OFFICERS.items():
        async with desk.http() as http:
            with worked_meanwhile(database) as run:
                answer = await http.get(f"/desk/sign-in/{made(token)}")
            shown[what] = (answer.status_code, answer.content, sorted(answer.headers.items()), run)
            with worked_meanwhile(database) as run:
                answer = await http.post("/desk/session", data={"link": made(token)})
            begun[what] = (answer.status_code, answer.content, sorted(answer.headers.items()), run)
    for told in (shown, begun):
        assert (told["used"][0], len(told["used"][3]) >= 1) == (404, True)
        assert {what: one for what, one in told.items() if one != told["used"]} == {}
