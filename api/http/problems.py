"""What is answered when something is refused: a code, a field, a sentence in the asker's language.

Codes are mapped to HTTP statuses here, once.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, Field, JsonValue
from starlette.exceptions import HTTPException

from rounds.codes import CODES
from rounds.submissions.people import LANGUAGES
from rounds.submissions.refusals import BodyTooLarge, Refusal, Refused, WrongShape, as_data
from store.files import ContentLost
from store.trouble import AWAY, BUSY, FULL, LOST, NOT_READY
from templates.render import Renderer

STATUS = {
    "body_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "link_unknown": HTTPStatus.NOT_FOUND,
    "key_may_not": HTTPStatus.FORBIDDEN,
    "asked_too_often": HTTPStatus.TOO_MANY_REQUESTS,
    "quota_used_up": HTTPStatus.TOO_MANY_REQUESTS,
    "file_not_scanned": HTTPStatus.SERVICE_UNAVAILABLE,
    "rehearsal_busy": HTTPStatus.TOO_MANY_REQUESTS,
    "rehearsal_not_made": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""For codes that say neither that the round has moved on (409) nor that something is wrong (422)."""
OF_STATUS = {
    HTTPStatus.UNAUTHORIZED: "key_unknown",
    HTTPStatus.FORBIDDEN: "role_may_not",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.TOO_MANY_REQUESTS: "too_often",
    HTTPStatus.INTERNAL_SERVER_ERROR: "fault",
    HTTPStatus.SERVICE_UNAVAILABLE: NOT_READY,
}
"""Codes for what no rule refuses."""
TROUBLES = (BUSY, FULL, NOT_READY, AWAY)
"""Codes for what nobody who asks has done wrong: all are 503, after ten seconds at most, thirty for files."""
TRY_AGAIN = {"Retry-After": "10"}
"""In seconds."""
OTHER_SITE = "other_site"
"""The code for what the page of another site made a browser send."""
PASSING = ("rehearsal_busy", "rehearsal_not_made", "file_not_scanned", "still_under_way")
"""Codes of refusals that say nothing of what was sent: it may be sent again."""

_CODES: list[JsonValue] = [*sorted({*CODES, *OF_STATUS.values(), *TROUBLES, LOST, OTHER_SITE})]


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
    403: {"model": Problem, "description": "The officer's role, or their key, may not do this"},
    404: {"model": Problem, "description": "There is no such thing, or it is another secretariat's"},
    409: {"model": Problem, "description": "The round has moved on"},
    413: {"model": Problem, "description": "Too large"},
    422: {"model": Problem, "description": "What was sent is wrong in itself"},
    429: {
        "model": Problem,
        "description": "Too many requests in a short time. Try again after the seconds of Retry-After.",
        "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds"}},
    },
    503: {
        "model": Problem,
        "description": "Nothing can be read or written now, said within ten seconds: `database_busy` while"
        " somebody else holds the database, `storage_full` when there is no room, `not_ready` when the"
        " database does not answer; within thirty: `files_away` when the store of the files does not."
        " Try again after the seconds of Retry-After.",
        "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds"}},
    },
}
"""What the routes of the API may answer beside what they are for."""
OF_FILES: dict[int | str, dict[str, Any]] = {
    500: {
        "model": Problem,
        "description": "`file_lost`: what is kept of the file is missing, or is no longer what was sent",
    },
}
"""What those that give out a file may answer besides."""


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
    headers = TRY_AGAIN if first.code in PASSING else None
    return _problem(
        status_of(first.code), first.code, first.detail, first.field, first.values, headers, errors=errors
    )


def install(app: FastAPI) -> None:
    """Answer every refusal as a problem with its code."""
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(ContentLost, _on_lost)


async def _on_refusal(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)
    return refused(request, as_data(error), others=[as_data(other) for other in error.others])


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    """What FastAPI checks itself: parameters, and whether there is a body."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = [str(part) for part in first["loc"][1:]]
    return refused(request, Refused(WrongShape.code, ".".join(where), (("expected", first["type"]),)))


async def _on_lost(request: Request, error: Exception) -> Response:
    """A page or a problem; whoever has read the file has told the log."""
    assert isinstance(error, ContentLost)
    return told(request, HTTPStatus.INTERNAL_SERVER_ERROR, LOST, {})


async def _on_http(request: Request, error: Exception) -> Response:
    """What Starlette and FastAPI answer by themselves; a page for whoever looks at pages."""
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND and _is_read(request):
        renderer: Renderer = request.app.state.tools.renderer
        page = renderer.page("unknown", language_of(request), {"unsent": ()})
        return HTMLResponse(page, HTTPStatus.NOT_FOUND)
    if isinstance(error.__cause__, Refusal):
        # FastAPI reads the body; what it meets there it wraps.
        return await _on_refusal(request, error.__cause__)
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return refused(request, Refused(WrongShape.code))
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return refused(request, Refused(BodyTooLarge.code))
    status, headers = HTTPStatus(error.status_code), error.headers
    if headers and "Allow" in headers:
        headers = {**headers, "Allow": ", ".join(_allowed(request))}
    return told(request, status, OF_STATUS.get(status, status.name.lower()), headers or {}, status.phrase)


def _allowed(request: Request) -> list[str]:
    """The methods that this path is served by; each route knows its own alone."""
    path, routes = request.scope["path"], iter_route_contexts(request.app.routes)
    return sorted({m for route in routes if route.path_regex.match(path) for m in route.methods or ()})


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


def told(
    request: Request, status: HTTPStatus, code: str, headers: Mapping[str, str], phrase: str = ""
) -> Response:
    """A page for whoever reads one, a problem for others; `phrase` is said for a code without a sentence."""
    renderer: Renderer = request.app.state.tools.renderer
    language = language_of(request)
    sentence = renderer.trouble(code, language) or phrase
    if _is_read(request):
        return HTMLResponse(renderer.page("trouble", language, {"sentence": sentence}), status, headers)
    return _problem(status, code, sentence, headers=headers)


def too_often(request: Request, seconds: int) -> Response:
    """The answer to whoever has asked too often, and when to come again (S7)."""
    return told(request, HTTPStatus.TOO_MANY_REQUESTS, "too_often", {"Retry-After": str(seconds)})


def other_site(request: Request) -> Response:
    """The answer to what another site's page made a browser send (L10)."""
    return told(request, HTTPStatus.FORBIDDEN, OTHER_SITE, {})


def _is_read(request: Request) -> bool:
    """Whether a person looks at the answer, in a browser."""
    page = not request.url.path.startswith("/api/")
    return page and request.headers.get("accept", "").startswith("text/html")
