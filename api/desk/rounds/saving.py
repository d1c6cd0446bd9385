"""Saved views: a list of rounds under a name, for the officer alone."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import QueryParams

from api.deps import Code, Used
from api.desk.rounds.table import ADDRESS
from api.desk.rounds.wanted import wanted
from api.desk.session import DESK_READS, Asks
from api.desk.shell import then
from store import views

router = APIRouter(dependencies=[DESK_READS])

LONGEST = 60
"""Characters of a name."""


@router.post(f"{ADDRESS}/views")
async def save(request: Request, tools: Used, asks: Asks) -> Response:
    """Keep the list that was shown under a name; of what is sent what was understood alone."""
    form = await request.form()
    name = " ".join(str(form.get("name", "")).split())[:LONGEST]
    asked = wanted(QueryParams(parse_qsl(str(form.get("asked", ""))[:2000], max_num_fields=50))).query()
    back = f"{ADDRESS}?{asked}" if asked else ADDRESS
    if not name.isprintable() or not name:
        return then(back, "view_unnamed")
    async with tools.database.writing() as s:
        kept = await views.save(s, asks.officer.id, name, asked, datetime.now(UTC))
    return then(back, "view_saved" if kept else "views_full")


@router.post(f"{ADDRESS}/views/{{view}}/forget")
async def forget(view: Code, tools: Used, asks: Asks) -> Response:
    """Remove a view; one that is gone already, or is another's, stays as it is."""
    async with tools.database.writing() as s:
        await views.forget(s, asks.officer.id, view)
    return then(ADDRESS, "view_forgotten")
