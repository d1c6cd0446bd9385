"""What a POST to the page of an assignment does: keep a draft, change its rows, hand over what was sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from api.deps import Tools
from api.http.headers import WITH_SCRIPT
from api.http.problems import refused, status_of
from api.intake.decoding import decode
from api.links import codes, drafts, filling, forms, from_word, merging, people, previewing
from api.links.answering import all_of, checked, moved, sentences, submitted
from api.links.linked import Linked, linked
from api.links.more_time import ASK_MORE_TIME, MORE_TIME
from api.links.pages import (
    BESIDES,
    RECORDED,
    SENT,
    Typed,
    recorded_page,
    task_page,
)
from api.links.sheets import ASIDE, Sheet, form_of, read, texts_of
from rounds.registry import MODELS
from rounds.steps import findings, records
from rounds.submissions.interventions import AskMoreTime
from rounds.submissions.refusals import DraftChanged, NotOpen, Refusal, Refused, WrongShape, as_data
from store import drafts as kept
from store import inbox
from store.tables import Assignment
from templates import notices


async def act(request: Request, tools: Tools, link: Linked, a: Assignment) -> Response:
    """Do what the pressed button says to an assignment; a closed one shows what was recorded.

    The page's own script asks for JSON, and only ever saves.
    """
    if not link.read.acts:
        return await closed(request, tools, link, a)
    sheet = Sheet()
    try:
        sheet = await read(request, tools, link, MODELS[a.kind])
        if sheet.refusal:
            raise sheet.refusal
        sheet = from_word.taken(a, sheet)
        return await _press(request, tools, link, a, sheet)
    except Refusal as refusal:
        if wants_json(request):
            return refused(request, as_data(refusal), link.language)
        return await _refused(tools, link, a, sheet, all_of(refusal))


def wants_json(request: Request) -> bool:
    """Whether the page's script asks, which shows a sentence and keeps its page."""
    return request.headers.get("accept", "").startswith("application/json")


async def closed(request: Request, tools: Tools, link: Linked, a: Assignment) -> Response:
    """What was recorded, and what was typed on a page that was still open: nobody loses it.

    A second click is no second answer: it is told what the first was told.
    """
    if wants_json(request):
        return refused(request, Refused(NotOpen.code), link.language)
    try:
        async with form_of(request) as form:
            unsent = forms.pruned(MODELS[a.kind], forms.tree(MODELS[a.kind], texts_of(form)))
    except Refusal:
        unsent = {}
    if _said(link, MODELS[a.kind], unsent):
        return moved(link, RECORDED)
    async with tools.database.reading() as s:
        html = await recorded_page(s, tools, link, a, unsent={} if forms.empty(unsent) else unsent)
    return HTMLResponse(html, HTTPStatus.CONFLICT)


def _said(link: Linked, model: type, typed: dict[str, Any]) -> bool:
    """Whether the reader has said this very thing already."""
    mine = [x.row for x in link.read.said if x.row.participant_id == link.read.participant.id]
    try:
        # Of a version what is counted when it is sent is no difference.
        said = findings.identified(decode(model, typed))
        return said in [records.identified(inbox.body_of(row)) for row in mine]
    except Refusal:
        return False


async def _press(request: Request, tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> Response:
    """Whatever a button does, what was typed is kept first; but for what comes from a file."""
    if sheet.action in ASIDE:
        return await _again(tools, link, a, await _from_file(tools, link, a, sheet))
    typed, place = await _changed(tools, link, a, sheet)
    at = await drafts.keep(tools, link, a, typed, sheet.seen)
    if place is not None:
        return moved(link, place=place)
    sheet = replace(sheet, seen=None)
    if sheet.action == "save":
        return await _saved(request, tools, link, a, typed, at)
    if sheet.action == previewing.ACTION and previewing.shows(a.kind):
        return RedirectResponse(previewing.address(link), HTTPStatus.SEE_OTHER)
    if sheet.action in (*BESIDES, codes.ACTION):
        return await _besides(tools, link, a, sheet)
    if sheet.action == ASK_MORE_TIME:
        return await _ask_more_time(tools, link, a, sheet)
    if sheet.action != "submit":
        raise WrongShape(field="action")
    return await _submit(tools, link, a, sheet)


async def _from_file(tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> Typed:
    """The page with what a file says: looked at before it takes the place of what was saved.

    A spreadsheet's answers stand in the form; of a report, both are shown.
    """
    if sheet.action == from_word.FIELD:
        back = await from_word.read(tools, link, a, sheet)
        started = dict(sheet.pairs).get(merging.BASE, "")
        return Typed(values=sheet.typed, seen=sheet.seen, base=started, back=back)
    values = await filling.filled(tools, link, a, sheet)
    return Typed(values=values, seen=sheet.seen, notice=notices.SHEET_READ)


async def _changed(
    tools: Tools, link: Linked, a: Assignment, sheet: Sheet
) -> tuple[dict[str, Any], str | None]:
    """The form after a button that changes or fills in its rows, and where to look then; None: no such."""
    word, _, path = sheet.action.partition(":")
    if change := forms.CHANGES.get(word):
        return forms.changed(MODELS[a.kind], sheet.typed, path, change)
    if word in filling.WAYS:
        return await filling.filled(tools, link, a, sheet), path
    return sheet.typed, None


async def _saved(
    request: Request, tools: Tools, link: Linked, a: Assignment, typed: dict[str, Any], at: datetime
) -> Response:
    if wants_json(request):
        async with tools.database.reading() as s:
            counted = await previewing.pages_said(s, tools, link, a, typed)
        said = " ".join(text for text in (drafts.said(link, at), counted) if text)
        return JSONResponse({"saved_at": at.isoformat(), "detail": said})
    return moved(link, "saved")


async def _besides(tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> Response:
    """What the page offers besides the task itself: it goes on standing there, with what was typed."""
    if sheet.action == codes.ACTION:
        said = await codes.ask(tools, link, a.kind, a.sha256, sheet.once)
        # What was chosen is no draft: it stands in the answer, whose reload asks for the same code.
        return await _again(tools, link, a, Typed(values=sheet.typed, notice=said))
    model = MODELS[sheet.action]
    body = checked(link, model, forms.tree(model, sheet.pairs))
    verdict = await submitted(tools, link, a.key, body, sheet.once)
    if verdict.refusal:
        return await _refused(tools, link, a, sheet, verdict.refusal.all)
    return moved(link, sheet.action)


async def _submit(tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> Response:
    """Hand over what was sent; it stays as a draft until it is accepted, so that nothing is ever lost."""
    model = MODELS[a.kind]
    body = checked(link, model, forms.pruned(model, sheet.typed))
    verdict = await submitted(tools, link, a.key, body, sheet.once, codes.typed(tools, sheet))
    if verdict.refusal:
        return await _refused(tools, link, a, sheet, verdict.refusal.all)
    if verdict.state != "accepted":
        return moved(link, SENT)
    async with tools.database.writing() as s:
        await kept.drop(s, link.read.round.id, a.key, link.read.participant.id)
    return moved(link, RECORDED)


async def _ask_more_time(tools: Tools, link: Linked, a: Assignment, sheet: Sheet) -> Response:
    """Ask for a later date (Z1); what was typed of the answer itself is kept as a draft beside it."""
    beside = [(n.removeprefix(MORE_TIME), v) for n, v in sheet.pairs if n.startswith(MORE_TIME)]
    asked = forms.tree(AskMoreTime, beside)
    try:
        verdict = await submitted(tools, link, a.key, checked(link, AskMoreTime, asked), sheet.once)
        wrong: tuple[Refused, ...] = verdict.refusal.all if verdict.refusal else ()
    except Refusal as error:
        wrong = all_of(error)
    if not wrong:
        return moved(link, ASK_MORE_TIME)
    errors = sentences(tools, link, wrong, MORE_TIME)
    shown = Typed(values=sheet.typed, more_time=asked, errors=errors)
    return await _again(tools, link, a, shown, status_of(wrong[0].code))


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


async def _refused(
    tools: Tools, link: Linked, a: Assignment, sheet: Sheet, refusals: Sequence[Refused]
) -> Response:
    """The page again, with all that was typed and every reason in words at its field."""
    code = refusals[0].code
    if sheet.action == "submit":
        model = MODELS[a.kind]
        refusals = [replace(r, field=forms.shown_at(model, sheet.typed, r.field)) for r in refusals]
    changed = code == DraftChanged.code
    both = {"": link.words.say(notices.TOGETHER if previewing.shows(a.kind) else notices.BOTH_SHOWN)}
    typed = Typed(
        values=sheet.typed,
        errors=both if changed else sentences(tools, link, refusals),
        seen=None if changed else sheet.seen,
        changed=changed,
        base=dict(sheet.pairs).get(merging.BASE, "") if changed else "",
        besides=forms.tree(MODELS[sheet.action], sheet.pairs) if sheet.action in BESIDES else {},
        beside=sheet.action if sheet.action in BESIDES else "",
        pasted=dict(sheet.pairs).get(people.LIST, ""),
    )
    return await _again(tools, link, a, typed, status_of(code))
