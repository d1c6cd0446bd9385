"""What of safety stands in the log (L1, S2): who was let in and who was not, by officer and by a mark."""

import json
from typing import Any

import pytest
from sqlmodel import select
from structlog.testing import capture_logs

from store.links import ref
from store.tables import Officer
from tests.api.desk.conftest import Desk, desk
from tests.api.http.test_rates import caller
from tests.api.links.dossier.conftest import full
from tests.api.test_every_door import Doors, doors

__all__ = ["desk", "doors", "full"]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HERE, THERE = "192.0.2.7", "198.51.100.9"
WRONG = "ronda_a-key-that-nobody-has"


async def officer(desk: Desk) -> str:
    """The id of the one officer there is."""
    async with desk.database.reading() as s:
        return (await s.exec(select(Officer.id))).one()


async def told(desk: Desk, path: str, method: str = "GET", at: str = HERE, **headers: str) -> list[Any]:
    """The lines of the log that one request leaves, as they are written."""
    with capture_logs() as lines:
        async with caller(desk.app, at, **{"Sec-Fetch-Site": "same-origin", **headers}) as http:
            await http.request(method, path)
    written = json.dumps(lines)
    for secret in (at, WRONG, "ronda-desk", "cookie-", "nothing-of-a-token", *headers.values()):
        assert secret in ("same-origin", "cross-site") or secret not in written, secret
    return lines


@SQLITE
async def test_who_is_not_let_in_stands_in_the_log_with_the_route_and_the_answer(desk: Desk) -> None:
    key, id = await desk.key("coordinator"), await officer(desk)
    cookie = await desk.enter("coordinator.dis@dis.example")
    for path, headers, expected in (
        ("/api/v1/rounds", {"Authorization": f"Bearer {WRONG}"}, ("/api/v1/rounds", 401, None)),
        ("/api/v1/rounds", {"Authorization": f"Bearer {key}"}, ("/api/v1/rounds", 403, id)),
        ("/desk/officers", {"Cookie": f"ronda-desk={cookie}"}, ("/desk/officers", 403, id)),
        ("/desk/today", {"Cookie": "ronda-desk=of-nobody"}, ("/desk/today", 401, None)),
        ("/a/nothing-of-a-token", {}, ("/a/{token}", 404, None)),
        ("/l/0123456789abcdef", {}, ("/l/{reference}", 404, None)),
        ("/desk/sign-in/nothing-of-a-token", {}, ("/desk/sign-in/{token}", 404, None)),
    ):
        (line,) = await told(desk, path, **headers)
        assert (line["event"], line["log_level"], line["method"]) == ("not let in", "warning", "GET"), path
        assert (line["route"], line["status"], line.get("officer")) == expected, path


@SQLITE
async def test_another_sites_form_and_a_body_that_is_too_large_stand_there_too(desk: Desk) -> None:
    key = await desk.key("officer")
    (line,) = await told(desk, "/desk/sign-out", "POST", **{"Sec-Fetch-Site": "cross-site"})
    assert (line["event"], line["status"]) == ("not let in", 403)
    with capture_logs() as lines:
        async with caller(desk.app, Authorization=f"Bearer {key}") as http:
            large = await http.post("/api/v1/rounds", content=b'"' + b"a" * 2 * 1024 * 1024)
    assert (large.status_code, [line["status"] for line in lines]) == (413, [413])


@SQLITE
async def test_callers_are_told_apart_and_not_told(desk: Desk) -> None:
    marks = [
        (await told(desk, "/desk/today", at=at))[0]["caller"]
        for at in (HERE, HERE, THERE, "2001:db8::1", "2001:db8::2")
    ]
    assert marks[0] == marks[1] != marks[2]
    assert marks[3] == marks[4], "a household has a network of addresses"
    assert {len(mark) for mark in marks} == {12}


@SQLITE
async def test_what_is_served_to_whoever_may_have_it_leaves_no_line(desk: Desk) -> None:
    cookie = await desk.cookie("officer")
    for path in ("/", "/reports", "/nowhere", "/health/live", "/desk/sign-in"):
        assert await told(desk, path) == [], path
    assert await told(desk, "/desk/today", Cookie=f"ronda-desk={cookie}") == []


async def test_l1_a_link_that_is_opened_is_told_by_its_page_and_not_by_its_token(doors: Doors) -> None:
    id = doors.grants["task"]
    token = doors.links.token(id)
    with capture_logs() as lines:
        async with doors.http() as http:
            assert (await http.get(f"/a/{token}")).status_code == 303
    (line,) = lines
    assert (line["event"], line["log_level"], line["page"]) == ("a link was opened", "info", ref(id))
    assert token.rpartition(".")[2] not in json.dumps(lines)
    assert id not in json.dumps(lines)
