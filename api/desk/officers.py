"""Officers of the secretariat, their roles and their sessions; for its head and its administrators."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Code, Used
from api.desk.keys import lines
from api.desk.refusing import NotShown
from api.desk.session import DESK_RUNS, Asks
from api.desk.shell import Shell, then
from store import keys, officers, sessions
from store.officers import ROLES
from templates import desk

router = APIRouter(dependencies=[DESK_RUNS])

ADDRESS = "/desk/officers"


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def shown(request: Request, tools: Used, asks: Asks) -> Response:
    """Who works for the secretariat, as what, and who is signed in."""
    async with tools.database.reading() as s:
        there = await officers.working(s, asks.secretariat)
        lasting = await sessions.lasting(s, asks.secretariat, datetime.now(UTC), tools.idle)
        theirs = await keys.of_secretariat(s, asks.secretariat, datetime.now(UTC))
    signed_in = {row.officer_id for row in lasting}
    rows = [(at.officer, at.person, at.officer.id in signed_in) for at in there]
    roles = [(role, asks.words.say(desk.ROLES[role])) for role in ROLES]
    listed = lines(asks, (read.key for read in theirs))
    context = {
        "rows": rows,
        "roles": roles,
        "mine": asks.officer.id,
        "keys": [line | {"whose": read.person.name} for line, read in zip(listed, theirs, strict=True)],
    }
    return Shell(tools, asks, request).page("officers", context, here="officers")


@router.post(f"{ADDRESS}/{{officer}}/role")
async def set_role(officer: Code, request: Request, tools: Used, asks: Asks) -> Response:
    """Give an officer another role; nobody their own, so that somebody is left who may."""
    form = await request.form()
    role = str(form.get("role", ""))
    if role not in ROLES or officer == asks.officer.id:
        raise NotShown("not_here", asks=asks)
    async with tools.database.writing() as s:
        if not await officers.promote(s, asks.secretariat, officer, role, asks.officer.id):
            raise NotShown("not_here", asks=asks)
    return then(ADDRESS, "role_set")


@router.post(f"{ADDRESS}/{{officer}}/end-sessions")
async def end_sessions(officer: Code, tools: Used, asks: Asks) -> Response:
    """Sign an officer out wherever they are."""
    async with tools.database.writing() as s:
        there = {at.officer.id for at in await officers.working(s, asks.secretariat)}
        if officer not in there:
            raise NotShown("not_here", asks=asks)
        await sessions.end_all(s, officer, asks.officer.id, datetime.now(UTC))
    return then(ADDRESS, "sessions_ended")
