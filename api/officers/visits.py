"""What officers change of a visit that was arranged, and add to its findings (V6, V10)."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.deps import decoded
from api.http.problems import RESPONSES
from api.officers.answers import RECEIVED, Answered
from api.officers.interventions import Steer
from api.policies import KEY_ACTS
from rounds.interventions import revising
from rounds.submissions.changes import DecideMove, MoveVisit, ReviseAgenda, ReviseInternational, ReviseLocal
from rounds.submissions.visit import AddFindings, WithdrawFinding

router = APIRouter(
    prefix="/api/v1/rounds/{round_id}",
    tags=["visit"],
    responses={**RESPONSES, **RECEIVED},
    dependencies=[KEY_ACTS],
)


@router.post("/revise-agenda", response_model=Answered)
async def revise_agenda(body: Annotated[ReviseAgenda, decoded(ReviseAgenda)], steer: Steer) -> JSONResponse:
    """Put a new version in the place of the agenda, until the visit's last day (V10)."""
    return await steer(body, revising.key_of(body.kind))


@router.post("/revise-international", response_model=Answered)
async def revise_international(
    body: Annotated[ReviseInternational, decoded(ReviseInternational)], steer: Steer
) -> JSONResponse:
    """Put a new version in the place of the secretariat's list of arrangements (V10)."""
    return await steer(body, revising.key_of(body.kind))


@router.post("/revise-local", response_model=Answered)
async def revise_local(body: Annotated[ReviseLocal, decoded(ReviseLocal)], steer: Steer) -> JSONResponse:
    """Put a new version in the place of the beneficiary's list of arrangements (V10)."""
    return await steer(body, revising.key_of(body.kind))


@router.post("/move-visit", response_model=Answered)
async def move_visit(body: Annotated[MoveVisit, decoded(MoveVisit)], steer: Steer) -> JSONResponse:
    """Ask beneficiary and experts to agree to other dates for the visit, or to another form of it (V10)."""
    return await steer(body)


@router.post("/decide-move", response_model=Answered)
async def decide_move(body: Annotated[DecideMove, decoded(DecideMove)], steer: Steer) -> JSONResponse:
    """Decide on a move that is not agreed: the visit stays, or moves to a window all the same (V10)."""
    return await steer(body)


@router.post("/add-findings", response_model=Answered)
async def add_findings(body: Annotated[AddFindings, decoded(AddFindings)], steer: Steer) -> JSONResponse:
    """Record what working meetings that took place found, until the findings are complete (V6)."""
    return await steer(body)


@router.post("/withdraw-finding", response_model=Answered)
async def withdraw_finding(
    body: Annotated[WithdrawFinding, decoded(WithdrawFinding)], steer: Steer
) -> JSONResponse:
    """Take back a finding that was recorded by mistake; that it was recorded stays on record (V6)."""
    return await steer(body)
