"""The addresses of a dossier, behind the link to *my round*; what is not for its reader is not there (Z6)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from api.deps import Tools, Used
from api.links.dossier import archive
from api.links.dossier.context import DossierContext
from api.links.dossier.reading import Read, context, page_of
from api.links.dossier.registry import MATTERS
from api.links.linked import Linked
from api.links.pages import unknown_page
from api.links.routes import SANDBOX, Opened
from api.policies import LINK
from templates.dossier import Piece

router = APIRouter(include_in_schema=False, dependencies=[LINK])
FOLDER = "/l/{reference}/dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A matter that somebody may read, and what its page is made from."""

    m: DossierContext
    read: Read


async def opened(matter: str, link: Opened, tools: Used) -> Opening | None:
    """The matter of an address; None for one that there is not, that is not for this reader, or not yet."""
    if link is None or link.read.assignment or matter not in MATTERS or not link.reads(matter):
        return None
    async with tools.database.reading() as s:
        m = await context(s, link)
    return Opening(m=m, read=Read(row=MATTERS[matter], shown=MATTERS[matter].show(m)))


Matter = Annotated[Opening | None, Depends(opened)]


def _unknown(request: Request, tools: Tools) -> Response:
    return HTMLResponse(unknown_page(request, tools), HTTPStatus.NOT_FOUND)


def _page(tools: Tools, link: Linked, opening: Opening, piece: Piece | None) -> Response:
    said = {**link.frame(), "matter": page_of(opening.m, opening.read, piece)}
    return HTMLResponse(tools.renderer.page("dossier", link.language, said))


@router.api_route("/l/{reference}/dossier.zip", methods=["GET", "HEAD"])
async def take(link: Opened, request: Request, tools: Used) -> Response:
    """All that the reader may read now, with its files."""
    if link is None or link.read.assignment:
        return _unknown(request, tools)
    async with tools.database.reading() as s:
        made = await archive.archive(s, tools, link)
    name = f"{link.read.round.id}.zip"
    told = {"Content-Disposition": f'attachment; filename="{name}"', **SANDBOX}
    return Response(await archive.packed(made, tools.files), media_type=archive.MEDIA_TYPE, headers=told)


@router.api_route(f"{FOLDER}/{{matter}}", methods=["GET", "HEAD"])
async def show(opening: Matter, link: Opened, request: Request, tools: Used) -> Response:
    """One matter."""
    if link is None or opening is None:
        return _unknown(request, tools)
    return _page(tools, link, opening, None)


@router.api_route(f"{FOLDER}/{{matter}}/{{piece}}", methods=["GET", "HEAD"])
async def show_piece(piece: str, opening: Matter, link: Opened, request: Request, tools: Used) -> Response:
    """One letter, one version, one thing that was sent."""
    found = (opening.read.piece(piece) or opening.read.row.more(opening.m, piece)) if opening else None
    if link is None or opening is None or found is None:
        return _unknown(request, tools)
    return _page(tools, link, opening, found)


@router.api_route(f"{FOLDER}/{{matter}}/files/{{upload}}", methods=["GET", "HEAD"])
async def file(upload: str, opening: Matter, request: Request, tools: Used) -> Response:
    """A file of a matter."""
    files = opening.read.row.files(opening.m) if opening else ()
    found = next((u for u in files if u.id == upload), None)
    if found is None:
        return _unknown(request, tools)
    return await tools.files.served(
        found.sha256, media_type=found.media_type, filename=found.filename, headers=SANDBOX
    )
