"""The agenda of the visit, to print and for calendars: behind links, and for officers (V1, V4)."""

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Asking, Found, Tools, Used
from api.http.problems import RESPONSES
from api.links.linked import Linked
from api.links.pages import unknown_page
from api.links.routes import Opened
from methodologies.loader import capital_zone
from store.reads import asked, parties, visit
from store.reads.visit import VisitRead
from store.tables import Person, Round
from templates import calendars
from templates.agenda import Agenda, agenda
from templates.calendars import Somebody, VisitEntry
from templates.words import Words

router = APIRouter(include_in_schema=False)
officers = APIRouter(prefix="/api/v1/rounds/{round_id}", tags=["rounds"], responses=RESPONSES)

CALENDAR = 'text/calendar; charset="utf-8"; method=PUBLISH'
AS_FILE = {"Content-Disposition": 'attachment; filename="agenda.ics"'}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An agenda with what its page and its file say besides."""

    round: Round
    read: VisitRead
    agenda: Agenda
    contact: Person


async def shown(s: AsyncSession, round_: Round) -> Shown | None:
    """The agenda of a round; None before it is set, and when there will be no visit."""
    read = await visit.visit(s, round_.id)
    if not read.agenda or not read.event or read.event.state != "confirmed":
        return None
    made = agenda(read.agenda, read.event.starts, capital_zone(round_.country), read.written_in)
    return Shown(round=round_, read=read, agenda=made, contact=await parties.responsible(s, round_.id))


def calendar(words: Words, found: Shown) -> Response:
    """The sessions as a calendar file; whoever takes it in again has the changes."""
    assert found.read.event
    assert found.read.set_at
    about = VisitEntry(
        sequence=found.read.event.sequence,
        stamp=found.read.set_at,
        zone=found.agenda.zone,
        location=calendars.location(words, found.round.institution, found.round.country),
        description=calendars.description(words, found.read.press),
        organizer=Somebody(name=found.contact.name, email=found.contact.email),
        language=words.language_code,
    )
    text = calendars.sessions(words, found.agenda, about, found.round.id)
    return Response(text, media_type=CALENDAR, headers=AS_FILE)


def page(tools: Tools, language: str, found: Shown, zone: str, back: str = "") -> Response:
    """The sessions as a page to read and to print; `back` leads to where the reader came from."""
    assert found.read.event
    context = {
        "round": found.round,
        "event": found.read.event,
        "agenda": found.agenda,
        "press": found.read.press,
        "contact": found.contact,
        "zone": zone,
        "back": back,
    }
    return HTMLResponse(tools.renderer.page("agenda", language, context))


async def _behind(link: Linked | None, tools: Tools) -> Shown | None:
    if link is None or not link.reads("agenda"):
        return None
    async with tools.database.reading() as s:
        return await shown(s, link.read.round)


@router.api_route("/l/{reference}/agenda", methods=["GET", "HEAD"])
async def show(link: Opened, request: Request, tools: Used) -> Response:
    """The agenda, for whoever may read it (Z6); like an unknown link for anybody else (L4, L12)."""
    found = await _behind(link, tools)
    if link is None or found is None:
        return HTMLResponse(unknown_page(request, tools), HTTPStatus.NOT_FOUND)
    return page(tools, link.language, found, link.here, link.address)


@router.api_route("/l/{reference}/agenda.ics", methods=["GET", "HEAD"])
async def take(link: Opened, request: Request, tools: Used) -> Response:
    """The same for a calendar."""
    found = await _behind(link, tools)
    if link is None or found is None:
        return HTMLResponse(unknown_page(request, tools), HTTPStatus.NOT_FOUND)
    return calendar(link.words, found)


async def _of_round(tools: Tools, round_: Round) -> Shown:
    async with tools.database.reading() as s:
        found = await shown(s, round_)
    if found is None:
        raise HTTPException(404)
    return found


@officers.get("/agenda", response_class=HTMLResponse)
async def read_agenda(request: Request, used: Used, asking: Asking, round: Found) -> Response:  # noqa: ARG001 - the key is asked for
    """The agenda of the visit as a page to print, in the officer's language; 404 before it is set."""
    found = await _of_round(used, round)
    return page(used, request.state.language, found, asked.methodology_of(round).time_zone)


@officers.get("/agenda.ics", response_class=Response, responses={200: {"content": {"text/calendar": {}}}})
async def read_calendar(request: Request, used: Used, asking: Asking, round: Found) -> Response:  # noqa: ARG001 - the key is asked for
    """The agenda of the visit as a calendar file, one event a session; 404 before it is set."""
    words = used.renderer.words(request.state.language)
    return calendar(words, await _of_round(used, round))


router.include_router(officers)
