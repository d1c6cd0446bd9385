"""What of safety is written into the log: who was let in by a link, and who was not let in (L1, L4, S2).

A line says which route, what was answered, which officer, and a mark of where it came from: nothing by which
anybody comes in, no path as it was asked for, and no address.
"""

import hmac
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.metrics import METHODS, route_of
from api.http.rates import address_of, was_tried

log = structlog.get_logger()

REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
"""What says that somebody may not; who asks too often is said by whoever counts."""
ENTRANCE, PAGE = "/a/", "/l/"
"""Where a letter's link begins, and where it leads when it is good."""
MARK = 12
"""Characters: enough to tell callers apart, and too few to say who they are without the secret."""


class Watched:
    """Says in the log what a door has answered to whoever came to it."""

    def __init__(self, app: ASGIApp, secret: str) -> None:
        self._app = app
        self._secret = secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._tell(scope, message)
            await send(message)

        await self._app(scope, receive, sending)

    def _tell(self, scope: Scope, message: Message) -> None:
        status, path = int(message["status"]), scope["path"]
        if path.startswith(ENTRANCE) and status == HTTPStatus.SEE_OTHER:
            led = dict(message["headers"]).get(b"location", b"").decode("latin-1")
            # What a page is called opens nothing: it is drawn from the id of its link.
            log.info("a link was opened", page=led.removeprefix(PAGE), caller=self._mark(scope))
        elif status in REFUSED or was_tried(path, status):
            method = scope["method"] if scope["method"] in METHODS else "other"
            told = {"method": method, "route": route_of(scope), "status": status, **_officer(scope)}
            log.warning("not let in", **told, caller=self._mark(scope))

    def _mark(self, scope: Scope) -> str:
        """The same for whoever comes from one address, and from which nobody without the secret learns it."""
        return hmac.new(self._secret, f"log/{address_of(Request(scope))}".encode(), sha256).hexdigest()[:MARK]


def _officer(scope: Scope) -> dict[str, Any]:
    """Which officer, by their id, where a key or a session said who it is."""
    state = scope.get("state", {})
    found = state.get("key") or state.get("at_desk")
    return {"officer": found.officer.id} if found else {}
