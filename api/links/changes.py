"""Where a visit that was arranged is changed, behind *my round* and closed tasks (V10).

Typing is kept as on the page of a task: by every button, and by the page's script. A page says of what it is
a change; once somebody else has changed that, both are shown, and the next sending decides.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from api.deps import Tools, Used
from api.http.problems import refused, status_of
from api.links import adding, change_page, changing, codes, drafts, forms
from api.links.answering import DONE, all_of, checked, sentences, submitted, was_said
from api.links.change_page import DISCARDED, SAVED, Sent, of
from api.links.linked import Linked
from api.links.posting import task_answer, wants_json
from api.links.routes import Opened, unknown
from api.links.sheets import BASED_ON, Sheet, read
from api.links.speaking import LANGUAGE, choose
from api.policies import LINK
from rounds.interventions import revising
from rounds.registry import MODELS
from rounds.submissions.refusals import DraftChanged, NotYours, Refusal, Refused, WrongShape, as_data
from store import change_drafts, inbox
from store.reads import states
from store.tables import Inbox

router = APIRouter(include_in_schema=False, dependencies=[LINK])

Id = Annotated[str, Query(max_length=100)]


@router.api_route("/l/{reference}/change/{kind}", methods=["GET", "HEAD"])
async def show(link: Opened, kind: str, request: Request, tools: Used, sent: Id = "") -> Response:
    """The form of a change, or what was recorded of one (`sent`)."""
    if link is None or kind not in changing.KINDS:
        return await unknown(request, tools)
    async with tools.database.reading() as s:
        row = await inbox.one(s, sent) if sent else None
        if row and row.kind == kind and row.participant_id == link.read.participant.id:
            return HTMLResponse(await change_page.recorded_page(s, tools, link, kind, row))
        why = await changing.why_not(s, link, kind)
        if why is None:
            done = request.query_params.get(DONE, "")
            return task_answer(await change_page.form_page(s, tools, link, kind, done=done))
    return await _closed(request, tools, link, kind, why)


@router.post("/l/{reference}/change/{kind}")
async def post(link: Opened, kind: str, request: Request, tools: Used) -> Response:
    """Rows changed, typing kept, or the change itself: then what was recorded has an address of its own."""
    if link is None or kind not in changing.KINDS:
        return await unknown(request, tools)
    sheet, model = Sheet(), MODELS[kind]
    try:
        sheet = await read(request, tools, link, model)
        return await _press(request, tools, link, kind, sheet)
    except Refusal as error:
        if wants_json(request):
            return refused(request, as_data(error), link.language)
        return await _again(request, tools, link, kind, sheet, all_of(error))


async def _press(request: Request, tools: Tools, link: Linked, kind: str, sheet: Sheet) -> Response:
    """What the button says; whatever it is, what was typed is kept first."""
    if sheet.action == "submit":
        return await _submit(request, tools, link, kind, sheet)
    async with tools.database.reading() as s:
        why = await changing.why_not(s, link, kind)
    if why:
        raise why
    if sheet.action == "discard":
        await _drop(tools, link, kind)
        return _moved(link, kind, done=DISCARDED)
    if (rows := await _rows(tools, link, kind, sheet)) is not None:
        typed, place = rows
        await _keep(tools, link, kind, sheet, typed)
        return _moved(link, kind, place=place)
    at = await _keep(tools, link, kind, sheet, sheet.typed)
    if sheet.action != "save":
        return await _aside(tools, link, kind, sheet)
    if wants_json(request):
        said = {"saved_at": at.isoformat(), "detail": drafts.said(link, at)}
        return JSONResponse(said)
    return _moved(link, kind, done=SAVED)


async def _aside(tools: Tools, link: Linked, kind: str, sheet: Sheet) -> Response:
    """Another language, or a code for the approved version; what was chosen stands in the answer then."""
    if sheet.action.startswith(LANGUAGE):
        await choose(tools, link, sheet.action)
        return _moved(link, kind)
    if sheet.action != codes.ACTION:
        raise WrongShape(field="action")
    async with tools.database.reading() as s:
        round = await states.as_it_stands(s, link.read.round.id)
    said = await codes.ask(tools, link, kind, round.sha256 if round else "", sheet.once)
    async with tools.database.reading() as s:
        html = await change_page.form_page(s, tools, link, kind, Sent(typed=sheet.typed, notice=said))
    return task_answer(html)


async def _rows(tools: Tools, link: Linked, kind: str, sheet: Sheet) -> tuple[dict[str, Any], str] | None:
    """The form after a button that changes its rows, and where to look then; None for any other button."""
    word, _, path = sheet.action.partition(":")
    if change := forms.CHANGES.get(word):
        return forms.changed(MODELS[kind], sheet.typed, path, change)
    if word != forms.SUGGESTED:
        return None
    async with tools.database.reading() as s:
        suggested = await change_page.suggested(s, link, kind)
    return forms.completed(MODELS[kind], sheet.typed, path, suggested)


async def _submit(request: Request, tools: Tools, link: Linked, kind: str, sheet: Sheet) -> Response:
    """Hand over the change, once; the same from another page that stands already is answered with that.

    Raises: DraftChanged where somebody else has changed meanwhile what this is a change of, what `checked`
    raises, and why the change may not be made.
    """
    model, key = MODELS[kind], revising.key_of(kind)
    async with tools.database.reading() as s:
        why = await changing.why_not(s, link, kind)
        moved_on = await change_page.moved_on(s, link, kind, _based_on(sheet))
        newest = await change_page.newest(s, link, kind)
    if not why:
        await _keep(tools, link, kind, sheet, sheet.typed)
    body = checked(link, model, forms.pruned(model, sheet.typed))
    if not await was_said(tools, link, key, body, sheet.once):
        again = moved_on or kind in adding.KINDS
        if again and newest and _is(newest, link, body):
            return _recorded(link, kind, newest.id)
        if why:
            raise why
        if moved_on:
            raise DraftChanged
    verdict = await submitted(tools, link, key, body, sheet.once, codes.typed(tools, sheet))
    if verdict.refusal:
        return await _again(request, tools, link, kind, sheet, verdict.refusal.all)
    await _drop(tools, link, kind)
    return _recorded(link, kind, verdict.id)


def _is(row: Inbox, link: Linked, body: Any) -> bool:
    """Whether the reader has said this very thing there."""
    said = (row.kind, row.participant_id, row.sha256)
    return said == (body.kind, link.read.participant.id, inbox.digest(inbox.body_json(body)))


def _based_on(sheet: Sheet) -> str:
    return dict(sheet.pairs).get(BASED_ON, "")


async def _keep(tools: Tools, link: Linked, kind: str, sheet: Sheet, typed: dict[str, Any]) -> datetime:
    async with tools.database.writing() as s:
        draft = await change_drafts.keep(s, of(link, kind), _based_on(sheet), forms.undecided(typed))
    return draft.saved_at


async def _drop(tools: Tools, link: Linked, kind: str) -> None:
    async with tools.database.writing() as s:
        await change_drafts.drop(s, of(link, kind))


def _moved(link: Linked, kind: str, done: str = "", place: str = "") -> RedirectResponse:
    """To the page of the change, to say what was done, or to a place on it."""
    query = f"?{DONE}={done}" if done else ""
    fragment = f"#{quote(place, safe='.-_')}" if place else ""
    address = f"{link.address}/change/{kind}{query}{fragment}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _recorded(link: Linked, kind: str, id: str) -> RedirectResponse:
    return RedirectResponse(f"{link.address}/change/{kind}?sent={id}", HTTPStatus.SEE_OTHER)


async def _again(
    request: Request, tools: Tools, link: Linked, kind: str, sheet: Sheet, wrong: Sequence[Refused]
) -> Response:
    """The page with all that was typed, and every reason in words at its field."""
    async with tools.database.reading() as s:
        why = await changing.why_not(s, link, kind)
        if why:
            return await _closed(request, tools, link, kind, why, sheet)
        model, moved_on = MODELS[kind], wrong[0].code == DraftChanged.code
        if sheet.action == "submit":
            wrong = [replace(r, field=forms.shown_at(model, sheet.typed, r.field)) for r in wrong]
        errors = {} if moved_on else sentences(tools, link, wrong)
        sent = Sent(typed=sheet.typed, errors=errors, moved_on=moved_on)
        html = await change_page.form_page(s, tools, link, kind, sent)
    return task_answer(html, status_of(wrong[0].code))


async def _closed(
    request: Request, tools: Tools, link: Linked, kind: str, why: Refusal, sheet: Sheet | None = None
) -> Response:
    """Why nothing may change any more; whose it never was is answered as if there were no such page."""
    if isinstance(why, NotYours):
        return await unknown(request, tools)
    text = sentences(tools, link, (as_data(why),))[""]
    async with tools.database.reading() as s:
        typed = sheet.typed if sheet else {}
        html = await change_page.over_page(s, tools, link, kind, text, typed)
    return HTMLResponse(html, status_of(why.code))
