"""What every answer tells the browser (L9), and whose forms are taken (L10)."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""`data:` is for the arrows and ticks of the style sheet."""
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
API = "/api/"
"""Its callers send a key; no browser adds that by itself."""


class SecurityHeaders:
    """Adds the headers to every answer, and refuses what another site's page makes a browser send."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), scope)
            await send(message)

        own = scope["method"] in SAFE or same_site(Headers(scope=scope), scope["path"])
        refusal = PlainTextResponse("This came from another site, so nothing was done.\n", 403)
        await (self._app if own else refusal)(scope, receive, sending)


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
