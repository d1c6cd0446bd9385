"""Requests for rounds from the public form: an officer opens a round from one, or sets it aside."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Code, Used
from api.desk import naming
from api.desk.session import DESK_ALL, DESK_OPENS, Asks, SignedIn
from api.desk.shell import Shell, then
from api.officers.requests import opened, put_aside
from rounds.submissions.asking import SetAside
from rounds.submissions.refusals import Refusal
from store import requests
from store.requests import RoundRequest
from templates.marked import marked

router = APIRouter()

ADDRESS = "/desk/requests"
MOST = 50
"""Requests that are shown."""


@router.api_route(ADDRESS, methods=["GET", "HEAD"], dependencies=[DESK_ALL])
async def listed(request: Request, tools: Used, asks: Asks) -> Response:
    """The requests that wait, with what each act will do."""
    async with tools.database.reading() as s:
        found = await requests.listed(s, asks.secretariat, "waiting", MOST, 0)
    context = {"rows": [_row(asks, row) for row in found], "acts": asks.role != "auditor"}
    return Shell(tools, asks, request).page("requests", context, here="requests")


@router.post(f"{ADDRESS}/{{id}}/open", dependencies=[DESK_OPENS])
async def open_round(id: Code, tools: Used, asks: Asks) -> Response:
    """Open a round from its contacts: whoever asked completes and confirms it (Q1)."""
    try:
        verdict = await opened(tools, asks.officer, id)
    except Refusal:
        return then(ADDRESS, "request_refused")
    if verdict is None:
        return then(ADDRESS, "request_gone")
    if verdict.state == "accepted":
        return then(f"/desk/rounds/{verdict.round_id}", "request_opened")
    return then(ADDRESS, "request_kept" if verdict.state == "received" else "request_refused")


@router.post(f"{ADDRESS}/{{id}}/set-aside", dependencies=[DESK_OPENS])
async def set_aside(id: Code, request: Request, tools: Used, asks: Asks) -> Response:
    """Set one aside, of which no round comes; with a reason, whoever confirmed it is told it."""
    reason = str((await request.form()).get("reason", ""))
    try:
        found = await put_aside(tools, asks.officer, id, SetAside(reason=reason))
    except Refusal:
        return then(ADDRESS, "reason_refused")
    done = "request_told" if reason.strip() else "request_aside"
    return then(ADDRESS, done if found else "request_gone")


def _row(asks: SignedIn, row: RoundRequest) -> dict[str, Any]:
    words = asks.words
    return {
        "id": row.id,
        "name": f"{naming.program(row.methodology)} {words.country(row.country)}",
        "institution": marked(row.institution, row.language),
        "initiative": marked(row.initiative, row.language),
        "objective": marked(row.objective, row.language),
        "stage": words.choice("stage", row.stage),
        "who": row.name,
        "email": row.email,
        "language": words.language(row.language),
        "came": naming.day(asks, row.received_at),
    }
