"""Another language for whoever reads a page, here and in every letter from now on (Z3)."""

from dataclasses import replace
from http import HTTPStatus
from uuid import uuid4

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from api.deps import Tools
from api.http.problems import status_of
from api.intake.decoding import decode
from api.intake.intake import Verdict
from api.links import drafts
from api.links.answering import all_of, moved, sentences, submitted
from api.links.linked import Linked
from api.links.my_round import my_round_page, steering_of
from api.links.pages import Typed, task_page
from api.links.posting import closed, task_answer
from api.links.sheets import Sheet, read
from rounds.registry import MODELS
from rounds.submissions.interventions import ChooseLanguage
from rounds.submissions.refusals import DraftChanged, Refusal, Refused

LANGUAGE = "language:"


async def speak(request: Request, tools: Tools, link: Linked) -> Response:
    """The page at once in the language that was chosen; what was typed on it is kept first, and stays.

    A link that acts no more chooses nothing (L13).
    """
    a = link.read.assignment
    if not link.read.acts:
        return await (closed(request, tools, link, a) if a else _still(tools, link))
    sheet, done = Sheet(), False
    wrong: tuple[Refused, ...] = ()
    try:
        model = MODELS[a.kind if a else steering_of(link) or "choose_language"]
        sheet = await read(request, tools, link, model)
        kept = await _keep(tools, link, sheet)
        verdict = await choose(tools, link, sheet.action)
        wrong = (verdict.refusal,) if verdict.refusal else ()
        done = kept and verdict.state == "accepted"
        language = sheet.action.removeprefix(LANGUAGE)
        link = link if wrong else replace(link, words=tools.renderer.words(language))
    except Refusal as error:
        wrong = all_of(error)
    return moved(link) if done else await _shown(tools, link, sheet, wrong)


async def choose(tools: Tools, link: Linked, action: str) -> Verdict:
    """Hand over the choice of a language.

    Raises: what `decode` raises for what is none.
    """
    body = decode(ChooseLanguage, {"language": action.removeprefix(LANGUAGE)})
    # Nobody's choice of a language is the same as an earlier one: it may have changed in between.
    return await submitted(tools, link, "", body, uuid4().hex)


async def _still(tools: Tools, link: Linked) -> Response:
    """*My round* of whom it is no more, or of a round that is over, as it stands."""
    async with tools.database.reading() as s:
        return HTMLResponse(await my_round_page(s, tools, link), HTTPStatus.CONFLICT)


async def _keep(tools: Tools, link: Linked, sheet: Sheet) -> bool:
    """Keep what was typed; whether all of it is kept, so that the page can be asked for anew."""
    a = link.read.assignment
    if not sheet.typed:
        return True
    if not a:
        return False
    try:
        await drafts.keep(tools, link, a, sheet.typed, sheet.seen)
    except DraftChanged:
        # Whoever saves next is told so; until then it stands on the page.
        return False
    return True


async def _shown(tools: Tools, link: Linked, sheet: Sheet, wrong: tuple[Refused, ...]) -> Response:
    """The page in the answer itself: with what could not be kept, or in a language not recorded yet."""
    a = link.read.assignment
    errors = sentences(tools, link, wrong)
    # A page that only shows what was recorded has nothing typed, and stays such a page.
    again = Typed(values=sheet.typed, errors=errors, seen=sheet.seen) if sheet.typed or errors else None
    status = status_of(wrong[0].code) if wrong else HTTPStatus.OK
    async with tools.database.reading() as s:
        html = await (task_page(s, tools, link, a, again) if a else my_round_page(s, tools, link, again))
    return task_answer(html, status)
