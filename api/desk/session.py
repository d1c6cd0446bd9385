"""Who is at the desk: the session behind the cookie, asked anew each time, and what a role may do (S2)."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from http import HTTPStatus
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog
from fastapi import BackgroundTasks, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import Tools, Used, show_use
from api.desk import browsers
from api.desk.refusing import NotShown
from api.http.headers import SAFE
from api.links.sheets import parsed
from api.policies import Policy, named
from store import sessions
from store.sessions import Present
from store.tables import Officer, Person
from templates.words import Words

log = structlog.get_logger()

START = "/desk"
LONGEST = 1000
"""Characters of the address of a page that one comes back to."""
FORM_TOKEN = "token"  # noqa: S105 - the name of a field
"""The hidden field of each form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """An officer at the desk: their session, their words, the token of their forms."""

    read: Present
    words: Words
    form_token: str

    @property
    def officer(self) -> Officer:
        """The officer."""
        return self.read.officer

    @property
    def person(self) -> Person:
        """Who that is."""
        return self.read.person

    @property
    def secretariat(self) -> str:
        """For whom they work: nothing of another's is ever shown to them (S3)."""
        return self.read.officer.secretariat_id

    @property
    def role(self) -> str:
        """What they are at the desk."""
        return self.read.officer.role

    @property
    def zone(self) -> ZoneInfo:
        """Their clock; that of the world where they chose none."""
        try:
            return ZoneInfo(self.person.time_zone)
        except (ValueError, ZoneInfoNotFoundError, OSError):
            return ZoneInfo("UTC")

    @property
    def only(self) -> str:
        """The person in whose rounds alone they read and act; empty for those who see them all."""
        return self.read.person.id if self.role == "coordinator" else ""


def cookie_name(tools: Tools) -> str:
    """What the cookie of a session is called."""
    return named_for(tools, "ronda-desk")


def named_for(tools: Tools, cookie: str) -> str:
    """A cookie of this host alone. Plain HTTP is for one machine, and browsers want no prefix there."""
    return f"__Host-{cookie}" if _secure(tools) else cookie


def _secure(tools: Tools) -> bool:
    return tools.public_url.startswith("https:")


async def come_in(request: Request, tools: Tools, token: str) -> Response:
    """Use a link up, and begin a session in the place of the one that the browser holds.

    Lax, for Strict cookies are not sent on the way from a letter. Raises NotShown where the link is over.
    """
    cookie, now = secrets.token_urlsafe(32), datetime.now(UTC)
    browser = browsers.called(request.headers.get("user-agent", ""))
    async with tools.database.writing() as s:
        begun = await sessions.begin(s, token, cookie, now, browser)
        if begun:
            await sessions.end(s, request.cookies.get(cookie_name(tools), ""), now)
    if begun is None:
        raise NotShown("link_over")
    log.info("signed in", officer=begun.officer_id)
    answer = RedirectResponse(local(begun.leads_to), HTTPStatus.SEE_OTHER)
    lasts = int(sessions.SESSION_LASTS.total_seconds())
    how: dict[str, Any] = {"path": "/", "secure": _secure(tools), "httponly": True, "samesite": "lax"}
    answer.set_cookie(cookie_name(tools), cookie, max_age=lasts, **how)
    return answer


def drop(answer: Response, tools: Tools) -> None:
    """Have the browser forget it."""
    answer.delete_cookie(cookie_name(tools), path="/", secure=_secure(tools), httponly=True, samesite="lax")


def form_token(cookie: str) -> str:
    """What the forms of a session carry: it cannot be made without the cookie, nor the cookie from it."""
    return sha256(f"form/{cookie}".encode()).hexdigest()


async def known(request: Request, used: Tools) -> Present | None:
    """Who is signed in by the cookie that was sent, if anybody is; looked up once for a request."""
    cookie = request.cookies.get(cookie_name(used), "")
    if not hasattr(request.state, "at_desk"):
        request.state.at_desk = None
        if cookie:
            async with used.database.reading() as s:
                now = datetime.now(UTC)
                request.state.at_desk = await sessions.at_desk(s, cookie, now, used.idle)
    found: Present | None = request.state.at_desk
    return found


async def signed_in(request: Request, used: Used, after: BackgroundTasks) -> SignedIn:
    """Who asks. Raises NotShown for nobody, and for a session that is over."""
    cookie = request.cookies.get(cookie_name(used), "")
    found = await known(request, used)
    if found is None:
        raise NotShown("session_over" if cookie else "signed_out", leads_to=_page(request))
    if not sessions.shows_use(found.session, datetime.now(UTC)):
        after.add_task(show_use, used.database, sessions.use, found.session.sha256)
    request.state.language = found.person.language
    words = used.renderer.words(found.person.language)
    return SignedIn(read=found, words=words, form_token=form_token(cookie))


Asks = Annotated[SignedIn, Depends(signed_in)]


def _page(request: Request) -> str:
    """The page that was asked for, to go back to it."""
    if request.method not in SAFE:
        return START
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def local(path: str) -> str:
    """A page of the desk, or its first one for whatever else an address may hold."""
    own = path == START or path.startswith((f"{START}/", f"{START}?"))
    plain = path.isascii() and path.isprintable() and "\\" not in path and len(path) <= LONGEST
    return path if own and plain else START


class AtTheDesk(Policy):
    """An officer of these roles is signed in; a form that they send was shown to them in this session.

    Without `forms` what is sent is no form of ours, and changes nothing.
    """

    def __init__(self, name: str, roles: Iterable[str] = (), *, forms: bool = True) -> None:
        super().__init__(name, roles)
        self.forms = forms

    async def __call__(self, request: Request, asks: Asks) -> None:
        """Let them pass. Raises NotShown."""
        request.state.signed_in = asks
        if asks.role not in self.roles:
            raise NotShown("role_may_not", asks=asks)
        if self.forms and request.method not in SAFE:
            await _check_form(request, asks)


async def _check_form(request: Request, asks: SignedIn) -> None:
    # A report has more fields than Starlette takes unasked, and what is read here is read for the route too.
    form = await parsed(request)
    sent = form.get(FORM_TOKEN, "")
    if not (isinstance(sent, str) and compare_digest(sent.encode(), asks.form_token.encode())):
        raise NotShown("form_too_old", asks=asks)


SIGNED_IN = named(AtTheDesk("desk", ("officer", "head", "coordinator", "auditor", "administrator")))
"""Whoever is an officer."""
DESK_READS = named(AtTheDesk("desk reads", ("officer", "head", "coordinator", "auditor")))
"""Rounds: a coordinator's own, a secretariat's for the others."""
DESK_ACTS = named(AtTheDesk("desk acts", ("officer", "head", "coordinator")))
"""Acts on a round; a coordinator on their own."""
DESK_ALL = named(AtTheDesk("desk, all", ("officer", "head", "auditor")))
"""What is about no round yet, and so is no coordinator's."""
DESK_OPENS = named(AtTheDesk("desk opens", ("officer", "head")))
"""Opening rounds."""
DESK_AUDITS = named(AtTheDesk("desk audits", ("head", "auditor")))
"""The audit log over all rounds."""
DESK_HOUSE = named(AtTheDesk("desk house", ("officer", "head", "auditor", "administrator")))
"""How the secretariat writes, and by which rules: nothing of a round."""
DESK_RUNS = named(AtTheDesk("desk runs", ("head", "administrator")))
"""Officers, sessions, the secretariat's data."""
DESK_DECODES = named(AtTheDesk("desk decodes", ("auditor",), forms=False))
"""Reading what Temporal's histories hold encrypted."""
