"""The page on which people attach papers to their round, and withdraw what they attached by mistake (Z6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools, Used
from api.http.problems import status_of
from api.links import forms
from api.links.answering import DONE, all_of, checked, sentences, submitted
from api.links.attaching import offered
from api.links.dossier.reading import address_of
from api.links.linked import Linked
from api.links.pages import unknown_page
from api.links.routes import Opened
from api.links.sheets import Sheet, read
from api.policies import LINK
from rounds.interventions import papers as rules
from rounds.registry import MODELS
from rounds.state import papers
from rounds.submissions.papers import AddPapers, WithdrawPaper
from rounds.submissions.refusals import Refusal, Refused, WrongShape
from store.reads import links, visit
from store.reads import papers as reads
from templates import attached, wrong
from templates.background import Link
from templates.forms import Asking, describe
from templates.marked import marked, mixed

router = APIRouter(include_in_schema=False, dependencies=[LINK])

ADD, WITHDRAW = "add_papers", "withdraw_paper"
NOTICES = {ADD: attached.ADDED, WITHDRAW: attached.GONE, "received": attached.RECEIVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What came with a POST that did not end the matter, and what is wrong with it."""

    values: Mapping[str, Any] = field(default_factory=dict)
    refusals: tuple[Refused, ...] = ()


@router.api_route("/l/{reference}/papers", methods=["GET", "HEAD"])
async def show(link: Opened, request: Request, tools: Used) -> Response:
    """The form, and what the reader has attached."""
    if link is None or not offered(link):
        return HTMLResponse(unknown_page(request, tools), HTTPStatus.NOT_FOUND)
    return await _page(tools, link, Typed(), request.query_params.get(DONE, ""))


@router.post("/l/{reference}/papers")
async def post(link: Opened, request: Request, tools: Used) -> Response:
    """Attach, change the rows of the form, or withdraw."""
    if link is None or not offered(link):
        return HTMLResponse(unknown_page(request, tools), HTTPStatus.NOT_FOUND)
    sheet = Sheet()
    try:
        sheet = await read(request, tools, link, AddPapers)
        if sheet.refusal:
            raise sheet.refusal
        word, _, path = sheet.action.partition(":")
        if change := forms.CHANGES.get(word):
            values, _ = forms.changed(AddPapers, sheet.typed, path, change)
            return await _page(tools, link, Typed(values=values))
        return await _send(tools, link, sheet)
    except Refusal as error:
        return await _page(tools, link, Typed(values=sheet.typed, refusals=all_of(error)))


async def _send(tools: Tools, link: Linked, sheet: Sheet) -> Response:
    model = MODELS.get(sheet.action)
    if model not in (AddPapers, WithdrawPaper):
        raise WrongShape(field="action")
    typed = forms.pruned(model, forms.tree(model, sheet.pairs))
    verdict = await submitted(tools, link, "", checked(link, model, typed), sheet.once)
    if verdict.refusal:
        return await _page(tools, link, Typed(values=sheet.typed, refusals=verdict.refusal.all))
    done = sheet.action if verdict.state == "accepted" else "received"
    return RedirectResponse(f"{link.address}/papers?{DONE}={done}", HTTPStatus.SEE_OTHER)


async def _page(tools: Tools, link: Linked, typed: Typed, done: str = "") -> Response:
    async with tools.database.reading() as s:
        uploads = await links.uploads_of(s, link.read.round.id, link.read.participant.id)
        own = await _own(s, link)
        asking = await asking_of(s, link)
    errors = sentences(tools, link, typed.refusals)
    controls = describe(AddPapers, link.words, typed.values, asking, errors)
    page = {
        **link.frame(),
        "how": link.words.say(attached.HOW),
        "title": link.words.say(attached.ATTACH),
        "yours": link.words.say(attached.YOURS),
        "notice": link.words.say(NOTICES[done]) if done in NOTICES else "",
        "errors": wrong.listed(link.words, controls, errors),
        "controls": controls,
        "own": own,
        "why": link.words.label("reason", WithdrawPaper.__name__),
        "files": {u.id: Link(u.filename, "") for u in uploads},
        "once": uuid4().hex,
        "action": f"{link.address}/papers",
        "all": address_of(link, papers.PAPERS),
        "back": link.address,
    }
    status = status_of(typed.refusals[0].code) if typed.refusals else HTTPStatus.OK
    return HTMLResponse(tools.renderer.page("papers", link.language, page), status)


async def _own(s: AsyncSession, link: Linked) -> list[dict[str, str]]:
    """What the reader attached, and has not withdrawn."""
    found = await reads.papers(s, link.read.round.id)
    mine = (r for r in found if r.paper.participant_id == link.read.participant.id)
    return [
        {"id": r.paper.id, "title": marked(r.paper.title, r.paper.language)}
        for r in mine
        if not r.paper.withdrawn_at
    ]


async def asking_of(s: AsyncSession, link: Linked) -> Asking:
    """What is offered: nothing that would be refused."""
    m, words = link.methodology, link.words
    about = [
        (code, words.choice("about", code)) for code in papers.about_for(m, link.who, link.read.round.step)
    ]
    audiences = [(code, words.choice("audience", code)) for code in papers.audiences_for(m, link.who)]
    return Asking(
        options={"about": [*about, *(await _sessions(s, link))], "audience": audiences},
        least={"papers": 1},
        most={"papers": rules.AT_ONCE},
    )


async def _sessions(s: AsyncSession, link: Linked) -> list[tuple[str, str]]:
    agenda = (await visit.visit(s, link.read.round.id)).agenda if link.reads("agenda") else None
    if agenda is None:
        return []
    session = link.words.label("Session")
    return [
        (f"{papers.SESSION}{n}", mixed("%(session)s %(n)s: %(title)s", session=session, n=n, title=x.title))
        for n, x in enumerate(agenda.sessions, start=1)
    ]
