"""The agenda of the visit, to print and for calendars: behind links, and for officers (V1, V4)."""

from collections.abc import Callable, Sequence
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
from api.policies import KEY_READS, LINK
from methodologies.loader import capital_zone
from rounds.methodology.model import Methodology
from rounds.state.papers import matter_of
from store.letterheads import name_of
from store.reads import asked, papers, parties, visit
from store.reads.papers import PaperRead, Reader
from store.reads.visit import VisitRead
from store.tables import Participant, Person, Round, Secretariat
from templates import arranged, calendars
from templates.agenda import Agenda, agenda
from templates.background import Block, Link
from templates.calendars import Somebody, VisitEntry
from templates.marked import marked, spoken
from templates.words import Words

behind = APIRouter(include_in_schema=False, dependencies=[LINK])
officers = APIRouter(
    prefix="/api/v1/rounds/{round_id}", tags=["rounds"], responses=RESPONSES, dependencies=[KEY_READS]
)

CALENDAR = "text/calendar; charset=utf-8; method=PUBLISH"
AS_FILE = {"Content-Disposition": 'attachment; filename="agenda.ics"'}


LISTS = {"arrange_international": "arrangements_international", "arrange_local": "arrangements_local"}
"""The lists of arrangements, and the matters of a dossier in which they are read."""
OFFICER = "responsible_officer"
"""As what an officer reads the agenda by the API."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An agenda with what its page and its file say besides."""

    round: Round
    methodology: Methodology
    secretariat: Secretariat
    read: VisitRead
    agenda: Agenda
    contact: Person
    panel: Sequence[tuple[Participant, Person]]
    papers: Sequence[PaperRead] = ()
    """Those that go with the agenda or one of its sessions, and that its reader may read (Z6)."""

    @property
    def apart(self) -> str:
        """The form of the visit, where people are not in one place."""
        return self.read.form if self.agenda.apart else ""


async def shown(s: AsyncSession, round_: Round, reader: Reader | None = None) -> Shown | None:
    """The agenda of a round; None before it is set, and when there will be no visit.

    Without a reader it is an officer's, who reads every paper.
    """
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
    secretariat = await s.get_one(Secretariat, round_.secretariat_id)
    return Shown(
        round=round_,
        methodology=methodology,
        secretariat=secretariat,
        read=read,
        agenda=made,
        contact=await parties.responsible(s, round_.id),
        panel=await parties.panel(s, round_.id),
        papers=await _papers(s, round_.id, reader),
    )


async def _papers(s: AsyncSession, round_id: str, reader: Reader | None) -> tuple[PaperRead, ...]:
    known = await (papers.readable(s, round_id, reader) if reader else papers.papers(s, round_id))
    return tuple(p for p in known if matter_of(p.paper.about) == "agenda" and not p.paper.withdrawn_at)


def _by_session(found: Shown, address: str) -> dict[str, list[Link]]:
    """The papers under the title of their session; under no title those of the agenda as a whole.

    `address` is where files are to be had; empty where they are not.
    """
    titles = {sitting.title for sitting in found.agenda.sittings}
    by: dict[str, list[Link]] = {}
    for read in found.papers:
        title = read.paper.session_title if read.paper.session_title in titles else ""
        url = f"{address}/dossier/papers/files/{read.upload.id}" if address else ""
        by.setdefault(title, []).append(Link(marked(read.paper.title, read.paper.language), url))
    return by


def _secretariat(found: Shown, language: str) -> str:
    return name_of(found.secretariat, found.methodology.secretariat_names, language)


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
        around=calendars.around(words, found.round.country, found.apart),
        press=found.read.press,
        form=found.read.form,
        organizer=Somebody(name=name, email=tools.mail_from or found.contact.email),
        url=url,
    )
    text = calendars.sessions(words, found.agenda, about, found.round.id)
    return Response(text, media_type=CALENDAR, headers=AS_FILE)


def page(
    tools: Tools,
    language: str,
    found: Shown,
    zone: str,
    lists: Sequence[Block],
    back: str = "",
    files: str = "",
) -> Response:
    """The sessions as a page to read and to print, with the arrangements and papers that its reader sees.

    `back` leads to where the reader came from, `files` to where files are to be had.
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
        "lists": lists,
        "papers": _by_session(found, files),
        "contact": found.contact,
        "zone": found.agenda.clock(zone),
        "back": back,
    }
    return HTMLResponse(tools.renderer.page("agenda", language, context))


def _lists(words: Words, read: VisitRead, roles: Sequence[str], reads: Callable[[str], bool]) -> list[Block]:
    """Both lists of arrangements, as far as somebody with these roles sees them (V2, Z6)."""
    both = {"arrange_international": read.international, "arrange_local": read.local}
    shown = {
        kind: arranged.seen(spoken(listed.body, listed.language).items, roles)
        for kind, listed in both.items()
        if listed and reads(LISTS[kind])
    }
    return [arranged.listed(words, kind, items) for kind, items in shown.items() if items]


async def _behind(link: Linked | None, tools: Tools) -> Shown | None:
    if link is None or not link.reads("agenda"):
        return None
    async with tools.database.reading() as s:
        return await shown(s, link.read.round, link.reader)


@behind.api_route("/l/{reference}/agenda", methods=["GET", "HEAD"])
async def show(link: Opened, request: Request, tools: Used) -> Response:
    """The agenda, for whoever may read it (Z6); like an unknown link for anybody else (L4, L12)."""
    found = await _behind(link, tools)
    if link is None or found is None:
        return HTMLResponse(unknown_page(request, tools), HTTPStatus.NOT_FOUND)
    lists = _lists(link.words, found.read, link.roles, link.reads)
    # The link of a task leads to no dossier (L4).
    files = "" if link.read.assignment else link.address
    return page(tools, link.language, found, link.here, lists, link.address, files)


@behind.api_route("/l/{reference}/agenda.ics", methods=["GET", "HEAD"])
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
    words = used.renderer.words(request.state.language)
    lists = _lists(words, found.read, (OFFICER,), lambda _: True)
    return page(used, request.state.language, found, found.methodology.time_zone, lists)


@officers.get(
    "/agenda.ics",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}},
)
async def read_calendar(request: Request, used: Used, asking: Asking, round: Found) -> Response:  # noqa: ARG001 - the key is asked for
    """The agenda of the visit as a calendar file, one event a session; 404 before it is set."""
    words = used.renderer.words(request.state.language)
    return calendar(used, words, await _of_round(used, round))


router = APIRouter()
router.include_router(behind)
router.include_router(officers)
