"""What the server and the app do with requests that no browser of ours sends (L9, U9)."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
from fastapi.routing import iter_route_contexts

from tests.api.desk.conftest import Desk, desk
from tests.api.desk.test_policies import filled
from tests.browser.axe import served

__all__ = ["desk"]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECOND = b"GET /health/live HTTP/1.1\r\nHost: ronda\r\nConnection: close\r\n\r\n"
"""What somebody would have the server take for a request of another person."""
HEAD = (
    b"POST /again HTTP/1.1\r\nHost: ronda\r\nSec-Fetch-Site: same-origin\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)


@pytest.fixture
async def port(desk: Desk) -> AsyncIterator[int]:
    """Where the app is served, over a socket."""
    async with served(desk.app) as site:
        yield int(site.rpartition(":")[2])


async def answers(port: int, sent: bytes) -> list[int]:
    """The status of each answer to what was sent over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    await writer.drain()
    said = await asyncio.wait_for(reader.read(), 30)
    writer.close()
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3})", said)]


async def test_a_request_that_says_two_lengths_is_one_request_by_its_chunks_or_none(port: int) -> None:
    both = b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % (5 + len(SECOND))
    # By its length it would end after what follows, and hide that.
    assert await answers(port, HEAD + both + SECOND) in ([200, 204], [400])


@pytest.mark.parametrize(
    "length",
    [
        b"Content-Length: 5\r\nContent-Length: 70\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: 5, 70\r\n",
        b"Transfer-Encoding: identity, chunked\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Content-Length: 5\r\n X: folded\r\n\x00",
    ],
)
async def test_a_length_that_can_be_read_in_two_ways_is_refused_with_all_that_follows(
    port: int, length: bytes
) -> None:
    said = await answers(port, HEAD + length + b"\r\n0\r\n\r\n" + SECOND)
    assert (len(said), said[0] in (400, 501)) == (1, True)


async def test_no_route_answers_trace_and_no_folder_is_listed(desk: Desk) -> None:
    tried = 0
    async with desk.http() as http:
        for route in iter_route_contexts(desk.app.routes):
            answer = await http.request("TRACE", filled(str(route.path)), headers={"X-Mine": "told-back"})
            tried += 1
            assert answer.status_code in (307, 401, 403, 404, 405), route.path
            assert "told-back" not in answer.text
        for folder in ("/static", "/static/", "/static/%2e%2e/"):
            assert (await http.get(folder)).status_code in (404, 405, 307), folder
        assert (await http.get("/static/desk.css")).status_code == 200
    assert tried > 100


async def test_no_page_of_elsewhere_may_read_what_is_answered(desk: Desk) -> None:
    key = await desk.key("officer")
    given = {"Origin": "https://elsewhere.example", "Authorization": f"Bearer {key}"}
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    async with desk.http() as http:
        for path in ("/", "/reports", "/needs.json", "/api/v1/rounds", "/openapi.json", "/static/desk.css"):
            for method, more in (("GET", {}), ("OPTIONS", asks)):
                answer = await http.request(method, path, headers={**given, **more})
                shared = [name for name in answer.headers if name.startswith("access-control-")]
                assert (method, path, shared) == (method, path, [])


async def test_no_fault_is_shown_as_it_was_raised(desk: Desk) -> None:
    async def fails() -> None:
        raise ValueError("postgresql://ronda:password@postgres/ronda")

    desk.app.add_api_route("/fails", fails)
    assert desk.app.debug is False
    async with desk.http(Accept="text/html") as reader, desk.http(Accept="application/json") as program:
        for http in (reader, program):
            answer = await http.get("/fails")
            assert answer.status_code == 500
            for word in ("password", "ValueError", "Traceback", ".py"):
                assert word not in answer.text
