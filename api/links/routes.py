"""The pages behind links. Opening one changes nothing; only a deliberate POST acts (L1 to L12)."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Tools, Used
from api.http.headers import DOWNLOADED
from api.http.problems import refused
from api.links import offline, spreadsheets
from api.links.answering import DONE
from api.links.linked import Linked, linked, task_page_of
from api.links.my_round import my_round_page
from api.links.pages import task_page, unknown_page
from api.links.posting import act, task_answer, wants_json
from api.links.sheets import unsent
from api.links.speaking import speak
from api.links.steering import steer
from api.policies import LINK
from rounds.submissions.refusals import LinkUnknown, Refused
from store.links import NOBODY, ref

router = APIRouter(include_in_schema=False, dependencies=[LINK])
SANDBOX = {"Content-Security-Policy": DOWNLOADED}
"""For what is only downloaded."""


def cookie_name(tools: Tools, reference: str) -> str:
    """A cookie for each link; plain HTTP is for one machine alone, and browsers want no prefix there."""
    return f"__Host-ronda-{reference}" if _secure(tools) else f"ronda-{reference}"


def _secure(tools: Tools) -> bool:
    return tools.public_url.startswith("https:")


def sent_grant(request: Request, tools: Tools, reference: str) -> str:
    """The grant whose cookie came with a request to this reference; nobody's for none, and a forged one."""
    grant_id = tools.links.grant_id(request.cookies.get(cookie_name(tools, reference), ""))
    return grant_id if grant_id and ref(grant_id) == reference else NOBODY


async def opened(reference: str, request: Request, tools: Used) -> Linked | None:
    """What the link leads to whose cookie came with the request; the row is asked each time (L6)."""
    async with tools.database.reading() as s:
        return await linked(s, tools, sent_grant(request, tools, reference))


Opened = Annotated[Linked | None, Depends(opened)]


async def unknown(request: Request, tools: Tools) -> Response:
    """What a link that leads nowhere answers, with the texts that were sent to it (L12)."""
    if wants_json(request):
        return refused(request, Refused(LinkUnknown.code))
    texts = await unsent(request) if request.method == "POST" else ()
    return HTMLResponse(unknown_page(request, tools, texts), HTTPStatus.NOT_FOUND)


@router.api_route("/a/{token}", methods=["GET", "HEAD"])
async def enter(token: str, request: Request, tools: Used) -> Response:
    """A letter's link: the token moves into a cookie, and out of the address (L8)."""
    grant_id = tools.links.grant_id(token) or NOBODY
    async with tools.database.reading() as s:
        found = await linked(s, tools, grant_id)
    if found is None:
        return await unknown(request, tools)
    reference = ref(grant_id)
    answer = RedirectResponse(f"/l/{reference}", HTTPStatus.SEE_OTHER)
    # Lax, for Strict cookies are not sent on the way from a letter.
    answer.set_cookie(
        cookie_name(tools, reference), token, path="/", secure=_secure(tools), httponly=True, samesite="lax"
    )
    return answer


@router.api_route("/l/{reference}", methods=["GET", "HEAD"])
async def show(link: Opened, request: Request, tools: Used) -> Response:
    """The page behind a link (L2, L3)."""
    if link is None:
        return await unknown(request, tools)
    a, done = link.read.assignment, request.query_params.get(DONE, "")
    async with tools.database.reading() as s:
        if a:
            return task_answer(await task_page(s, tools, link, a, done=done))
        return HTMLResponse(await my_round_page(s, tools, link, done=done))


@router.post("/l/{reference}")
async def post(link: Opened, request: Request, tools: Used) -> Response:
    """Save, change rows, or send; the button that was pressed says which."""
    if link is None:
        return await unknown(request, tools)
    a = link.read.assignment
    return await (act(request, tools, link, a) if a else steer(request, tools, link))


@router.post("/l/{reference}/language")
async def language(link: Opened, request: Request, tools: Used) -> Response:
    """Another language for its reader, here and in every letter from now on (Z3)."""
    if link is None:
        return await unknown(request, tools)
    return await speak(request, tools, link)


@router.api_route("/l/{reference}/language", methods=["GET", "HEAD"])
async def spoken(link: Opened, request: Request, tools: Used) -> Response:
    """A page that was shown after the choice, opened again: it stands at the address of its link."""
    if link is None:
        return await unknown(request, tools)
    return RedirectResponse(link.address, HTTPStatus.SEE_OTHER)


@router.get("/l/{reference}/questionnaire.xlsx")
async def questionnaire(link: Opened, request: Request, tools: Used) -> Response:
    """The questionnaire of the link as a spreadsheet, while it may be answered."""
    a = link.read.assignment if link else None
    if link is None or a is None or not link.read.acts or not offline.answers(a):
        return await unknown(request, tools)
    async with tools.database.reading() as s:
        content = await offline.spreadsheet(s, link, a)
    told = {"Content-Disposition": f'attachment; filename="{offline.name(link)}"', **SANDBOX}
    return Response(content, media_type=spreadsheets.MEDIA_TYPE, headers=told)


@router.api_route("/l/{reference}/documents/{upload}", methods=["GET", "HEAD"])
async def document(upload: str, link: Opened, request: Request, tools: Used) -> Response:
    """A document of the assignment, for whoever opened its link and nobody else (L4, U6)."""
    a = link.read.assignment if link else None
    if link is None or a is None:
        return await unknown(request, tools)
    async with tools.database.reading() as s:
        found = next((u for u in (await task_page_of(s, link, a)).uploads if u.id == upload), None)
    if found is None:
        return await unknown(request, tools)
    return await tools.files.served(
        found.sha256, media_type=found.media_type, filename=found.filename, headers=SANDBOX
    )
