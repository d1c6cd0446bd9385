"""Nothing of a body is read before its sender is known, and little of an unknown one's (U9)."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.types import Message

from api.app import OF_NOBODY
from api.desk.session import AtTheDesk
from api.http.headers import SAFE
from api.http.limits import LIMITS, OF_UNKNOWN
from api.policies import ByKey, policies_of
from tests.api.acts import ROUNDS, WHY
from tests.api.desk.conftest import Desk, desk
from tests.api.desk.test_policies import filled
from tests.api.visitor import REQUEST, browser, letter_to, links_in, opened_for, post
from tests.conftest import Mail, Ronda
from tests.sound import PDF, heavy

__all__ = ["desk"]
PIECE = 16 * 1024
LARGE = 45 * 1024 * 1024
"""More than anybody may send."""
APART = "apart"
FORMS = {
    "application/json": b'{"reason": "' + b"a" * PIECE,
    "application/x-www-form-urlencoded": b"reason=" + b"a" * PIECE,
    f"multipart/form-data; boundary={APART}": (
        f'--{APART}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'.encode() + PDF
    ),
}
"""How a body begins that then goes on and on."""


@dataclass
class Stream:
    """A client that sends as much as is taken from it, whether or not it says beforehand how much."""

    app: FastAPI
    path: str
    method: str = "POST"
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    declared: bool = False
    taken: int = 0
    status: int = 0
    body: bytes = b""

    async def send(self) -> "Stream":
        """Send until an answer comes."""
        given = {
            "host": "127.0.0.1:8000",
            "content-type": self.media_type,
            "sec-fetch-site": "same-origin",
            **({"content-length": str(LARGE)} if self.declared else {"transfer-encoding": "chunked"}),
            **self.headers,
        }
        scope: dict[str, Any] = {
            "type": "http",
            "http_version": "1.1",
            "method": self.method,
            "path": self.path,
            "raw_path": self.path.encode(),
            "root_path": "",
            "scheme": "http",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "client": ("192.0.2.7", 1),
            "server": ("127.0.0.1", 8000),
        }
        await self.app(scope, self._more, self._told)
        return self

    async def _more(self) -> Message:
        piece = FORMS[self.media_type] if not self.taken else b"a" * PIECE
        self.taken += len(piece)
        return {"type": "http.request", "body": piece, "more_body": self.taken < LARGE}

    async def _told(self, message: Message) -> None:
        self.status = message.get("status", self.status)
        self.body += message.get("body", b"")


def unsafe(app: FastAPI) -> list[tuple[str, str, Any]]:
    """Each route that takes something, with its policy; as the app has them."""
    return [
        (method, filled(str(route.path)), policies_of(route)[0])
        for route in iter_route_contexts(app.routes)
        if route.path not in OF_NOBODY
        for method in route.methods or ()
        if method not in SAFE
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("media_type", FORMS)
@pytest.mark.parametrize("declared", [False, True])
async def test_u9_of_an_unknown_senders_body_a_little_is_taken_and_where_a_key_is_asked_for_nothing(
    desk: Desk, media_type: str, declared: bool
) -> None:
    routes = unsafe(desk.app)
    assert len(routes) > 60
    wrong = {"authorization": "Bearer wrong", "cookie": "ronda-desk=wrong; ronda-nothing=wrong.wrong"}
    for method, path, policy in routes:
        sent = await Stream(desk.app, path, method, media_type, wrong, declared).send()
        at_most = 0 if isinstance(policy, ByKey | AtTheDesk) else OF_UNKNOWN + 2 * PIECE
        assert sent.taken <= at_most, (path, sent.taken, policy.name)
        expected = {"key acts": {401}, "link": {404}, "anybody": {200, 303, 404, 413, 422}}
        assert sent.status in expected.get(policy.name, {401}), (path, sent.status)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_u9_an_address_that_there_is_not_takes_no_more(desk: Desk) -> None:
    for path in ("/nowhere", "/api/v1/nowhere", "/l/", "/desk/nowhere", "/health/live", "/static/desk.css"):
        sent = await Stream(desk.app, path).send()
        assert (sent.taken, sent.status in (401, 404, 405)) == (0, True), (path, sent.status)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_u9_a_known_key_that_may_not_act_is_told_so_and_one_that_may_sends_as_much_as_is_admitted(
    desk: Desk,
) -> None:
    key = await desk.key("officer")
    known = {"authorization": f"Bearer {key}"}
    form = next(media_type for media_type in FORMS if "multipart" in media_type)
    sent = await Stream(desk.app, "/api/v1/uploads", media_type=form, headers=known).send()
    most = LIMITS["/api/v1/uploads"]
    assert (sent.status, most < sent.taken <= most + 2 * PIECE) == (413, True)


async def test_u9_a_link_that_leads_nowhere_takes_little_and_gives_back_what_was_typed(ronda: Ronda) -> None:
    texts = {"objective": "Un diseño validado"}
    async with browser(ronda) as http:
        answer = await http.post("/l/nothing", data=texts)
        assert (answer.status_code, texts["objective"] in answer.text) == (404, True)
        large = await http.post("/l/nothing", files={"file": ("a.pdf", PDF + bytes(39 * 1024 * 1024))})
        assert large.status_code == 404


async def test_u9_a_link_that_acts_takes_files_and_one_that_was_revoked_does_not(
    ronda: Ronda, mail: Mail
) -> None:
    field_ = "reference_documents.0.file"
    content = heavy(2 * OF_UNKNOWN)
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "reads@ministry.example")
        page = await http.get(links_in(await letter_to(mail, "reads@ministry.example"))[0])
        typed = {k: v if isinstance(v, list) else [v] for k, v in REQUEST.items()}
        typed["reference_documents.0.title"] = ["Documento marco"]
        files = {field_: ("marco.pdf", content)}
        saved = await post(http, str(page.url), typed, "save", files=files)
        assert (saved.status_code, "marco.pdf" in saved.text) == (200, True)
        correction = {"participant": "focal_point", "email": "reads.anew@ministry.example", "reason": WHY}
        corrected = await officer.post(f"{ROUNDS}/{id}/correct-address", json=correction)
        assert corrected.status_code in (200, 202)
        await letter_to(mail, "reads.anew@ministry.example")
        refused = await post(http, str(page.url), typed, "save", files=files)
        assert (refused.status_code, "marco.pdf" in refused.text) == (404, False)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/v1/uploads", 401), ("/l/nothing", 404), ("/desk/rounds/note", 401), ("/ask", 413)],
)
async def test_u9_a_program_that_goes_on_sending_is_answered_by_the_server(
    address: str, path: str, status: int
) -> None:
    """Over a socket, in pieces that say nothing of how many come."""
    host, _, port = address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    writer.write(head.encode())

    async def go_on() -> int:
        sent = 0
        while sent < LARGE:
            writer.write(b"%x\r\n" % PIECE + b"a" * PIECE + b"\r\n")
            await writer.drain()
            sent += PIECE
        return sent

    sending = asyncio.create_task(go_on())
    line = await asyncio.wait_for(reader.readline(), 60)
    assert int(line.split()[1]) == status
    assert not sending.done()
    sending.cancel()
    writer.close()
