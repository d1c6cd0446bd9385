"""Signing in by an OpenID Connect provider, where one is set: there, and back with its word.

Whoever is not let in reads the same page, whatever the reason: who is an officer is nobody's to learn. What
the browser holds meanwhile is good once and for ten minutes, and a code without it is worth nothing.
"""

from datetime import UTC, datetime
from hmac import compare_digest
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote, unquote

import structlog
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Tools, Used
from api.desk.openid import NotTaken, OpenId, ProviderAway, Question
from api.desk.refusing import NotShown
from api.desk.session import come_in, local, named_for
from api.http.problems import language_of
from api.policies import ANYBODY
from store import accounts
from store.accounts import AnothersAccount, Vouched
from store.sign_ins import Admitted

router = APIRouter(include_in_schema=False, dependencies=[ANYBODY])
log = structlog.get_logger()

ADDRESS = "/desk/session/provider"
BACK = f"{ADDRESS}/back"
LASTS = 600
"""Seconds that somebody has at the provider's."""

Text = Annotated[str, Query(max_length=4000)]


def provider(request: Request) -> OpenId:
    """The one that is set. Raises NotShown where none is."""
    found: OpenId | None = request.app.state.openid
    if found is None:
        raise NotShown("not_here")
    return found


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def leave(request: Request, tools: Used, leads_to: Text = "") -> Response:
    """To the provider; the browser keeps what its answer must go with.

    A page of elsewhere only comes as far as the button: nobody is signed in who has not pressed it.
    """
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise NotShown("signed_out", leads_to=local(leads_to))
    question = Question.new()
    try:
        there = await provider(request).leads_to(question)
    except ProviderAway as away:
        log.warning("the provider of OpenID Connect does not answer", fault=type(away.__cause__).__name__)
        raise NotShown("provider_away", leads_to=local(leads_to)) from None
    answer = RedirectResponse(there, HTTPStatus.SEE_OTHER)
    held = ":".join((question.state, question.nonce, question.verifier, quote(local(leads_to), safe="")))
    _hold(answer, tools, held, LASTS)
    return answer


@router.api_route(BACK, methods=["GET", "HEAD"])
async def back(request: Request, tools: Used, state: Text = "", code: Text = "", iss: Text = "") -> Response:
    """Begin the session of the officer whose address the provider vouches for."""
    openid = provider(request)
    question, leads_to = _held(request, tools)
    try:
        if question is None or not compare_digest(state.encode(), question.state.encode()):
            raise NotTaken("state")
        if not code or iss not in ("", openid.issuer):
            raise NotTaken("code or issuer")
        who = await openid.vouched(question, code)
    except NotTaken as refused:
        log.warning("nobody was signed in by the provider", why=refused.why)
        raise NotShown("provider_refused", leads_to=leads_to) from None
    except ProviderAway as away:
        log.warning("the provider of OpenID Connect does not answer", fault=type(away.__cause__).__name__)
        raise NotShown("provider_away", leads_to=leads_to) from None
    return await _enter(request, tools, who, leads_to)


async def _enter(request: Request, tools: Tools, who: Vouched, leads_to: str) -> Response:
    """By a link like those of letters: used at once; where somebody works for several, one for each."""
    now = datetime.now(UTC)
    try:
        async with tools.database.writing() as s:
            admitted = await accounts.admit(s, who, leads_to, now)
        why = "no officer"
    except AnothersAccount:
        async with tools.database.writing() as s:
            await accounts.refuse(s, who, now)
        admitted, why = (), "another account"
    if not admitted:
        log.warning("nobody was signed in by the provider", why=why)
        raise NotShown("provider_refused", leads_to=leads_to)
    if len(admitted) > 1:
        return _choice(request, tools, admitted)
    answer = await come_in(request, tools, admitted[0].token)
    _hold(answer, tools, "", 0)
    return answer


def _choice(request: Request, tools: Tools, admitted: tuple[Admitted, ...]) -> Response:
    context = {"places": [(one.secretariat, f"/desk/sign-in/{one.token}") for one in admitted]}
    return HTMLResponse(tools.renderer.page("desk/sign_in_where", language_of(request), context))


def _hold(answer: Response, tools: Tools, held: str, seconds: int) -> None:
    """Have the browser hold something, so long. Lax: it comes back from another site by a link."""
    name, secure = named_for(tools, "ronda-provider"), tools.public_url.startswith("https:")
    answer.set_cookie(name, held, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax")


def _held(request: Request, tools: Tools) -> tuple[Question | None, str]:
    """What it holds, and where it was going."""
    parts = request.cookies.get(named_for(tools, "ronda-provider"), "").split(":")
    if len(parts) != 4 or not all(parts[:3]):
        return None, local("")
    state, nonce, verifier, leads_to = parts
    return Question(state=state, nonce=nonce, verifier=verifier), local(unquote(leads_to))
