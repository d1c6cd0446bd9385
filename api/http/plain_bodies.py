"""Bodies that every reader reads alike: in UTF-8, JSON with each name once and no number that it has not.

Where two names are the same, one program takes the first and another one the last: what was checked would not
be what is done (RFC 8259). A form may say in which letters it is written, and by some of them it holds half a
pair of surrogates: no file, no database and no answer takes that.
"""

import json
from codecs import lookup
from typing import Any, NoReturn

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rounds.submissions.refusals import WrongShape

LONGEST_TOLD = 100
"""Characters of a name that are told again."""


class PlainBodies:
    """Refuses a body that is not what it says that it is, or not plainly, to whoever reads it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        said = Headers(scope=scope).get("content-type", "") if scope["type"] == "http" else ""
        kind, _, form = said.split(";")[0].strip().lower().partition("/")
        if kind == "multipart" and not _in_utf8(said):
            await self._app(scope, _refused, send)
        elif kind == "application" and (form == "json" or form.endswith("+json")):
            await self._app(scope, _checked(receive), send)
        else:
            await self._app(scope, receive, send)


def _checked(receive: Receive) -> Receive:
    """The same body, checked once it is whole."""
    parts: list[bytes] = []

    async def read() -> Message:
        message = await receive()
        if message["type"] == "http.request":
            parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                check(b"".join(parts))
        return message

    return read


async def _refused() -> Message:
    """What is read of a form in other letters. Raises WrongShape."""
    raise WrongShape(expected="UTF-8")


def _in_utf8(content_type: str) -> bool:
    """Whether a form is to be read so; the header is read as by whoever reads the form."""
    _, said = parse_options_header(content_type)
    try:
        return lookup(said.get(b"charset", b"utf-8").decode("latin-1")).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return False


def check(content: bytes) -> None:
    """Nothing at all is no JSON either, but whoever asks for a body says so. Raises: WrongShape."""
    try:
        if content:
            json.loads(content.decode("utf-8-sig"), object_pairs_hook=_named, parse_constant=_no_number)
    except (ValueError, RecursionError):
        # It is cut short, in another encoding, deeper or with longer numbers than Python reads.
        raise WrongShape(expected="JSON") from None


def _named(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for name, value in pairs:
        if name in named:
            raise WrongShape(expected="each name once", name=name[:LONGEST_TOLD])
        named[name] = value
        if not name.isascii():
            _check_text(name)
    return named


def _check_text(name: str) -> None:
    """Half a pair of surrogates is no character: a name that holds one could be told to nobody."""
    try:
        name.encode()
    except UnicodeEncodeError:
        raise WrongShape(expected="text") from None


def _no_number(word: str) -> NoReturn:
    raise WrongShape(expected="a number", given=word)
