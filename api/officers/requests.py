"""Requests for rounds from the public pages: an officer opens a round from one, or sets it aside."""

from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Asking, Code, Tools, Used, decoded
from api.http.problems import RESPONSES
from api.intake.engine import Away, NotBegun, Over
from api.intake.intake import Verdict
from api.officers.answers import RECEIVED, Answered, answered
from api.policies import KEY_ACTS, KEY_READS
from rounds.submissions.asking import SetAside, opening_of
from rounds.submissions.fields import check_texts
from store import requests
from store.requests import RoundRequest
from store.tables import Officer

router = APIRouter(prefix="/api/v1/requests", tags=["rounds"], responses=RESPONSES)


class WantedRequests(BaseModel):
    """Which requests, and which page of them."""

    model_config = ConfigDict(extra="forbid")

    state: Literal["unconfirmed", "waiting", "opened", "aside"] = "waiting"
    limit: Annotated[int, Query(ge=1, le=200)] = 50
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0


class RequestRead(BaseModel):
    """A request as it came in; of its sender nothing is known but what they say, and that they confirmed it.

    unconfirmed: they have not; waiting: they have, and no officer has decided; opened: `round` came of it;
    aside: none does.
    """

    model_config = ConfigDict(from_attributes=True)

    id: str
    methodology: str
    country: str
    institution: str
    initiative: str
    stage: str
    objective: str
    topic: str
    topic_words: str
    countries_of_interest: list[str]
    experiences_of_interest: list[str]
    name: str
    email: str
    language: str
    state: str
    round: str = Field(validation_alias="round_id")
    reason: str
    received_at: datetime
    confirmed_at: datetime | None
    settled_at: datetime | None


class RequestsListed(BaseModel):
    """A page of requests."""

    limit: int
    offset: int
    requests: list[RequestRead]


@router.get("", dependencies=[KEY_READS])
async def list_requests(
    wanted: Annotated[WantedRequests, Query()], used: Used, asking: Asking
) -> RequestsListed:
    """Requests for rounds that came in from the public pages, the latest first."""
    page = {"limit": wanted.limit, "offset": wanted.offset}
    async with used.database.reading() as s:
        found = await requests.listed(s, asking.secretariat_id, wanted.state, **page)
    return RequestsListed(requests=[RequestRead.model_validate(row) for row in found], **page)


@router.get("/{request_id}", dependencies=[KEY_READS])
async def read_request(request_id: Code, used: Used, asking: Asking) -> RequestRead:
    """One request, with the note that it holds."""
    async with used.database.reading() as s:
        return RequestRead.model_validate(await _own(s, request_id, asking))


@router.post(
    "/{request_id}/open",
    dependencies=[KEY_ACTS],
    status_code=201,
    response_model=Answered,
    responses=RECEIVED,
)
async def open_from_request(request_id: Code, request: Request, used: Used, asking: Asking) -> JSONResponse:
    """Open a round from a confirmed request, with its note; who asked is told (Q1, Q8).

    To name others of the beneficiary besides, open a round with `request` and the same values instead.
    """
    verdict = await opened(used, asking, request_id)
    if verdict is None:
        raise HTTPException(404)
    return answered(request, verdict, HTTPStatus.CREATED)


@router.post("/{request_id}/set-aside", dependencies=[KEY_ACTS], status_code=204)
async def set_aside(
    request_id: Code, why: Annotated[SetAside, decoded(SetAside)], used: Used, asking: Asking
) -> None:
    """Set a request aside, of which no round comes; with a reason, whoever confirmed it is told it."""
    if not await put_aside(used, asking, request_id, why):
        raise HTTPException(404)


async def opened(used: Tools, by: Officer, request_id: str) -> Verdict | None:
    """Open a round from a confirmed request; None for another secretariat's. Raises: Refusal."""
    async with used.database.reading() as s:
        found = await requests.one(s, request_id)
    if found is None or found.secretariat_id != by.secretariat_id:
        return None
    body = opening_of(found.id, requests.body_of(found))
    return await used.intake.open(body, officer=by.id, secretariat=by.secretariat_id)


async def put_aside(used: Tools, by: Officer, request_id: str, why: SetAside) -> bool:
    """Set a request aside; False for another secretariat's, or one that is settled. Raises: Refusal."""
    check_texts(why)
    async with used.database.writing() as s:
        kept = {"state": "aside", "reason": why.reason.strip()}
        found = await requests.settle(s, request_id, by.secretariat_id, **kept)
        letter = found.letter if found else ""
    if letter:
        with suppress(Away, NotBegun, Over):  # upkeep does it later
            await used.intake.engine.write_about(request_id, letter)
    return found is not None


async def _own(s: AsyncSession, id: str, asking: Asking) -> RoundRequest:
    """The secretariat's own request. Raises HTTPException 404 for another's, as for none."""
    found = await requests.one(s, id)
    if found is None or found.secretariat_id != asking.secretariat_id:
        raise HTTPException(404)
    return found
