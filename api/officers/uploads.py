"""Documents that officers upload: for a round they will open, as a proof, for a participant."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, UploadFile
from pydantic import BaseModel

from api.deps import Asking, Code, Used
from api.http.problems import RESPONSES, Problem
from api.policies import KEY_ACTS
from store.tables import Round
from store.uploads import Sender

router = APIRouter(
    prefix="/api/v1/uploads",
    tags=["uploads"],
    responses={
        **RESPONSES,
        429: {"model": Problem, "description": "As much as may come in a day has come"},
    },
    dependencies=[KEY_ACTS],
)

TAKEN = "PDF, DOCX, XLSX, PNG or JPEG, at most 10 MiB; as a proof also a mail as it was saved (EML)"


class Uploaded(BaseModel):
    """A file that was kept; submissions name it by its id."""

    id: str
    filename: str
    media_type: str
    size: int
    sha256: str
    at: datetime


@router.post("", status_code=201)
async def upload(
    used: Used,
    asking: Asking,
    file: Annotated[UploadFile, File(description=TAKEN)],
    round: Annotated[Code, Form(description="Empty for a round yet to be opened")] = "",
) -> Uploaded:
    """Keep a document; it must be what its name says."""
    async with used.database.reading() as s:
        of = await s.get(Round, round) if round else None
    if round and (of is None or of.secretariat_id != asking.secretariat_id):
        raise HTTPException(404)
    sender = Sender(round_id=round, officer_id=asking.id)
    row = await used.files.receive(used.database, file, sender, "file", proves=True)
    return Uploaded.model_validate(row, from_attributes=True)
