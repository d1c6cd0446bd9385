"""What a round holds, read on the desk: the matters of its dossier, its files, its report."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.responses import PlainTextResponse

from api.deps import Code, Used
from api.desk import naming
from api.desk.found import Found
from api.desk.refusing import NotShown
from api.desk.round.acts import Offering
from api.desk.round.reader import may, on_desk
from api.desk.session import DESK_ACTS, DESK_READS, Asks
from api.desk.shell import Shell
from api.intake import typesetting
from api.links.dossier.reading import Read, context, page_of
from api.links.dossier.registry import MATTERS
from api.links.previews import MEDIA_TYPES
from api.links.routes import SANDBOX
from rounds.submissions.refusals import Refusal
from store.reads import document as documents
from store.reads import one_round, states

router = APIRouter(dependencies=[DESK_READS])


@router.api_route("/desk/rounds/{round_id}/dossier/{matter}", methods=["GET", "HEAD"])
@router.api_route("/desk/rounds/{round_id}/dossier/{matter}/{piece}", methods=["GET", "HEAD"])
async def matter(
    matter: Code, request: Request, tools: Used, asks: Asks, round: Found, piece: Code = ""
) -> Response:
    """A matter as officers read it (Z6), or one piece of it."""
    async with tools.database.reading() as s:
        link = await on_desk(s, tools, asks, round)
        if link is None or matter not in MATTERS or not link.reads(matter):
            raise NotShown("not_here", asks=asks)
        m = await context(s, link)
        state = await states.as_it_stands(s, round.id)
    read = Read(row=MATTERS[matter], shown=MATTERS[matter].show(m))
    one = (read.piece(piece) or read.row.more(m, piece)) if piece else None
    if piece and one is None:
        raise NotShown("not_here", asks=asks)
    acts = may(asks, DESK_ACTS)
    offering = Offering(round_id=round.id, state=state, officer=asks.officer.id)
    papers = m.papers if matter == "papers" and acts else ()
    page = {
        "round": naming.about(asks, round),
        "matter": page_of(m, read, one),
        "acts": [
            (asks.words.pair(asks.words.kind(o.kind), p.paper.title), o.address)
            for p in papers
            if not p.paper.withdrawn_at
            for o in offering.of("paper", about=p.paper.id)
        ],
    }
    return Shell(tools, asks, request).page("round/matter", page, here="rounds")


@router.api_route("/desk/rounds/{round_id}/agenda", methods=["GET", "HEAD"])
async def agenda(round: Found) -> Response:
    """Where blocks of the dossier lead to."""
    return RedirectResponse(f"/desk/rounds/{round.id}/dossier/agenda", HTTPStatus.SEE_OTHER)


@router.api_route("/desk/rounds/{round_id}/files/{upload}", methods=["GET", "HEAD"])
@router.api_route("/desk/rounds/{round_id}/documents/{upload}", methods=["GET", "HEAD"])
@router.api_route("/desk/rounds/{round_id}/dossier/{matter}/files/{upload}", methods=["GET", "HEAD"])
async def file(upload: Code, tools: Used, asks: Asks, round: Found) -> Response:
    """A file of the round."""
    async with tools.database.reading() as s:
        found = next((u for u in await one_round.uploads(s, round.id) if u.id == upload), None)
    if found is None:
        raise NotShown("not_here", asks=asks)
    return await tools.files.served(
        found.sha256, media_type=found.media_type, filename=found.filename, headers=SANDBOX
    )


@router.api_route("/desk/rounds/{round_id}/report-{version}.{ending}", methods=["GET", "HEAD"])
async def report(version: int, ending: str, tools: Used, asks: Asks, round: Found) -> Response:
    """A version of the report as PDF or for Word."""
    async with tools.database.reading() as s:
        said = await documents.version(s, round.id, version)
    if said is None or ending not in MEDIA_TYPES:
        raise NotShown("not_here", asks=asks)
    try:
        content = await (typesetting.typeset if ending == "pdf" else typesetting.for_word)(said)
    except Refusal as refusal:
        why = tools.renderer.refusal(refusal.code, asks.words.language_code, refusal.values)
        return PlainTextResponse(why, HTTPStatus.UNPROCESSABLE_ENTITY)
    told = {"Content-Disposition": f'inline; filename="{round.id}-{version}.{ending}"', **SANDBOX}
    return Response(content, media_type=MEDIA_TYPES[ending], headers=told)
