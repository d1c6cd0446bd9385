"""The pages on which a visit that was arranged is changed, behind *my round* and closed tasks (V10)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools, Used
from api.http.problems import status_of
from api.links import changing, forms
from api.links.answering import ONCE, all_of, checked, sentences, submitted
from api.links.linked import Linked
from api.links.pages import unknown_page
from api.links.routes import Opened
from api.links.sheets import form_of, texts_of
from rounds.interventions import revising
from rounds.interventions.revising import VisitOver
from rounds.registry import MODELS
from rounds.submissions.refusals import Refusal, Refused, WrongShape
from store import inbox
from store.tables import Inbox
from templates import arranged, wrong
from templates.forms import describe

router = APIRouter(include_in_schema=False)

Sent = Annotated[str, Query(max_length=100)]


@router.api_route("/l/{reference}/change/{kind}", methods=["GET", "HEAD"])
async def show(link: Opened, kind: str, request: Request, tools: Used, sent: Sent = "") -> Response:
    """The form of a change, or what was recorded of one (`sent`)."""
    if link is None or kind not in changing.KINDS:
        return HTMLResponse(unknown_page(request, tools), HTTPStatus.NOT_FOUND)
    async with tools.database.reading() as s:
        row = await inbox.one(s, sent) if sent else None
        if row and row.kind == kind and row.participant_id == link.read.participant.id:
            return HTMLResponse(await _recorded(s, tools, link, kind, row))
        return await _form(s, tools, link, kind)


@router.post("/l/{reference}/change/{kind}")
async def post(link: Opened, kind: str, request: Request, tools: Used) -> Response:
    """Rows changed, or the change itself: then what was recorded stands at an address of its own."""
    if link is None or kind not in changing.KINDS:
        return HTMLResponse(unknown_page(request, tools), HTTPStatus.NOT_FOUND)
    model = MODELS[kind]
    typed: dict[str, Any] = {}
    try:
        async with form_of(request) as form:
            sent = texts_of(form)
        typed = forms.tree(model, sent)
        word, _, path = dict(sent).get("action", "").partition(":")
        if change := forms.CHANGES.get(word):
            return await _again(tools, link, kind, forms.changed(model, typed, path, change)[0])
        if word != "submit":
            raise WrongShape(field="action")
        typed = forms.pruned(model, typed)
        body, once = checked(link, model, typed), dict(sent).get(ONCE, "")
        verdict = await submitted(tools, link, revising.key_of(kind), body, once)
    except Refusal as error:
        return await _again(tools, link, kind, typed, all_of(error))
    if verdict.refusal:
        return await _again(tools, link, kind, typed, (verdict.refusal,))
    return RedirectResponse(f"{link.address}/change/{kind}?sent={verdict.id}", HTTPStatus.SEE_OTHER)


async def _again(
    tools: Tools, link: Linked, kind: str, typed: Mapping[str, Any], refusals: tuple[Refused, ...] = ()
) -> Response:
    async with tools.database.reading() as s:
        return await _form(s, tools, link, kind, typed, refusals)


async def _form(
    s: AsyncSession,
    tools: Tools,
    link: Linked,
    kind: str,
    typed: Mapping[str, Any] | None = None,
    refusals: tuple[Refused, ...] = (),
) -> Response:
    """The form with what was typed and what was wrong; where nothing may change any more, that alone."""
    may = kind in await changing.offered(s, link)
    if not may and not refusals:
        refusals = (Refused(VisitOver.code),)
    state = await changing.changing(s, link) if may else None
    prepared = changing.prepared(kind, state) if state else None
    values = {**(prepared.values if prepared else {}), **(typed or {})}
    errors = sentences(tools, link, refusals)
    asking = prepared.asking if prepared else None
    # What was typed for what may not change any more is shown: nobody loses it.
    controls = describe(MODELS[kind], link.words, values, asking, errors) if prepared or typed else ()
    page = {
        **link.frame(),
        "kind": kind,
        "how": link.words.say(arranged.HOW[kind]),
        "errors": wrong.listed(link.words, controls, errors),
        "may": prepared is not None,
        "recorded": None,
        "controls": controls,
        "once": uuid4().hex,
        "blocks": prepared.blocks if prepared else (),
        "action": f"{link.address}/change/{kind}",
        "back": link.address,
    }
    status = status_of(refusals[0].code) if refusals else HTTPStatus.OK
    return HTMLResponse(tools.renderer.page("change", link.language, page), status)


async def _recorded(s: AsyncSession, tools: Tools, link: Linked, kind: str, row: Inbox) -> str:
    """What was recorded of a change; or that it is on its way."""
    state = await changing.changing(s, link)
    asking = changing.prepared(kind, state).asking if state else None
    values = changing.plain(inbox.body_of(row))
    page = {
        **link.frame(),
        "kind": kind,
        "how": "",
        "errors": (),
        "may": False,
        "recorded": row.state,
        "controls": describe(MODELS[kind], link.words, values, asking),
        "blocks": (),
        "action": "",
        "back": link.address,
    }
    return tools.renderer.page("change", link.language, page)
