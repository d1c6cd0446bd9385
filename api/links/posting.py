"""What a POST to a link's page does: keep a draft, show a row more, or hand over what was sent."""

from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from api.deps import Tools
from api.http.headers import WITH_SCRIPT
from api.http.problems import refused, status_of
from api.intake.decoding import decode
from api.intake.intake import Verdict
from api.links import drafts, forms, offline, spreadsheets
from api.links.linked import Linked, linked
from api.links.pages import (
    ASK_MORE_TIME,
    MORE_TIME,
    NOTICES,
    Typed,
    my_round_page,
    recorded_page,
    steering_of,
    task_page,
)
from api.links.sheets import Sheet, form_of, read, texts_of
from rounds.registry import MODELS
from rounds.submissions.interventions import AskMoreTime, ChooseLanguage
from rounds.submissions.refusals import (
    ChoiceMissing,
    DraftChanged,
    NotOpen,
    Refusal,
    Refused,
    WrongShape,
    as_data,
)
from store import drafts as kept
from store.tables import Assignment
from templates import background

ADD = "add:"
LANGUAGE = "language:"


async def act(request: Request, tools: Tools, link: Linked, a: Assignment) -> Response:
    """Do what the pressed button says to an assignment; a closed one shows what was recorded.

    The page's own script asks for JSON, and only ever saves.
    """
    if not link.read.acts:
        return await _closed(request, tools, link, a)
    sheet = Sheet()
    try:
        sheet = await read(request, tools, link, MODELS[a.kind])
        if sheet.refusal:
            raise sheet.refusal
        if more := await _more(tools, link, a, sheet):
            return await _again(tools, link, a, more)
        typed = forms.pruned(MODELS[a.kind], sheet.typed)
        at = await drafts.keep(tools, link, a, typed, sheet.seen)
        sheet = replace(sheet, typed=typed, seen=None)
        if sheet.action == "save":
            return await _saved(request, tools, link, a, typed, at)
        return await _press(tools, link, a, sheet)
    except Refusal as refusal:
        if wants_json(request):
            return refused(request, as_data(refusal), link.language)
        return await _refused(tools, link, a, sheet, as_data(refusal))


async def _more(tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> Typed | None:
    """What the page is to show before anything is saved: a row more, the answers of a spreadsheet."""
    if sheet.action.startswith(ADD):
        grown = forms.grown(sheet.typed, sheet.action.removeprefix(ADD))
        return Typed(values=grown, seen=sheet.seen)
    if sheet.action == spreadsheets.FIELD:
        values = await offline.filled(tools, link, a, sheet)
        return Typed(values=values, seen=sheet.seen, notice=background.SHEET_READ)
    return None


def wants_json(request: Request) -> bool:
    """Whether the page's script asks, which shows a sentence and keeps its page."""
    return request.headers.get("accept", "").startswith("application/json")


async def _closed(request: Request, tools: Tools, link: Linked, a: Assignment) -> Response:
    """What was recorded, and what was typed on a page that was still open: nobody loses it."""
    if wants_json(request):
        return refused(request, Refused(NotOpen.code), link.language)
    try:
        async with form_of(request) as form:
            unsent = forms.pruned(MODELS[a.kind], forms.tree(MODELS[a.kind], texts_of(form)))
    except Refusal:
        unsent = {}
    async with tools.database.reading() as s:
        html = await recorded_page(s, tools, link, a, unsent={} if forms.empty(unsent) else unsent)
    return HTMLResponse(html, HTTPStatus.CONFLICT)


async def _saved(
    request: Request, tools: Tools, link: Linked, a: Assignment, typed: dict[str, Any], at: datetime
) -> Response:
    if wants_json(request):
        return JSONResponse({"saved_at": at.isoformat(), "detail": drafts.said(link, at)})
    return await _again(tools, link, a, Typed(values=typed, saved=True))


async def _press(tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> Response:
    if sheet.action in NOTICES:
        return await _besides(tools, link, a, sheet)
    if sheet.action == ASK_MORE_TIME:
        return await _ask_more_time(tools, link, a, sheet)
    if sheet.action != "submit":
        raise WrongShape(field="action")
    return await _submit(tools, link, a, sheet.typed)


async def _besides(tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> Response:
    """What the page offers besides the task itself: it goes on standing there, with what was typed."""
    model = MODELS[sheet.action]
    verdict = await _submitted(tools, link, a.key, decode(model, forms.tree(model, sheet.pairs)))
    if verdict.refusal:
        return await _refused(tools, link, a, sheet, verdict.refusal)
    return await _again(tools, link, a, Typed(values=sheet.typed, notice=NOTICES[sheet.action]))


async def _submit(tools: Tools, link: Linked, a: Assignment, typed: dict[str, Any]) -> Response:
    """Hand over what was sent; it stays as a draft until it is accepted, so that nothing is ever lost."""
    body = decode(MODELS[a.kind], typed)
    verdict = await _submitted(tools, link, a.key, body)
    if verdict.refusal:
        return await _refused(tools, link, a, Sheet(typed=typed, seen=None), verdict.refusal)
    if verdict.state == "accepted":
        async with tools.database.writing() as s:
            await kept.drop(s, link.read.round.id, a.key, link.read.participant.id)
    answer = {
        "accepted": verdict.state == "accepted",
        "at": link.moments(verdict.at),
        "by": link.read.person.name,
        "officer": "",
        "values": background.plain(body),
    }
    async with tools.database.reading() as s:
        return HTMLResponse(await recorded_page(s, tools, link, a, answer))


async def _ask_more_time(tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> Response:
    """Ask for a later date (Z1); what was typed of the answer itself is kept as a draft beside it."""
    beside = [(n.removeprefix(MORE_TIME), v) for n, v in sheet.pairs if n.startswith(MORE_TIME)]
    asked = forms.tree(AskMoreTime, beside)
    try:
        refusal = (await _submitted(tools, link, a.key, decode(AskMoreTime, asked))).refusal
    except Refusal as error:
        refusal = as_data(error)
    if refusal is None:
        return await _again(tools, link, a, Typed(values=sheet.typed, asked=True))
    field = f"{MORE_TIME}{refusal.field}" if refusal.field else ""
    errors = {field: _sentence(tools, link, refusal)}
    wrong = Typed(values=sheet.typed, more_time=asked, errors=errors)
    return await _again(tools, link, a, wrong, status_of(refusal.code))


async def _submitted(tools: Tools, link: Linked, key: str, body: Any) -> Verdict:
    id, by = link.read.round.id, link.read.participant.id
    return await tools.intake.submit(round_id=id, key=key, by=by, body=body)


async def _again(
    tools: Tools, link: Linked, a: Assignment, typed: Typed, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    """The page with what was typed, as things stand now: others may have saved meanwhile."""
    async with tools.database.reading() as s:
        now = await linked(s, tools, link.read.grant.id) or link
        return task_answer(await task_page(s, tools, now, a, typed), status)


def task_answer(html: str, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
    """The page of an assignment: the only one that may run a script, the app's own."""
    return HTMLResponse(html, status, headers={"Content-Security-Policy": WITH_SCRIPT})


async def _refused(tools: Tools, link: Linked, a: Assignment, sheet: Sheet, refusal: Refused) -> Response:
    """The page again, with all that was typed and the reason in words at its field."""
    changed = refusal.code == DraftChanged.code
    typed = Typed(
        values=sheet.typed,
        errors={refusal.field: _sentence(tools, link, refusal)},
        seen=None if changed else sheet.seen,
        changed=changed,
        besides=forms.tree(MODELS[sheet.action], sheet.pairs) if sheet.action in NOTICES else {},
    )
    return await _again(tools, link, a, typed, status_of(refusal.code))


def _sentence(tools: Tools, link: Linked, refusal: Refused) -> str:
    return tools.renderer.refusal(refusal.code, link.language, dict(refusal.values))


async def steer(request: Request, tools: Tools, link: Linked) -> Response:
    """Withdraw the round or leave its panel, once it was confirmed; nobody waits for the answer."""
    typed: dict[str, Any] = {}
    allowed = steering_of(link)
    try:
        async with form_of(request) as form:
            sent = texts_of(form)
        if not allowed or ("action", allowed) not in sent:
            raise WrongShape(field="action")
        model = MODELS[allowed]
        typed = forms.tree(model, sent)
        if ("sure", "true") not in sent:
            raise ChoiceMissing(field="sure")
        verdict = await _submitted(tools, link, "", decode(model, typed))
        refusal = verdict.refusal
    except Refusal as error:
        refusal = as_data(error)
    errors = {refusal.field: _sentence(tools, link, refusal)} if refusal else {}
    notice = "" if refusal else link.words.say(background.STEERED)
    async with tools.database.reading() as s:
        html = await my_round_page(s, tools, link, Typed(values=typed, errors=errors), notice)
    return HTMLResponse(html, status_of(refusal.code) if refusal else HTTPStatus.OK)


async def _still(tools: Tools, link: Linked) -> Response:
    """*My round* of whom it is no more, or of a round that is over, as it stands."""
    async with tools.database.reading() as s:
        return HTMLResponse(await my_round_page(s, tools, link), HTTPStatus.CONFLICT)


async def speak(request: Request, tools: Tools, link: Linked) -> Response:
    """The page at once in the language that was chosen (Z3); what was typed on it stays.

    A link that acts no more chooses nothing (L13).
    """
    a = link.read.assignment
    if not link.read.acts:
        return await (_closed(request, tools, link, a) if a else _still(tools, link))
    sheet = Sheet()
    try:
        model = MODELS[a.kind if a else steering_of(link) or "choose_language"]
        sheet = await read(request, tools, link, model)
        body = decode(ChooseLanguage, {"language": sheet.action.removeprefix(LANGUAGE)})
        refusal = (await _submitted(tools, link, "", body)).refusal
        if not refusal:
            link = replace(link, words=tools.renderer.words(body.language))
    except Refusal as error:
        refusal = as_data(error)
    errors = {"": _sentence(tools, link, refusal)} if refusal else {}
    # A page that only shows what was recorded has nothing typed, and stays such a page.
    wrote = sheet.typed or errors
    again = Typed(values=sheet.typed, errors=errors, seen=sheet.seen) if wrote else None
    status = status_of(refusal.code) if refusal else HTTPStatus.OK
    async with tools.database.reading() as s:
        html = await (task_page(s, tools, link, a, again) if a else my_round_page(s, tools, link, again))
    return task_answer(html, status)
