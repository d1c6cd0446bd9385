"""What a POST to *my round* does: withdraw the round, leave its panel, send something back."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from api.deps import Tools
from api.http.problems import status_of
from api.links import forms
from api.links.answering import ONCE, all_of, checked, moved, sentences, submitted, was_said
from api.links.linked import Linked
from api.links.my_round import WAYS, my_round_page, steering_of
from api.links.pages import STEERED, Typed
from api.links.sheets import form_of, texts_of
from rounds.registry import MODELS
from rounds.submissions.refusals import ChoiceMissing, Refusal, Refused, WrongShape, found, refuse


async def steer(request: Request, tools: Tools, link: Linked) -> Response:
    """Do what was confirmed; a second click is told what the first was told."""
    sent: list[tuple[str, str]] = []
    try:
        async with form_of(request) as form:
            sent = texts_of(form)
        body, once = _confirmed(link, sent), dict(sent).get(ONCE, "")
        if body.kind != steering_of(link) and not await was_said(tools, link, "", body, once):
            raise WrongShape(field="action")
        verdict = await submitted(tools, link, "", body, once)
        wrong: tuple[Refused, ...] = verdict.refusal.all if verdict.refusal else ()
    except Refusal as error:
        wrong = all_of(error)
    if not wrong:
        return moved(link, STEERED)
    typed = Typed(values=_typed(sent), errors=sentences(tools, link, wrong))
    async with tools.database.reading() as s:
        html = await my_round_page(s, tools, link, typed)
    return HTMLResponse(html, status_of(wrong[0].code))


def _typed(sent: list[tuple[str, str]]) -> dict[str, Any]:
    action = dict(sent).get("action", "")
    return forms.tree(MODELS[action], sent) if action in WAYS else {}


def _confirmed(link: Linked, sent: list[tuple[str, str]]) -> Any:
    """What was sent, of what *my round* has buttons for, once it was confirmed.

    Raises: WrongShape, ChoiceMissing, and what `checked` raises.
    """
    action = dict(sent).get("action", "")
    if action not in WAYS:
        raise WrongShape(field="action")
    typed = forms.tree(MODELS[action], sent)
    unsure = () if ("sure", "true") in sent else (ChoiceMissing(field="sure"),)
    refuse((*found(checked, link, MODELS[action], typed), *unsure))
    return checked(link, MODELS[action], typed)
