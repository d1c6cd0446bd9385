"""How large a request may be. Counted while it comes in, whatever its length header says (U1)."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rounds.submissions.refusals import BodyTooLarge

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 10 * MEBIBYTE
"""In bytes, of a file that somebody sends (U1)."""
FORM_OVERHEAD = 64 * 1024
"""In bytes: what a multipart form with one file adds to the file."""
LIMITS = {
    "/api/v1/uploads": LARGEST_FILE + FORM_OVERHEAD,
    "/l/": 4 * LARGEST_FILE + MEBIBYTE,
    "/desk/rounds/": 4 * LARGEST_FILE + MEBIBYTE,
    # What Temporal takes of one event is 2 MiB, a third more in base64.
    "/desk/codec/": 4 * MEBIBYTE,
}
"""In bytes, by the beginning of the path: an upload is one file, a page's form may carry several."""
DEFAULT = MEBIBYTE
OF_UNKNOWN = 64 * 1024
"""In bytes, from whoever has no link, key or session that is known to be good (U9)."""
_DIGITS = 16
"""Enough to be too large; Python refuses to read numbers of thousands of digits."""


class BodyLimit:
    """Refuses a body that is too large as any other refusal, with its code, to whoever reads it.

    FastAPI's own limit answers in plain text, without a code.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = _most(scope)
        declared = dict(scope["headers"]).get(b"content-length", b"")
        total = 0

        async def counted() -> Message:
            nonlocal total
            message = await receive()
            total += len(message.get("body", b""))
            if total > most or (declared.isdigit() and int(declared[:_DIGITS]) > most):
                raise _too_large(most)
            return message

        await self._app(scope, counted, send)


def _most(scope: Scope) -> int:
    """How much may come, by where it goes to and by whether its sender is known."""
    if not scope.get("state", {}).get("known"):
        return OF_UNKNOWN
    return next((most for start, most in LIMITS.items() if scope["path"].startswith(start)), DEFAULT)


def _too_large(most: int) -> BodyTooLarge:
    """Said in whole mebibytes, which is what a known sender may send."""
    return BodyTooLarge(most=max(most // MEBIBYTE, 1))
