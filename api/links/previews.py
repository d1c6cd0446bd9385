"""The addresses under which what is being written of the report is looked at: set out, and as PDF (W1)."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from api.deps import Tools, Used
from api.intake import typesetting
from api.links import drafts, forms
from api.links.linked import Linked, task_page_of
from api.links.pages import unknown_page
from api.links.previewing import counts, reported, shows, why_not
from api.links.routes import SANDBOX, Opened
from api.policies import LINK
from rounds.reported import Reported
from rounds.submissions.refusals import Refusal
from templates.document import Document
from templates.markdown import html

router = APIRouter(include_in_schema=False, dependencies=[LINK])
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
FORMS = {"pdf": typesetting.typeset, "docx": typesetting.for_word}
"""How a draft is had, by the ending of its file."""
OF = {"pdf": counts, "docx": shows}
"""Of which kinds of assignment."""


async def _saved(tools: Tools, link: Linked | None) -> Reported | None:
    """What was saved last of an assignment that this link may do; what its form starts from, before."""
    a = link.read.assignment if link else None
    if link is None or a is None or not link.read.acts or not shows(a.kind):
        return None
    async with tools.database.reading() as s:
        first = (await task_page_of(s, link, a)).prepared.values
        draft = drafts.latest(link)
        return await reported(s, link, a, forms.merged(first, draft.body if draft else {}))


@router.get("/l/{reference}/preview")
async def preview(link: Opened, request: Request, tools: Used, part: bool = False) -> Response:
    """The text that was saved last, set out; `part` of a page for the script that shows it meanwhile."""
    of = await _saved(tools, link)
    if link is None or of is None:
        return HTMLResponse(unknown_page(request, tools), HTTPStatus.NOT_FOUND)
    shown: tuple[dict[str, Any], ...] = ()
    refused = ""
    try:
        shown = _set_out(typesetting.said(of))
    except Refusal as refusal:
        refused = why_not(tools, link, refusal)
    page = {
        **link.frame(),
        "sections": shown,
        "refused": refused,
        "back": link.address,
        "tongue": of.language,
    }
    return HTMLResponse(tools.renderer.page("preview_part" if part else "preview", link.language, page))


@router.get("/l/{reference}/draft.{ending}")
async def draft(ending: str, link: Opened, request: Request, tools: Used) -> Response:
    """The same as the PDF that would be sent (W1), or for Word."""
    of = await _saved(tools, link)
    a = link.read.assignment if link else None
    if link is None or of is None or a is None or ending not in FORMS or not OF[ending](a.kind):
        return HTMLResponse(unknown_page(request, tools), HTTPStatus.NOT_FOUND)
    try:
        content = await FORMS[ending](of)
    except Refusal as refusal:
        said = why_not(tools, link, refusal)
        return Response(said, HTTPStatus.UNPROCESSABLE_ENTITY, media_type="text/plain; charset=utf-8")
    told = {"Content-Disposition": f'inline; filename="{link.read.round.id}.{ending}"', **SANDBOX}
    return Response(content, media_type=MEDIA_TYPES[ending], headers=told)


def _set_out(document: Document) -> tuple[dict[str, Any], ...]:
    """Each section with its text and its records as HTML. Raises: TextTooLong, TextTooDeep, TableTooLarge."""
    return tuple(
        {
            "heading": section.heading,
            "text": _html(section.text),
            "recommendations": [
                {"title": f"{one.number}. {one.kind}", "text": _html(one.text), "reasons": _html(one.reasons)}
                for one in (document.recommendations if section.holds == "recommendations" else ())
            ],
            "needs": [
                {"title": f"{one.number}. {one.topic}", "text": _html(one.text)}
                for one in (document.needs if section.holds == "needs" else ())
            ],
        }
        for section in document.sections
    )


def _html(text: str) -> Markup:
    return Markup(html(text))  # noqa: S704 - made safe there
