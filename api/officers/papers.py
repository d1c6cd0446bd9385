"""The papers of a round: what people attached, and what officers attach or withdraw (Z6)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from api.deps import Asking, Code, Found, Used, decoded
from api.http.problems import OF_FILES, RESPONSES
from api.intake.files import MEDIA_TYPES
from api.officers.answers import RECEIVED, Answered
from api.officers.interventions import Steer
from api.policies import KEY_ACTS, KEY_READS
from rounds.submissions.papers import AddPapers, WithdrawPaper
from store.reads import papers as reads
from store.reads.papers import PaperRead

router = APIRouter(prefix="/api/v1/rounds/{round_id}/papers", tags=["rounds"], responses=RESPONSES)


WHOLE = {"type": "string", "format": "binary"}
"""The schema of a file that is given as it was sent."""


class PaperListed(BaseModel):
    """A paper that somebody attached to a round."""

    id: str
    title: str
    about: str
    audience: str
    attached_by: str
    participant_id: str
    filename: str
    media_type: str
    size: int
    sha256: str
    at: datetime
    withdrawn_at: datetime | None


@router.get("", dependencies=[KEY_READS])
async def list_papers(used: Used, asking: Asking, round: Found) -> list[PaperListed]:  # noqa: ARG001 - the key is asked for
    """All the papers of a round, those that were withdrawn too, the first one first."""
    async with used.database.reading() as s:
        return [_listed(read) for read in await reads.papers(s, round.id)]


def _listed(read: PaperRead) -> PaperListed:
    paper, file = read.paper, read.upload
    own = {name: getattr(paper, name) for name in ("id", "title", "about", "audience", "participant_id")}
    kept = {name: getattr(file, name) for name in ("filename", "media_type", "size", "sha256")}
    return PaperListed(**own, **kept, attached_by=read.by, at=paper.at, withdrawn_at=paper.withdrawn_at)


@router.get(
    "/{paper}/file",
    dependencies=[KEY_READS],
    response_class=Response,
    responses={
        200: {"content": {media_type: {"schema": WHOLE} for media_type in MEDIA_TYPES.values()}},
        **OF_FILES,
    },
)
async def read_paper(paper: Code, used: Used, asking: Asking, round: Found) -> Response:  # noqa: ARG001 - the key is asked for
    """The file of one paper; 404 where there is no such paper."""
    async with used.database.reading() as s:
        found = next((r for r in await reads.papers(s, round.id) if r.paper.id == paper), None)
    if found is None:
        raise HTTPException(404)
    file = found.upload
    return await used.files.served(file.sha256, media_type=file.media_type, filename=file.filename)


@router.post("", dependencies=[KEY_ACTS], response_model=Answered, responses=RECEIVED)
async def add_papers(body: Annotated[AddPapers, decoded(AddPapers)], steer: Steer) -> JSONResponse:
    """Attach papers to a round, for one of the audiences of its methodology; those are told by letter."""
    return await steer(body)


@router.post("/withdraw", dependencies=[KEY_ACTS], response_model=Answered, responses=RECEIVED)
async def withdraw(body: Annotated[WithdrawPaper, decoded(WithdrawPaper)], steer: Steer) -> JSONResponse:
    """Withdraw a paper that was attached by mistake; that it was stays on record."""
    return await steer(body)
