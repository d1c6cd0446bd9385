"""Signing in by a link to the registered address, and out again.

Whoever asks, the answer is the same, and is given before anything is looked up (L12). To open a link changes
nothing (L2): its button uses it up, and begins the session.
"""

from datetime import UTC, datetime
from http import HTTPStatus

import structlog
from fastapi import APIRouter, BackgroundTasks, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Tools, Used
from api.desk.refusing import NotShown
from api.desk.session import SIGNED_IN, come_in, cookie_name, drop, local
from api.http.problems import language_of
from api.intake.engine import Away
from api.policies import ANYBODY
from store import sessions, sign_ins

router = APIRouter(include_in_schema=False)
log = structlog.get_logger()

ADDRESS = "/desk/sign-in"
LONGEST = 254
"""Characters of an address."""


@router.api_route(ADDRESS, methods=["GET", "HEAD"], dependencies=[ANYBODY])
async def sign_in(request: Request, tools: Used) -> Response:
    """Ask for an address; whoever has asked is told where to look."""
    context = {
        "asked": "asked" in request.query_params,
        "leads_to": "",
        "by_provider": request.app.state.openid is not None,
    }
    return HTMLResponse(tools.renderer.page("desk/sign_in", language_of(request), context))


@router.post(ADDRESS, dependencies=[ANYBODY])
async def ask(request: Request, background: BackgroundTasks, tools: Used) -> Response:
    """Say the same to everybody, in the same time, whether there is an officer or not."""
    async with request.form(max_files=0, max_fields=10) as form:
        email, leads_to = str(form.get("email", ""))[:LONGEST], str(form.get("leads_to", ""))
    background.add_task(send, tools, email, local(leads_to))
    return RedirectResponse(f"{ADDRESS}?asked", HTTPStatus.SEE_OTHER)


async def send(tools: Tools, email: str, leads_to: str) -> None:
    """Have links sent to whoever is an officer at this address."""
    async with tools.database.reading() as s:
        if not await sign_ins.known(s, email):
            return
    async with tools.database.writing() as s:
        asked = await sign_ins.ask(s, email, leads_to, datetime.now(UTC))
    for id in asked:
        try:
            await tools.intake.engine.send_sign_in(id)
        except Away:
            # They ask again: the link would be too old by the time.
            log.warning("no link to the desk was sent: Temporal does not answer")


@router.api_route(f"{ADDRESS}/{{token}}", methods=["GET", "HEAD"], dependencies=[ANYBODY])
async def show(token: str, tools: Used) -> Response:
    """Whose link it is, and the button that uses it."""
    async with tools.database.reading() as s:
        found = await sign_ins.good(s, token, datetime.now(UTC))
    if found is None:
        raise NotShown("link_over")
    context = {"officer": found.person, "secretariat": found.secretariat.name, "link": token}
    return HTMLResponse(tools.renderer.page("desk/confirm", found.person.language, context))


@router.post("/desk/session", dependencies=[ANYBODY])
async def begin(request: Request, tools: Used) -> Response:
    """Use the link up and begin a session; of two at once one does."""
    async with request.form(max_files=0, max_fields=10) as form:
        token = str(form.get("link", ""))
    return await come_in(request, tools, token)


@router.post("/desk/sign-out", dependencies=[SIGNED_IN])
async def sign_out(request: Request, tools: Used) -> Response:
    """End this session, in the database too: a copy of the cookie opens nothing any more."""
    async with tools.database.writing() as s:
        await sessions.end(s, request.cookies.get(cookie_name(tools), ""), datetime.now(UTC))
    answer = RedirectResponse(ADDRESS, HTTPStatus.SEE_OTHER)
    drop(answer, tools)
    return answer
