"""The mail catcher's web page: letters for people, and as JSON in the shape of Mailpit's API."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, cast
from urllib.parse import quote

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from local import mail
from local.mailbox import Letter, Mailbox
from local.ports import LOOPBACK

_FOLDER = Path(__file__).with_name("letters")
_PAGE = 50
_OWN_POLICY = (
    "default-src 'none'; style-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# A letter is somebody else's page: nothing in it runs, nothing is fetched, and only its links lead out of it.
_LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
_HEAD = re.compile(r"<head[^<>]*>", re.IGNORECASE)
# A page of elsewhere may give its own name this machine's address, and read with it what only names of this
# machine may read: letters hold links that act.
_NAMES = [LOOPBACK, "localhost"]

router = APIRouter()


def create(mailbox: Mailbox) -> FastAPI:
    """Make the application on this mailbox."""
    app = FastAPI(title="Letters", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.mailbox = mailbox
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=_NAMES, www_redirect=False)
    app.middleware("http")(_safe)
    app.include_router(router)
    return app


def _mailbox(request: Request) -> Mailbox:
    return cast(Mailbox, request.app.state.mailbox)


Box = Annotated[Mailbox, Depends(_mailbox)]


def _found(identity: str, mailbox: Box) -> Letter:
    letter = mailbox.letter(identity)
    if not letter:
        raise HTTPException(404, "There is no such letter.")
    return letter


Found = Annotated[Letter, Depends(_found)]


@router.get("/", response_class=HTMLResponse)
def list_page(request: Request, mailbox: Box, page: Annotated[int, Query(ge=1)] = 1) -> Response:
    """Show the list."""
    total = mailbox.count()
    letters = mailbox.newest((page - 1) * _PAGE, _PAGE)
    context = {"letters": letters, "total": total, "page": page, "pages": -(-total // _PAGE)}
    return _TEMPLATES.TemplateResponse(request, "list.html", context)


@router.get("/letters.css")
def stylesheet() -> FileResponse:
    """Serve the one stylesheet."""
    return FileResponse(_FOLDER / "letters.css")


@router.get("/letters/{identity}", response_class=HTMLResponse)
def letter_page(request: Request, letter: Found) -> Response:
    """Show one letter."""
    return _TEMPLATES.TemplateResponse(request, "letter.html", {"letter": _detail(letter)})


@router.get("/letters/{identity}/html")
def letter_html(letter: Found) -> HTMLResponse:
    """Serve a letter's HTML for the frame of its page."""
    shown = opening_links_outside(mail.html(mail.parse(letter.raw)))
    return HTMLResponse(shown, headers={"Content-Security-Policy": _LETTER_POLICY})


@router.get("/api/v1/messages")
def messages(
    mailbox: Box, start: Annotated[int, Query(ge=0)] = 0, limit: Annotated[int, Query(ge=0)] = _PAGE
) -> dict[str, Any]:
    """List letters, the newest first."""
    total, listed = mailbox.count(), mailbox.newest(start, limit)
    return {
        **{"total": total, "unread": total, "count": len(listed), "start": start, "tags": []},
        **{"messages_count": total, "messages_unread": total, "messages": listed},
    }


@router.get("/api/v1/message/{identity}")
def message(letter: Found) -> dict[str, Any]:
    """Tell one letter."""
    return _detail(letter)


@router.get("/api/v1/message/{identity}/headers")
def message_headers(letter: Found) -> dict[str, list[str]]:
    """Tell one letter's headers."""
    return mail.headers(mail.parse(letter.raw))


@router.get("/api/v1/message/{identity}/raw")
def message_raw(letter: Found) -> PlainTextResponse:
    """Serve a letter as it came."""
    return PlainTextResponse(letter.raw)


@router.get("/api/v1/message/{identity}/part/{number}")
def message_part(letter: Found, number: str) -> Response:
    """Serve one of a letter's attachments, to be kept and not shown."""
    part = mail.attachment(mail.parse(letter.raw), number)
    if not part:
        raise HTTPException(404, "There is no such part.")
    name = quote(part.get_filename() or f"part-{number}", safe="")
    disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(mail.content(part), media_type=part.get_content_type(), headers=disposition)


async def _safe(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await answer(request)
    response.headers.setdefault("Content-Security-Policy", _OWN_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Letters hold links that act: they are told to nobody and kept by no browser.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def _detail(letter: Letter) -> dict[str, Any]:
    return mail.detail(mail.parse(letter.raw), letter.summary, letter.sender)


def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True)
    environment.filters["with_links"] = with_links
    environment.filters["people"] = lambda people: ", ".join(one["Name"] or one["Address"] for one in people)
    environment.filters["minute"] = lambda stamp: stamp[:16].replace("T", " ") + " UTC"
    return environment


def with_links(text: str) -> Markup:
    """Return the text with its addresses as links; all else in it is escaped."""
    shown, end = Markup(), 0
    for link in _LINK.finditer(text):
        address = escape(link[0])
        shown += escape(text[end : link.start()])
        shown += Markup('<a href="{0}" target="_blank" rel="noreferrer">{0}</a>').format(address)
        end = link.end()
    return shown + escape(text[end:])


def opening_links_outside(html: str) -> str:
    """Have the letter's links open in a tab of their own: in the frame they could not act."""
    base = '<base target="_blank">'
    head = _HEAD.search(html)
    return html[: head.end()] + base + html[head.end() :] if head else base + html


_TEMPLATES = Jinja2Templates(env=_environment())
