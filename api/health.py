"""Whether the process lives, and whether it can do its work."""

from fastapi import APIRouter, Response
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select

from api.deps import Used

router = APIRouter(prefix="/health", tags=["health"])


class Ready(BaseModel):
    """What answers. Without Temporal the doors stay open: what is sent is kept and handed over later."""

    database: bool
    temporal: bool


@router.get("/live", status_code=204)
async def live() -> None:
    """The process answers."""


@router.get("/ready", responses={503: {"model": Ready, "description": "The database does not answer"}})
async def ready(used: Used, response: Response) -> Ready:
    """The database answers; and whether Temporal does."""
    try:
        async with used.database.reading() as s:
            await s.exec(select(1))
        database = True
    except (SQLAlchemyError, OSError):
        database = False
        response.status_code = 503
    return Ready(database=database, temporal=await used.intake.engine.answers())
