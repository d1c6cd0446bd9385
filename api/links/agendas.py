"""The agenda of the visit, to print and for calendars: behind links, and for officers (V1, V4)."""

from collections.abc import Sequence
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
from rounds.methodology.model import Methodology
from store.reads import asked, parties, visit
from store.reads.visit import VisitRead
from store.tables import Participant, Person, Round, Secretariat
from templates import arranged, calendars
from templates.agenda import Agenda, agenda
from templates.background import Block
from templates.calendars import Somebody, VisitEntry
from templates.marked import spoken
from templates.words import Words

router = APIRouter(include_in_schema=False)
officers = APIRouter(prefix="/api/v1/rounds/{round_id}", tags=["rounds"], responses=RESPONSES)

CALENDAR = 'text/calendar; charset="utf-8"; method=PUBLISH'
AS_FILE = {"Content-Disposition": 'attachment; filename="agenda.ics"'}


EVERY_ITEM = (
    "focal_point",
    "alternate_contact",
    "responsible_officer",
    "head_of_secretariat",
    "lead_coordinator",
    "coordinator",
)
"""The roles that see both lists of arrangements in full; experts see what concerns them (V2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An agenda with what its page and its file say besides."""

    round: Round
    methodology: Methodology
    secretariat: str
    read: VisitRead
    agenda: Agenda
    contact: Person
    panel: Sequence[tuple[Participant, Person]]

    @property
    def apart(self) -> str:
        """The form of the visit, where people are not in one place."""
        return self.read.form if self.agenda.apart else ""


async def shown(s: AsyncSession, round_: Round) -> Shown | None:
    """The agenda of a round; None before it is set, and when there will be no visit."""
    read = await visit.visit(s, round_.id)
    if not read.agenda or not read.event or read.event.state != "confirmed":
        return None
    methodology = asked.methodology_of(round_)
    made = agenda(
        read.agenda,
        read.event.starts,
        capital_zone(round_.country),
        read.written_in,
        people=read.people,
        apart=read.form in methodology.forms_apart,
        former=read.former,
        revisions=read.revisions,
    )
    secretariat = await s.get(Secretariat, round_.secretariat_id)
    return Shown(
        round=round_,
        methodology=methodology,
        secretariat=secretariat.name if secretariat else round_.secretariat_id,
        read=read,
        agenda=made,
        contact=await parties.responsible(s, round_.id),
        panel=await parties.panel(s, round_.id),
    )


def _secretariat(found: Shown, language: str) -> str:
    return found.methodology.secretariat_names.get(language, found.secretariat)


def calendar(tools: Tools, words: Words, found: Shown, url: str = "") -> Response:
    """The sessions as a calendar file; whoever takes it in again has the changes."""
    assert found.read.event
    assert found.read.set_at
    name = words.sender(_secretariat(found, words.language_code))
    about = VisitEntry(
        sequence=found.read.event.sequence,
        stamp=found.read.set_at,
        zone=found.agenda.zone,
        location=calendars.location(words, found.round.institution, found.round.country, found.apart),
        press=found.read.press,
        form=found.read.form,
        organizer=Somebody(name=name, email=tools.mail_from or found.contact.email),
        url=url,
    )
    text = calendars.sessions(words, found.agenda, about, found.round.id)
    return Response(text, media_type=CALENDAR, headers=AS_FILE)


def page(
    tools: Tools, language: str, found: Shown, zone: str, roles: Sequence[str] = EVERY_ITEM, back: str = ""
) -> Response:
    """The sessions as a page to read and to print, with the arrangements that whoever has these roles sees.

    `back` leads to where the reader came from.
    """
    assert found.read.event
    words = tools.renderer.words(language)
    context = {
        "round": found.round,
        "methodology": found.methodology.name,
        "secretariat": _secretariat(found, language),
        "event": found.read.event,
        "agenda": found.agenda,
        "place": calendars.location(words, found.round.institution, found.round.country, found.apart),
        "form_of_visit": found.read.form,
        "press": found.read.press,
        "panel": [{"role": who.role, "person": person} for who, person in found.panel],
        "lists": _lists(words, found.read, roles),
        "contact": found.contact,
        "zone": found.agenda.clock(zone),
        "back": back,
    }
    return HTMLResponse(tools.renderer.page("agenda", language, context))


def _lists(words: Words, read: VisitRead, roles: Sequence[str]) -> list[Block]:
    """Both lists of arrangements, as far as somebody with these roles sees them (V2)."""
    both = {"arrange_international": read.international, "arrange_local": read.local}
    all_of_it = any(role in EVERY_ITEM for role in roles)
    shown = {
        kind: arranged.concerning(body.items, roles) if not all_of_it else body.items
        for kind, listed in both.items()
        if listed
        for body in [spoken(listed.body, listed.language)]
    }
    return [arranged.listed(words, kind, items) for kind, items in shown.items() if items]


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
    return page(tools, link.language, found, link.here, link.roles, link.address)


@router.api_route("/l/{reference}/agenda.ics", methods=["GET", "HEAD"])
async def take(link: Opened, request: Request, tools: Used) -> Response:
    """The same for a calendar."""
    found = await _behind(link, tools)
    if link is None or found is None:
        return HTMLResponse(unknown_page(request, tools), HTTPStatus.NOT_FOUND)
    return calendar(tools, link.words, found, f"{tools.public_url}{link.address}/agenda")


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
    return page(used, request.state.language, found, found.methodology.time_zone)


@officers.get("/agenda.ics", response_class=Response, responses={200: {"content": {"text/calendar": {}}}})
async def read_calendar(request: Request, used: Used, asking: Asking, round: Found) -> Response:  # noqa: ARG001 - the key is asked for
    """The agenda of the visit as a calendar file, one event a session; 404 before it is set."""
    words = used.renderer.words(request.state.language)
    return calendar(used, words, await _of_round(used, round))


router.include_router(officers)
