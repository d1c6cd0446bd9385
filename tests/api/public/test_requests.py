"""An officer lists requests from the public pages, opens a round from one, or sets it aside (Q1)."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any

import httpx2
import pytest
from sqlmodel import select

from store.inbox import body_of
from store.requests import RoundRequest
from store.tables import Inbox
from tests.api.public.conftest import Public
from tests.api.public.test_asking import GOOD, SAME_SITE
from tests.conftest import hire

REQUESTS = "/api/v1/requests"


@pytest.fixture
async def officers(public: Public) -> AsyncIterator[tuple[httpx2.AsyncClient, httpx2.AsyncClient]]:
    """An officer of the secretariat that is asked, and one of another; a request waits."""
    own, other = await hire(public.database)
    async with public.http(**SAME_SITE) as http:
        assert (await http.post("/es/ask", data=GOOD)).status_code == HTTPStatus.SEE_OTHER
        await confirm(public, http, GOOD["email"])
    async with (
        public.http(Authorization=f"Bearer {own}") as mine,
        public.http(Authorization=f"Bearer {other}") as theirs,
    ):
        yield mine, theirs


async def confirm(public: Public, http: httpx2.AsyncClient, email: str, choice: str = "confirm") -> str:
    """Whoever is named in a request opens the link of the letter and says so; the address of the page."""
    async with public.database.reading() as s:
        asked = select(RoundRequest.id).where(RoundRequest.email == email.lower())
        (id,) = (await s.exec(asked.where(RoundRequest.state == "unconfirmed"))).all()
    page: str = public.app.state.tools.links.request(id).removeprefix(public.settings.public_url)
    assert (await http.get(page)).status_code == HTTPStatus.OK
    said = await http.post(page, data={"choice": choice})
    assert said.status_code == HTTPStatus.SEE_OTHER
    return page


async def waiting(http: httpx2.AsyncClient, state: str = "waiting") -> list[dict[str, str]]:
    found: list[dict[str, str]] = (await http.get(REQUESTS, params={"state": state})).json()["requests"]
    return found


async def test_a_round_is_opened_from_a_request_once_and_its_focal_point_is_the_one_named(
    public: Public, officers: tuple[httpx2.AsyncClient, httpx2.AsyncClient]
) -> None:
    http, _ = officers
    (request,) = await waiting(http)
    assert (request["institution"], request["email"]) == (GOOD["institution"], "ana@ministerio.example")

    opened = await http.post(f"{REQUESTS}/{request['id']}/open")
    again = await http.post(f"{REQUESTS}/{request['id']}/open")

    # There is no engine here: the opening is kept, and handed over later.
    assert (opened.status_code, again.status_code) == (202, 409)
    (done,) = await waiting(http, "opened")
    assert done["round"] == opened.json()["round"] != ""
    async with public.database.reading() as s:
        (row,) = (await s.exec(select(Inbox).where(Inbox.kind == "open_round"))).all()
    body = body_of(row)
    assert (body.focal_point.name, body.focal_point.language) == ("Ana Rojas", "es")
    assert (body.request, body.note.objective) == (request["id"], GOOD["objective"])
    assert body.note.countries_of_interest == ("CHL", "URY")


async def test_a_request_is_its_own_secretariat_s_and_can_be_set_aside(
    officers: tuple[httpx2.AsyncClient, httpx2.AsyncClient], public: Public
) -> None:
    http, other = officers
    (request,) = await waiting(http)

    assert await waiting(other) == []
    assert (await other.get(f"{REQUESTS}/{request['id']}")).status_code == 404
    assert (await other.post(f"{REQUESTS}/{request['id']}/open")).status_code == 404
    assert (await other.post(f"{REQUESTS}/{request['id']}/set-aside", json={})).status_code == 404
    assert (await http.post(f"{REQUESTS}/{request['id']}/set-aside", json={})).status_code == 204
    assert (await waiting(http), [row["id"] for row in await waiting(http, "aside")]) == ([], [request["id"]])
    assert (await http.post(f"{REQUESTS}/{request['id']}/open")).json()["code"] == "not_confirmed"
    async with public.http() as stranger:
        assert (await stranger.get(REQUESTS)).status_code == 401


async def test_a_request_that_cannot_be_opened_waits_on(
    officers: tuple[httpx2.AsyncClient, httpx2.AsyncClient], public: Public
) -> None:
    http, _ = officers
    async with public.http(**SAME_SITE) as anybody:
        # An officer's own address can be no focal point's (S9).
        await anybody.post("/es/ask", data={**GOOD, "email": "head@dis.example"})
        await confirm(public, anybody, "head@dis.example")
    request = next(row for row in await waiting(http) if row["email"] == "head@dis.example")

    refused = await http.post(f"{REQUESTS}/{request['id']}/open")

    assert refused.status_code in (409, 422)
    assert request["id"] in [row["id"] for row in await waiting(http)]


async def test_q8_nothing_is_opened_from_a_request_that_nobody_confirmed_or_otherwise_than_it_says(
    officers: tuple[httpx2.AsyncClient, httpx2.AsyncClient], public: Public
) -> None:
    http, _ = officers
    (request,) = await waiting(http)
    async with public.http(**SAME_SITE) as anybody:
        await anybody.post("/es/ask", data={**GOOD, "initiative": "Otra"})
        await anybody.post("/es/ask", data={**GOOD, "initiative": "Ajena", "email": "b@ministerio.example"})
        page = await confirm(public, anybody, "b@ministerio.example", "not_mine")
        again = await anybody.post(page, data={"choice": "confirm"})
        forged = await anybody.get(page[:-4] + "AAAA")
        of_a_round = await anybody.get("/a/" + page.rpartition("/")[2])
    (unconfirmed,) = await waiting(http, "unconfirmed")
    (aside,) = await waiting(http, "aside")
    body: dict[str, Any] = {
        **{name: request[name] for name in ("methodology", "country", "institution")},
        "focal_point": {name: request[name] for name in ("name", "email", "language")},
        "note": {
            name: request[name] for name in ("initiative", "stage", "objective", "countries_of_interest")
        },
    }

    answers = [
        await http.post("/api/v1/rounds", json={**body, "request": id, **more})
        for id, more in (
            (unconfirmed["id"], {}),
            (aside["id"], {}),
            ("no such", {}),
            (request["id"], {"institution": "Otra"}),
            (request["id"], {"note": {**body["note"], "objective": "Más"}}),
        )
    ]
    told = [(a.status_code, a.json()["code"], a.json()["field"]) for a in answers]
    assert told[:3] == [(409, "not_confirmed", "request")] * 3
    assert told[3:] == [(409, "request_differs", "institution"), (409, "request_differs", "note")]
    assert (again.status_code, forged.status_code, of_a_round.status_code) == (303, 404, 404)
    more = {"alternate_contact": {"name": "Luis Soto", "email": "luis@ministerio.example", "language": "es"}}
    opened = await http.post("/api/v1/rounds", json={**body, **more, "request": request["id"]})
    assert opened.status_code == 202
    assert [row["round"] for row in await waiting(http, "opened")] == [opened.json()["round"]]
