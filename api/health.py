"""Whether the process lives, and whether it can do its work."""

import asyncio
from collections.abc import Awaitable
from http import HTTPStatus

import structlog
from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select

from api.deps import Tools, Used
from api.policies import ANYBODY

router = APIRouter(prefix="/health", tags=["health"], dependencies=[ANYBODY])
log = structlog.get_logger()

PATIENCE = 4
"""Seconds after which whatever has not answered is not well; all are asked at once."""


class Ready(BaseModel):
    """What is well. Without Temporal the doors stay open: what is sent is kept and handed over later."""

    database: bool = Field(description="It answers.")
    writing: bool = Field(description="Something was written to it: it is neither locked nor full.")
    files: bool = Field(description="A document could be kept.")
    temporal: bool = Field(description="The Temporal server answers.")


@router.get("/live", status_code=204)
async def live() -> None:
    """The process answers."""


@router.get(
    "/ready",
    responses={503: {"model": Ready, "description": "Something cannot be read or kept; said which"}},
)
async def ready(used: Used, response: Response) -> Ready:
    """Whether the database answers, whether writing works, and whether Temporal answers; in four seconds."""
    database, writing, files, temporal = await asyncio.gather(
        _well("database", _reads(used)),
        _well("writing", used.database.probe()),
        _well("files", used.files.probe()),
        _well("temporal", _engine_answers(used)),
    )
    if not (database and writing and files):
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return Ready(database=database, writing=writing, files=files, temporal=temporal)


async def _well(what: str, asked: Awaitable[None]) -> bool:
    """Whether something answers in time, and answers well."""
    try:
        async with asyncio.timeout(PATIENCE):
            await asked
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        log.warning("not ready", what=what, trouble=type(error).__name__)
        return False
    return True


async def _reads(used: Tools) -> None:
    async with used.database.reading() as s:
        await s.exec(select(1))


async def _engine_answers(used: Tools) -> None:
    """Raises: ConnectionError, when the server does not answer; a first connection may take for ever."""
    if not await used.intake.engine.answers():
        raise ConnectionError
