"""Documents that officers upload: for a round they will open, as a proof, for a participant."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, UploadFile
from pydantic import BaseModel

from api.deps import Asking, Code, Used
from api.http.problems import RESPONSES
from store import inbox
from store.tables import Round

router = APIRouter(prefix="/api/v1/uploads", tags=["uploads"], responses=RESPONSES)


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
    file: Annotated[UploadFile, File(description="PDF, DOCX, XLSX, PNG or JPEG, at most 10 MiB")],
    round: Annotated[Code, Form(description="Empty for a round yet to be opened")] = "",
) -> Uploaded:
    """Keep a document; it must be what its name says."""
    async with used.database.reading() as s:
        of = await s.get(Round, round) if round else None
    if round and (of is None or of.secretariat_id != asking.secretariat_id):
        raise HTTPException(404)
    checked = await used.files.take(file)
    async with used.database.writing() as s:
        row = await inbox.keep_upload(
            s,
            filename=checked.filename,
            media_type=checked.media_type,
            size=checked.size,
            sha256=checked.sha256,
            round_id=round,
            officer_id=asking.id,
        )
    return Uploaded.model_validate(row, from_attributes=True)
