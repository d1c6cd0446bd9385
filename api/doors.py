"""Who stands before a door, before anything of what they bring is read (S7, U9)."""

from collections.abc import Awaitable, Callable

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import deps
from api.deps import Tools
from api.desk import session as desk
from api.http.headers import API
from api.http.problems import too_often
from api.http.rates import UNKNOWN, Rates, address_of, rate_of, was_tried
from api.links.routes import sent_grant
from store.tables import Grant

PAGES = "/l/"


async def by_key(request: Request, tools: Tools) -> str:
    """The key that came with the request, by its id; empty for none and an unknown one."""
    found = await deps.known(request, tools)
    return found.key.id if found else ""


async def by_link(request: Request, tools: Tools) -> str:
    """The link whose cookie came with the request, by its grant; empty where it leads nowhere."""
    reference = request.url.path.removeprefix(PAGES).partition("/")[0]
    async with tools.database.reading() as s:
        grant = await s.get(Grant, sent_grant(request, tools, reference))
    return grant.id if grant and grant.state != "revoked" else ""


async def by_session(request: Request, tools: Tools) -> str:
    """The officer who is signed in; empty for nobody."""
    found = await desk.known(request, tools)
    return found.officer.id if found else ""


ASKED: dict[str, Callable[[Request, Tools], Awaitable[str]]] = {
    "key": by_key,
    "link": by_link,
    "session": by_session,
}
"""Who asks, by what a limit counts; by address nobody is known."""


class Doors:
    """Counts a request that matters before it is served, and says whether its sender is known.

    Of a body nothing is read before that. Of an unknown sender's a little may be read, by the limits that
    stand inside; where a key is asked for, nothing.
    """

    def __init__(self, app: ASGIApp, rates: Rates) -> None:
        self._app = app
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        rate = rate_of(request)
        if rate is None:
            await self._app(scope, receive, self._watched(request, receive, send))
            return
        tools = deps.tools(request)
        ask = ASKED.get(rate.by)
        who = await ask(request, tools) if ask else ""
        request.state.known = bool(who)
        if ask and not who:
            rate = UNKNOWN
        if wait := await self._rates.wait(tools.database, rate, who or address_of(request)):
            await too_often(request, wait)(scope, receive, send)
            return
        closed = rate is UNKNOWN and request.url.path.startswith(API)
        await self._app(scope, _nothing if closed else receive, send)

    def _watched(self, request: Request, receive: Receive, send: Send) -> Send:
        """Counts what was tried by reading: only the answer tells that it leads nowhere."""
        instead = False

        async def sending(message: Message) -> None:
            nonlocal instead
            if message["type"] == "http.response.start" and was_tried(request.url.path, message["status"]):
                database = deps.tools(request).database
                if wait := await self._rates.wait(database, UNKNOWN, address_of(request)):
                    instead = True
                    await too_often(request, wait)(request.scope, receive, send)
            if not instead:
                await send(message)

        return sending


async def _nothing() -> Message:
    """What is read of a body that came without a key. Raises HTTPException 401."""
    raise deps.no_key()
