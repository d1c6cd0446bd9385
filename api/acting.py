"""What a POST to a link's page does: keep a draft, show a row more, or hand over what was sent."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from api import forms
from api.decoding import decode
from api.deps import Tools
from api.handing import Handed
from api.linked import Linked
from api.pages import Typed, my_round_page, recorded_page, steering_of, task_page
from api.problems import status_of
from rounds.refusals import ChoiceMissing, Refusal, Refused, WrongShape, as_data
from rounds.sent import MODELS
from rounds.steering_messages import ChooseLanguage
from store import inbox
from store.tables import Assignment
from templates import background

MOST_FILES = 8
ADD = "add:"
LANGUAGE = "language:"


async def act(request: Request, tools: Tools, link: Linked, a: Assignment) -> Response:
    """Do what the pressed button says to an assignment; a closed one shows what was recorded."""
    if not link.read.acts:
        async with tools.database.reading() as s:
            return HTMLResponse(await recorded_page(s, tools, link, a), HTTPStatus.CONFLICT)
    typed: dict[str, Any] = {}
    try:
        action, typed, refusal = await _read(request, tools, link, MODELS[a.kind])
        if refusal:
            raise refusal
        if action.startswith(ADD):
            return await _again(tools, link, a, Typed(values=forms.grown(typed, action.removeprefix(ADD))))
        typed = forms.pruned(MODELS[a.kind], typed)
        await _save(tools, link, a, typed)
        if action == "save":
            return await _again(tools, link, a, Typed(values=typed, saved=True))
        if action != "submit":
            raise WrongShape(field="action")
        return await _submit(tools, link, a, typed)
    except Refusal as refusal:
        return await _refused(tools, link, a, typed, as_data(refusal))


async def _submit(tools: Tools, link: Linked, a: Assignment, typed: dict[str, Any]) -> Response:
    """Hand over what was sent; it stays as a draft until it is accepted, so that nothing is ever lost."""
    body = decode(MODELS[a.kind], typed)
    handed = await _hand_over(tools, link, a.key, body)
    if handed.refusal:
        return await _refused(tools, link, a, typed, handed.refusal)
    if handed.state == "accepted":
        async with tools.database.writing() as s:
            await inbox.drop_draft(s, link.read.round.id, a.key, link.read.participant.id)
    answer = {
        "accepted": handed.state == "accepted",
        "at": link.moments(handed.at),
        "by": link.read.person.name,
        "officer": "",
        "values": background.plain(body),
    }
    async with tools.database.reading() as s:
        return HTMLResponse(await recorded_page(s, tools, link, a, answer))


async def _hand_over(tools: Tools, link: Linked, key: str, body: Any) -> Handed:
    read = link.read
    return await tools.handing.submit(round_id=read.round.id, key=key, by=read.participant.id, body=body)


async def _save(tools: Tools, link: Linked, a: Assignment, typed: dict[str, Any]) -> None:
    async with tools.database.writing() as s:
        await inbox.save_draft(
            s,
            round_id=link.read.round.id,
            assignment_key=a.key,
            participant_id=link.read.participant.id,
            part="",
            body=typed,
        )


async def _again(
    tools: Tools, link: Linked, a: Assignment, typed: Typed, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    async with tools.database.reading() as s:
        return HTMLResponse(await task_page(s, tools, link, a, typed), status)


async def _refused(
    tools: Tools, link: Linked, a: Assignment, values: Mapping[str, Any], refusal: Refused
) -> Response:
    """The page again, with all that was typed and the reason in words at its field."""
    typed = Typed(values=values, errors={refusal.field: _sentence(tools, link, refusal)})
    return await _again(tools, link, a, typed, status_of(refusal.code))


def _sentence(tools: Tools, link: Linked, refusal: Refused) -> str:
    return tools.renderer.refusal(refusal.code, link.language, dict(refusal.values))


async def steer(request: Request, tools: Tools, link: Linked) -> Response:
    """Withdraw the round or leave its panel, once it was confirmed; nobody waits for the answer."""
    typed: dict[str, Any] = {}
    allowed = steering_of(link)
    try:
        async with _form(request) as form:
            sent = _texts(form)
        if not allowed or ("action", allowed) not in sent:
            raise WrongShape(field="action")
        model = MODELS[allowed]
        typed = forms.tree(model, sent)
        if ("sure", "true") not in sent:
            raise ChoiceMissing(field="sure")
        handed = await _hand_over(tools, link, "", decode(model, typed))
        refusal = handed.refusal
    except Refusal as error:
        refusal = as_data(error)
    errors = {refusal.field: _sentence(tools, link, refusal)} if refusal else {}
    notice = "" if refusal else link.words.say(background.STEERED)
    async with tools.database.reading() as s:
        html = await my_round_page(s, tools, link, Typed(values=typed, errors=errors), notice)
    return HTMLResponse(html, status_of(refusal.code) if refusal else HTTPStatus.OK)


async def speak(request: Request, tools: Tools, link: Linked) -> Response:
    """The page at once in the language that was chosen (Z3); what was typed on it stays."""
    a = link.read.assignment
    typed: dict[str, Any] = {}
    try:
        model = MODELS[a.kind if a else steering_of(link) or "choose_language"]
        action, typed, _ = await _read(request, tools, link, model)
        body = decode(ChooseLanguage, {"language": action.removeprefix(LANGUAGE)})
        refusal = (await _hand_over(tools, link, "", body)).refusal
        if not refusal:
            link = replace(link, words=tools.renderer.words(body.language))
    except Refusal as error:
        refusal = as_data(error)
    errors = {"": _sentence(tools, link, refusal)} if refusal else {}
    # A page that only shows what was recorded has nothing typed, and stays such a page.
    again = Typed(values=typed, errors=errors) if typed or errors else None
    status = status_of(refusal.code) if refusal else HTTPStatus.OK
    async with tools.database.reading() as s:
        html = await (task_page(s, tools, link, a, again) if a else my_round_page(s, tools, link, again))
    return HTMLResponse(html, status)


@asynccontextmanager
async def _form(request: Request) -> AsyncIterator[FormData]:
    """The fields that were sent; their files are closed afterwards.

    Raises: WrongShape, for what no browser would send.
    """
    try:
        form = await request.form(max_files=MOST_FILES, max_fields=forms.MOST_FIELDS)
    except HTTPException as error:
        raise WrongShape from error
    try:
        yield form
    finally:
        await form.close()


def _texts(form: FormData) -> list[tuple[str, str]]:
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


async def _read(
    request: Request, tools: Tools, link: Linked, model: type
) -> tuple[str, dict[str, Any], Refusal | None]:
    """The button, what was typed, and why a file was refused, if one was: the rest must not be lost with it.

    Files are kept first, and stand by their ids in what was typed.
    """
    refusal = None
    async with _form(request) as form:
        pairs = _texts(form)
        for name, value in form.multi_items():
            if not isinstance(value, str) and value.filename:
                try:
                    pairs.append((name, await _keep(tools, link, value, name)))
                except Refusal as refused:
                    refusal = refusal or refused
    return dict(pairs).get("action", ""), forms.tree(model, pairs), refusal


async def _keep(tools: Tools, link: Linked, file: UploadFile, name: str) -> str:
    checked = await tools.files.take(file, name)
    async with tools.database.writing() as s:
        row = await inbox.keep_upload(
            s,
            filename=checked.filename,
            media_type=checked.media_type,
            size=checked.size,
            sha256=checked.sha256,
            round_id=link.read.round.id,
            participant_id=link.read.participant.id,
        )
    return row.id
