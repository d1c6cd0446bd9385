"""Rounds: opening one, listing them, reading one, asking its workflow how it stands; all that are stuck."""

import asyncio
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Asking, Code, Found, RoundId, Used, decoded, once
from api.http.problems import RESPONSES
from api.intake.countries import long_code
from api.intake.engine import Away, NotBegun, Over
from api.officers import schemas
from api.officers.answers import RECEIVED, Answered, answered, received
from api.officers.schemas import RoundInFull, RoundsListed, StatusRead
from api.policies import KEY_ACTS, KEY_READS
from rounds.submissions.interventions import RetryBatch
from rounds.submissions.request import OpenRound
from store import inbox
from store.reads import rounds, trouble
from store.reads.rounds import RoundFilter
from store.tables import Inbox, Officer

router = APIRouter(prefix="/api/v1/rounds", tags=["rounds"], responses=RESPONSES)


RETRIED_AT_ONCE = 8
"""Stuck rounds that are asked side by side."""


class Wanted(BaseModel):
    """Which rounds, and which page of them."""

    model_config = ConfigDict(extra="forbid")

    methodology: Code | None = None
    country: Annotated[Code | None, AfterValidator(lambda code: code and long_code(code))] = None
    step: Code | None = None
    waiting_on: Code | None = None
    overdue: bool | None = None
    open: bool | None = None
    limit: Annotated[int, Query(ge=1, le=200)] = 50
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0


class Retried(BaseModel):
    """What a stuck round says to being tried again; `code`: why it was refused."""

    round: str
    state: Literal["accepted", "received", "refused"]
    code: str


@router.post("", dependencies=[KEY_ACTS], status_code=201, response_model=Answered, responses=RECEIVED)
async def open_round(
    body: Annotated[OpenRound, decoded(OpenRound)], request: Request, used: Used, asking: Asking
) -> JSONResponse:
    """Open a round with the beneficiary's note, or from its contacts alone (Q1)."""
    verdict = await used.intake.open(
        body, officer=asking.id, secretariat=asking.secretariat_id, id=once(request)
    )
    return answered(request, verdict, HTTPStatus.CREATED)


@router.get("", dependencies=[KEY_READS])
async def list_rounds(wanted: Annotated[Wanted, Query()], used: Used, asking: Asking) -> RoundsListed:
    """The secretariat's rounds, the latest change first."""
    which = RoundFilter(**wanted.model_dump(exclude={"limit", "offset"}))
    async with used.database.reading() as s:
        found = await rounds.rounds(s, asking.secretariat_id, which, limit=wanted.limit, offset=wanted.offset)
    return schemas.page(found, wanted.limit, wanted.offset)


@router.post("/retry", dependencies=[KEY_ACTS])
async def retry_stuck(
    body: Annotated[RetryBatch, decoded(RetryBatch)], used: Used, asking: Asking
) -> list[Retried]:
    """Try again what the rounds that the list shows as stuck could not write, once their cause is mended."""
    async with used.database.reading() as s:
        stuck = await trouble.stuck_ids(s, asking.secretariat_id)
    gate = asyncio.Semaphore(RETRIED_AT_ONCE)

    async def retried(round_id: str) -> Retried:
        async with gate:
            verdict = await used.intake.submit(round_id=round_id, key="", by="", officer=asking.id, body=body)
        code = verdict.refusal.code if verdict.refusal else ""
        return Retried(round=round_id, state=verdict.state, code=code)

    return await asyncio.gather(*map(retried, stuck))


@router.get("/{round_id}", dependencies=[KEY_READS], response_model=RoundInFull, responses=RECEIVED)
async def read_round(round_id: RoundId, used: Used, asking: Asking) -> RoundInFull | JSONResponse:
    """One round with its open assignments, its submissions and its letters; 202 while it has not begun."""
    async with used.database.reading() as s:
        found = await rounds.round_(s, round_id, asking.secretariat_id)
        opening = None if found else await _opening(s, round_id, asking)
    if found:
        return schemas.in_full(found)
    if opening:
        return JSONResponse(received(opening).model_dump(mode="json"), status_code=HTTPStatus.ACCEPTED)
    raise HTTPException(404)


@router.get("/{round_id}/status", dependencies=[KEY_READS])
async def status(used: Used, asking: Asking, round: Found) -> StatusRead:
    """Where the round stands: its workflow is asked, and the record when that does not answer in time."""
    try:
        return schemas.told(await used.intake.engine.status(round.id, publishing=round.publishing))
    except (Away, NotBegun, Over):
        async with used.database.reading() as s:
            found = await rounds.round_(s, round.id, asking.secretariat_id)
    assert found, "rounds are never deleted"
    return schemas.recorded(found)


async def _opening(s: AsyncSession, round_id: str, asking: Officer) -> Inbox | None:
    """The opening of a round that has not begun, kept by an officer of the same secretariat."""
    rows = await inbox.received(s, round_id, "")
    row = next((row for row in rows if row.kind == "open_round"), None)
    by = await s.get(Officer, row.officer_id) if row else None
    return row if by and by.secretariat_id == asking.secretariat_id else None
