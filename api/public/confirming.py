"""Whoever is named in a request for a round confirms it, or says that it is not theirs, by a link (Q8)."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Tools, Used
from api.http.problems import language_of
from api.policies import ANYBODY
from api.public.answers import Asked, addresses, spoken
from api.public.asking import write
from api.public.memory import Memory
from api.public.shown import missing
from methodologies.loader import methodology
from store import requests
from store.requests import ARRIVED

router = APIRouter(include_in_schema=False, dependencies=[ANYBODY])
NO_REQUEST = ""
"""The id of none: where a token names none it is looked up, so that each costs the same (L12)."""
PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}


async def read(token: str, request: Request, tools: Used) -> Response:
    """What was asked for in their name; to open it changes nothing."""
    at = await _asked(request, tools)
    async with tools.database.reading() as s:
        row = await requests.one(s, tools.links.request_id(token) or NO_REQUEST)
    if row is None:
        return HTMLResponse(missing(at).body, HTTPStatus.NOT_FOUND, PRIVATE)
    body = at.page(
        "confirm",
        token=token,
        state=row.state,
        lang=row.language,
        program=methodology(row.methodology).name,
        asked=at.words.recorded(requests.body_of(row)),
    )
    return HTMLResponse(body, headers=PRIVATE)


async def answer(token: str, request: Request, tools: Used) -> Response:
    """Their word; said again it changes nothing."""
    at = await _asked(request, tools)
    id = tools.links.request_id(token) or NO_REQUEST
    async with request.form(max_files=0, max_fields=3) as sent:
        said = str(sent.get("choice", ""))
    if said in ("confirm", "not_mine"):
        async with tools.database.writing() as s:
            row = await requests.answer(s, id, confirmed=said == "confirm")
        if row and row.letter == ARRIVED:
            await write(tools, id, ARRIVED)
    return RedirectResponse(f"/{at.language}/asked/{token}", HTTPStatus.SEE_OTHER, PRIVATE)


async def _asked(request: Request, tools: Tools) -> Asked:
    memory: Memory = request.app.state.public
    known = await memory.known(tools.database)
    language, path, named = spoken(request)
    return Asked(tools=tools, known=known, language=language if named else language_of(request), path=path)


addresses(router, "/asked/{token}", read)
addresses(router, "/asked/{token}", answer, methods=("POST",))
