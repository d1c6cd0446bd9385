"""The same request under the same `Idempotency-Key` has the answer of the first (K7).

As the draft of the IETF has it (draft-ietf-httpapi-idempotency-key-header): another request under a key is
refused with 422, one whose first is still under way with 409. Keys are an officer's own.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import deps
from api.http.headers import API
from api.http.problems import refused
from rounds.submissions.calls import KeyUsedBefore, StillUnderWay
from rounds.submissions.refusals import Refusal, WrongShape, as_data
from store import kept_answers
from store.kept_answers import Begun, KeptAnswer
from store.keys import KeyRead
from store.session import Database

log = structlog.get_logger()

HEADER = "Idempotency-Key"
FORM = re.compile(r'"([\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x5b\x5d-\x7e]{1,255})')
"""A string as RFC 9651 writes it, and the same without its quotes."""
BOUNDARY = re.compile(rb'multipart/form-data;.*\bboundary="?([^";]{1,70})', re.IGNORECASE)
NOT_SERVED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
"""What says nothing of the request itself: it may be made again, as after any fault of ours."""


@dataclass(slots=True)
class _Once:
    """A request under a key, from its sender's first word to the last of the answer."""

    database: Database
    officer: str
    key: str
    sha256: str = ""
    messages: list[Message] = field(default_factory=list)

    async def begin(self) -> Begun:
        """What stands under the key, and whether it is this."""
        async with self.database.writing() as s:
            return await kept_answers.begin(s, self.officer, self.key, self.sha256, datetime.now(UTC))

    async def keep(self) -> None:
        """Keep the answer, or forget that it was asked, if it was not served."""
        status, media_type, body = _said(self.messages)
        try:
            async with self.database.writing() as s:
                mine = (s, self.officer, self.key, self.sha256)
                if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in NOT_SERVED:
                    await kept_answers.drop(*mine)
                else:
                    await kept_answers.finish(*mine, status, media_type, body)
        except (SQLAlchemyError, OSError) as error:
            # What was sent is kept all the same: made again, it is the same submission.
            log.warning("an answer was not kept", fault=type(error).__name__)


class AnsweredOnce:
    """Serves a POST that comes under a key one time."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; its sender is known by now, if they have a key."""
        by = _asks(scope)
        if by is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            key = _key(request)
            once = _Once(deps.tools(request).database, by.officer.id, key)
            content = await _read(receive)
            if content is None:
                return
            once.sha256 = _fingerprint(request, content)
            begun = await once.begin()
            if not begun.serves:
                await _again(once, begun.row)(scope, receive, send)
                return
        except Refusal as refusal:
            await refused(request, as_data(refusal))(scope, receive, send)
            return
        request.state.once = begun.row.submission
        await self._serve(once, scope, _replayed(content, receive), send)

    async def _serve(self, once: _Once, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer is kept before it is given."""

        async def held(message: Message) -> None:
            once.messages.append(message)

        try:
            await self._app(scope, receive, held)
        finally:
            await once.keep()
        for message in once.messages:
            await send(message)


def _asks(scope: Scope) -> KeyRead | None:
    """Whose request it is, if it is one that is to be answered once."""
    if scope["type"] != "http" or scope["method"] != "POST" or not scope["path"].startswith(API):
        return None
    request = Request(scope)
    found: KeyRead | None = getattr(request.state, "key", None)
    return found if HEADER in request.headers else None


def _key(request: Request) -> str:
    found = FORM.fullmatch(request.headers[HEADER].strip())
    if found is None:
        raise WrongShape(field=HEADER, expected="a string of 1 to 255 characters")
    return found[1] or found[2]


async def _read(receive: Receive) -> bytes | None:
    """The whole body, limited by whoever gives it; None where its sender left. Raises: BodyTooLarge."""
    parts = []
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _fingerprint(request: Request, content: bytes) -> str:
    """By which the same request is known; a form is the same whatever its parts are set apart by."""
    about = request.headers.get("content-type", "").encode()
    if apart := BOUNDARY.match(about):
        content, about = content.replace(apart[1], b""), b"multipart/form-data"
    target = f"{request.method} {request.url.path}?{request.url.query}".encode()
    return sha256(b"\n".join((target, about, content))).hexdigest()


def _again(once: _Once, there: KeptAnswer) -> Response:
    """The answer of the first. Raises: KeyUsedBefore, StillUnderWay."""
    if there.sha256 != once.sha256:
        raise KeyUsedBefore(field=HEADER)
    if there.status is None:
        raise StillUnderWay(field=HEADER)
    return Response(there.body, there.status, media_type=there.media_type or None)


def _replayed(content: bytes, receive: Receive) -> Receive:
    """What has been read, given to whoever reads next."""
    left = [content]

    async def given() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return given


def _said(messages: list[Message]) -> tuple[int, str, str]:
    """Status, media type and body of an answer; one that was not given is a fault."""
    start = next((message for message in messages if message["type"] == "http.response.start"), None)
    if start is None:
        return HTTPStatus.INTERNAL_SERVER_ERROR, "", ""
    media_type = dict(start["headers"]).get(b"content-type", b"").decode("latin-1")
    body = b"".join(message.get("body", b"") for message in messages)
    return start["status"], media_type, body.decode()
