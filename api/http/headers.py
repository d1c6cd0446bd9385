"""What every answer tells the browser (L9), and whose forms are taken (L10)."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import other_site

STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""`data:` is for the arrows and ticks of the style sheet."""
DOWNLOADED = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
"""For files: whatever is in one runs nothing and shows in no page (U6)."""
WITH_SCRIPT = f"{STRICT}; script-src 'self'; connect-src 'self'"
"""For the page of a task, whose script saves what is typed."""
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FOREVER = "max-age=63072000; includeSubDomains"
SAFE = ("GET", "HEAD", "OPTIONS")
MAY_SEND = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "content-type, x-namespace",
    "Access-Control-Max-Age": "600",
}
"""What a guest is told: no header that holds a token, for the cookie says who asks."""
API = "/api/"
"""Its callers send a key; no browser adds that by itself."""
NO_GUESTS: Mapping[str, str] = MappingProxyType({})


class SecurityHeaders:
    """Adds the headers to every answer, and refuses what another site's page makes a browser send.

    `guests`: by the beginning of a path, the one other origin whose pages may send there with the cookies of
    whoever looks at them, and read the answer.
    """

    def __init__(self, app: ASGIApp, guests: Mapping[str, str] = NO_GUESTS) -> None:
        self._app = app
        self._guests = guests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        headers = Headers(scope=scope)
        guest = self._guest(headers, scope["path"])

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), scope)
                MutableHeaders(scope=message).update(guest)
            await send(message)

        await self._answering(scope, headers, bool(guest))(scope, receive, sending)

    def _answering(self, scope: Scope, headers: Headers, guest: bool) -> ASGIApp:
        """Who answers: the app, unless a browser only asks what a guest may send, or another site sends."""
        if guest and scope["method"] == "OPTIONS":
            return Response(status_code=204, headers=MAY_SEND)
        if guest or scope["method"] in SAFE or same_site(headers, scope["path"]):
            return self._app
        return _of_another_site

    def _guest(self, headers: Headers, path: str) -> Mapping[str, str]:
        """What lets a guest's page read the answer; nothing for anybody else."""
        origin = headers.get("origin")
        known = {at for start, at in self._guests.items() if path.startswith(start)}
        if origin is None or origin not in known:
            return NO_GUESTS
        return {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Credentials": "true",
            "Vary": "Origin",
        }


async def _of_another_site(scope: Scope, receive: Receive, send: Send) -> None:
    await other_site(Request(scope))(scope, receive, send)


def same_site(headers: Headers, path: str) -> bool:
    """Whether an unsafe request comes from a page of our own, or was typed by its sender (L10)."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return path.startswith(API)
    return urlsplit(origin).netloc == headers.get("host")


def _add(headers: MutableHeaders, scope: Scope) -> None:
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", STRICT)
    # Style sheets may be kept; whatever is about somebody may not.
    headers.setdefault(
        "Cache-Control", "max-age=3600" if scope["path"].startswith("/static/") else "no-store"
    )
    tools = getattr(scope["app"].state, "tools", None) if "app" in scope else None
    if tools and tools.public_url.startswith("https:"):
        headers.setdefault("Strict-Transport-Security", FOREVER)
