"""What is answered when something is refused: a code, a field, a sentence in the asker's language.

Codes are mapped to HTTP statuses here, once.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from traceback import extract_tb
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, Field, JsonValue
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rounds.codes import CODES
from rounds.submissions.people import LANGUAGES
from rounds.submissions.refusals import BodyTooLarge, Refusal, Refused, WrongShape, as_data
from store.trouble import BUSY, FULL, NOT_READY, trouble
from templates.render import Renderer

log = structlog.get_logger()

STATUS = {"body_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "link_unknown": HTTPStatus.NOT_FOUND}
"""For codes that say neither that the round has moved on (409) nor that something is wrong (422)."""
OF_STATUS = {
    HTTPStatus.UNAUTHORIZED: "key_unknown",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.INTERNAL_SERVER_ERROR: "fault",
    HTTPStatus.SERVICE_UNAVAILABLE: NOT_READY,
}
"""Codes for what no rule refuses."""
TROUBLES = (BUSY, FULL, NOT_READY)
"""Codes for what nobody who asks has done wrong: all are 503, after ten seconds at most."""
TRY_AGAIN = {"Retry-After": "10"}
"""In seconds."""

_CODES: list[JsonValue] = [*sorted({*CODES, *OF_STATUS.values(), *TROUBLES})]


class Wrong(BaseModel):
    """One thing that is wrong with what was sent."""

    code: str
    field: str = Field(description="The field it is about: dotted, rows counted from 0.")
    detail: str = Field(description="A sentence in the asker's language.")
    values: dict[str, str] = Field(default_factory=dict)


class Problem(BaseModel):
    """Why a request was refused (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    code: str = Field(json_schema_extra={"enum": _CODES})
    field: str = Field("", description="The field it is about: dotted, rows counted from 0.")
    detail: str = Field("", description="A sentence in the asker's language.")
    values: dict[str, str] = Field(default_factory=dict)
    errors: list[Wrong] = Field(
        default_factory=list, description="All that is wrong with the body, the first of which stands above."
    )


RESPONSES: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "No key, or one that is not known"},
    404: {"model": Problem, "description": "There is no such thing, or it is another secretariat's"},
    409: {"model": Problem, "description": "The round has moved on"},
    413: {"model": Problem, "description": "Too large"},
    422: {"model": Problem, "description": "What was sent is wrong in itself"},
    503: {
        "model": Problem,
        "description": "Nothing can be read or written now, said within ten seconds: `database_busy` while"
        " somebody else holds the database, `storage_full` when there is no room, `not_ready` when the"
        " database does not answer. Try again after the seconds of Retry-After.",
        "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds"}},
    },
}
"""What the routes of the API may answer beside what they are for."""


def status_of(code: str) -> HTTPStatus:
    """The HTTP status of a refusal."""
    conflict = code in CODES and CODES[code].conflict
    return STATUS.get(code, HTTPStatus.CONFLICT if conflict else HTTPStatus.UNPROCESSABLE_ENTITY)


def language_of(request: Request) -> str:
    """The language that the asker's header prefers of those we speak; else the officer's; else English."""
    spoken = [part.split(";")[0].strip().lower()[:2] for part in _preferred(request)]
    own = getattr(request.state, "language", "en")
    return next((language for language in spoken if language in LANGUAGES), own)


def _preferred(request: Request) -> list[str]:
    """The parts of Accept-Language, best first."""

    def weight(part: str) -> float:
        q = part.partition(";q=")[2]
        return float(q) if q.replace(".", "", 1).isdecimal() and q.isascii() else 1.0

    return sorted(request.headers.get("accept-language", "").split(",")[:20], key=weight, reverse=True)


def refused(
    request: Request, refusal: Refused, language: str = "", others: Sequence[Refused] = ()
) -> JSONResponse:
    """The answer to what a rule refused, with what else is wrong; in the asker's language, or a page's."""
    renderer: Renderer = request.app.state.tools.renderer
    spoken = language or language_of(request)
    errors = [
        Wrong(
            code=one.code,
            field=one.field,
            detail=renderer.refusal(one.code, spoken, dict(one.values)),
            values=dict(one.values),
        )
        for one in (refusal, *others)
    ]
    first = errors[0]
    return _problem(status_of(first.code), first.code, first.detail, first.field, first.values, errors=errors)


def install(app: FastAPI) -> None:
    """Answer every refusal as a problem with its code."""
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)


async def _on_refusal(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)
    return refused(request, as_data(error), others=[as_data(other) for other in error.others])


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    """What FastAPI checks itself: parameters, and whether a body is JSON at all."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = [str(part) for part in first["loc"][1:]] if first["type"] != "json_invalid" else []
    return refused(request, Refused(WrongShape.code, ".".join(where), (("expected", first["type"]),)))


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, Refusal):
        # FastAPI reads the body; what it meets there it wraps.
        return await _on_refusal(request, error.__cause__)
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return refused(request, Refused(WrongShape.code))
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return refused(request, Refused(BodyTooLarge.code))
    status = HTTPStatus(error.status_code)
    return _problem(status, OF_STATUS.get(status, status.name.lower()), status.phrase, headers=error.headers)


def _problem(
    status: HTTPStatus,
    code: str,
    detail: str,
    field: str = "",
    values: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[Wrong] = (),
) -> JSONResponse:
    problem = Problem(
        title=status.phrase,
        status=status,
        code=code,
        field=field,
        detail=detail,
        values=dict(values or {}),
        errors=list(errors),
    )
    return JSONResponse(
        problem.model_dump(),
        status_code=status,
        media_type="application/problem+json",
        headers=dict(headers) if headers else None,
    )


class Faults:
    """The last resort: a fault is logged and answered with its code, 503 when nothing can be kept.

    Starlette's own handler raises the error again, and the server would log its message: that may hold
    an address, or a path with a token. Here the kind of error and the lines of code are logged alone.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            route = getattr(scope.get("route"), "path", "")
            lines = [f"{f.filename}:{f.lineno} {f.name}" for f in extract_tb(error.__traceback__)]
            log.error("fault", route=route, fault=type(error).__name__, lines=lines[-8:])
            if scope["type"] != "http" or started:
                raise
            await _of_error(Request(scope), error)(scope, receive, send)


def _of_error(request: Request, error: Exception) -> Response:
    """What is said of an error that no rule raised: what the trouble is, or only that there is a fault."""
    code = trouble(error)
    if code is None:
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        return _problem(status, OF_STATUS[status], status.phrase)
    renderer: Renderer = request.app.state.tools.renderer
    language = language_of(request)
    sentence = renderer.trouble(code, language)
    if request.headers.get("accept", "").startswith("text/html"):
        page = renderer.page("trouble", language, {"sentence": sentence})
        return HTMLResponse(page, HTTPStatus.SERVICE_UNAVAILABLE, headers=TRY_AGAIN)
    return _problem(HTTPStatus.SERVICE_UNAVAILABLE, code, sentence, headers=TRY_AGAIN)
