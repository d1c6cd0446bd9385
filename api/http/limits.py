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
}
"""In bytes, by the beginning of the path: an upload is one file, a page's form may carry several."""
DEFAULT = MEBIBYTE
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
        most = next((most for start, most in LIMITS.items() if scope["path"].startswith(start)), DEFAULT)
        declared = dict(scope["headers"]).get(b"content-length", b"")
        total = 0

        async def counted() -> Message:
            nonlocal total
            if declared.isdigit() and int(declared[:_DIGITS]) > most:
                raise BodyTooLarge(most=most // MEBIBYTE)
            message = await receive()
            total += len(message.get("body", b""))
            if total > most:
                raise BodyTooLarge(most=most // MEBIBYTE)
            return message

        await self._app(scope, counted, send)
