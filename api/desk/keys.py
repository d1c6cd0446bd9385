"""An officer's own API keys, and for administrators those of the whole secretariat (S1)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from unicodedata import category

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Code, Tools, Used
from api.desk import naming
from api.desk.refusing import NotShown
from api.desk.session import DESK_RUNS, SIGNED_IN, Asks, SignedIn
from api.desk.shell import Shell, then
from store import keys
from store.keys import LONGEST, SCOPES, USUAL_DAYS, NameInUse, OfficerKey
from templates import desk
from templates.wording_checks import UNSEEN
from templates.words import Words

router = APIRouter()

ADDRESS = "/desk/keys"
DAYS = (30, 90, USUAL_DAYS)
"""For how long a key may be made here."""


@router.api_route(ADDRESS, methods=["GET", "HEAD"], dependencies=[SIGNED_IN])
async def own(request: Request, tools: Used, asks: Asks) -> Response:
    """The keys of whoever asks that work, and a form for another."""
    return await _page(request, tools, asks)


@router.post(ADDRESS, dependencies=[SIGNED_IN])
async def make(request: Request, tools: Used, asks: Asks) -> Response:
    """Make a key, and show it this once: sent again, the name is in use and nothing is made."""
    form = await request.form()
    typed = {name: str(form.get(name, "")).strip() for name in ("name", "scope", "days")}
    if wrong := _wrong(typed):
        return await _page(request, tools, asks, typed, wrong=wrong)
    try:
        async with tools.database.writing() as s:
            made = await keys.make(
                s,
                asks.officer.id,
                typed["name"],
                typed["scope"],
                asks.officer.id,
                datetime.now(UTC),
                days=int(typed["days"]),
            )
    except NameInUse:
        return await _page(request, tools, asks, typed, wrong="key_name_used")
    return await _page(request, tools, asks, made=made)


@router.post(f"{ADDRESS}/{{key}}/end", dependencies=[SIGNED_IN])
async def end(key: Code, tools: Used, asks: Asks) -> Response:
    """End a key of one's own."""
    async with tools.database.writing() as s:
        now = datetime.now(UTC)
        mine = {row.id for row in await keys.of_officer(s, asks.officer.id, now)}
        if key not in mine or not await keys.end(s, asks.secretariat, key, asks.officer.id, now):
            raise NotShown("not_here", asks=asks)
    return then(ADDRESS, "key_ended")


@router.post("/desk/officers/keys/{key}/end", dependencies=[DESK_RUNS])
async def end_of_another(key: Code, tools: Used, asks: Asks) -> Response:
    """End a key of any officer of the secretariat."""
    async with tools.database.writing() as s:
        if not await keys.end(s, asks.secretariat, key, asks.officer.id, datetime.now(UTC)):
            raise NotShown("not_here", asks=asks)
    return then("/desk/officers", "key_ended")


def lines(asks: SignedIn, rows: Iterable[OfficerKey]) -> list[dict[str, Any]]:
    """Keys as a page lists them."""
    return [
        {
            "id": row.id,
            "name": row.name,
            "scope": asks.words.say(desk.SCOPES[row.scope]),
            "made": naming.day(asks, row.made_at),
            "ends": naming.day(asks, row.ends_at),
            "used": naming.day(asks, row.used_at) if row.used_at else "",
        }
        for row in rows
    ]


def _wrong(typed: dict[str, str]) -> str:
    """What is wrong with what was typed, by the code of its sentence."""
    name = typed["name"]
    if not name or len(name) > LONGEST or any(category(c) in UNSEEN for c in name):
        return "key_unnamed"
    if typed["scope"] not in SCOPES or typed["days"] not in map(str, DAYS):
        return "key_unchosen"
    return ""


async def _page(
    request: Request,
    tools: Tools,
    asks: SignedIn,
    typed: dict[str, str] | None = None,
    *,
    wrong: str = "",
    made: str = "",
) -> Response:
    async with tools.database.reading() as s:
        rows = await keys.of_officer(s, asks.officer.id, datetime.now(UTC))
    words: Words = asks.words
    context = {
        "keys": lines(asks, rows),
        "scopes": [(scope, words.say(desk.SCOPES[scope])) for scope in SCOPES],
        "days": [(str(n), words.say(desk.KEY_LASTS, count=n)) for n in DAYS],
        "typed": typed or {},
        "wrong": words.say(desk.KEY_FAULTS[wrong]) if wrong else "",
        "made": made,
        "longest": LONGEST,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return Shell(tools, asks, request).page("keys", context, status=status)
