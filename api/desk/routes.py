"""The pages of the desk, all under one router: a new one is included here."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.desk import (
    by_provider,
    calendar,
    codec,
    keys,
    my_sessions,
    officers,
    requests,
    search,
    signing,
    today,
)
from api.desk.refusing import NotShown
from api.desk.round import doing, done, file, letters, log, what_if
from api.desk.round import page as round_page
from api.desk.rounds import bulk, exports, saving, table
from api.desk.session import SIGNED_IN, Asks
from api.desk.shell import first_place
from api.desk.statistics import alike, counted
from api.desk.words import letterhead, methodologies
from api.desk.words import letters as wording

router = APIRouter(include_in_schema=False)
for room in (
    signing,
    by_provider,
    today,
    search,
    table,
    exports,
    saving,
    bulk,
    round_page,
    doing,
    done,
    letters,
    file,
    log,
    what_if,
    requests,
    calendar,
    counted,
    alike,
    keys,
    my_sessions,
    codec,
    officers,
    wording,
    letterhead,
    methodologies,
):
    router.include_router(room.router)


@router.api_route("/desk", methods=["GET", "HEAD"], dependencies=[SIGNED_IN])
async def start(asks: Asks) -> RedirectResponse:
    """Where the desk begins for whoever asks."""
    return RedirectResponse(first_place(asks), HTTPStatus.SEE_OTHER)


@router.api_route("/desk/{rest:path}", methods=["GET", "HEAD"], dependencies=[SIGNED_IN])
async def nowhere(asks: Asks) -> Response:
    """An address that leads nowhere, said on a page of the desk."""
    raise NotShown("not_here", asks=asks)
