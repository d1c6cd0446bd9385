"""An officer's own sessions: where they are signed in, and a button that ends what is not theirs (S1)."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Code, Used
from api.desk.refusing import NotShown
from api.desk.session import SIGNED_IN, Asks, SignedIn
from api.desk.shell import Shell, then
from store import sessions
from store.sessions import DeskSession
from templates import desk

router = APIRouter(dependencies=[SIGNED_IN])

ADDRESS = "/desk/my-sessions"


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def own(request: Request, tools: Used, asks: Asks) -> Response:
    """The sessions of whoever asks that go on: this one, and the others."""
    async with tools.database.reading() as s:
        rows = await sessions.of_officer(s, asks.officer.id, datetime.now(UTC), tools.idle)
    here = asks.read.session.sha256
    context = {
        "this": next(_line(asks, row) for row in rows if row.sha256 == here),
        "others": [_line(asks, row) for row in rows if row.sha256 != here],
    }
    return Shell(tools, asks, request).page("my_sessions", context)


@router.post(f"{ADDRESS}/end-others")
async def end_others(tools: Used, asks: Asks) -> Response:
    """End all but this one, and whatever link would begin another."""
    async with tools.database.writing() as s:
        await sessions.end_others(s, asks.read.session, datetime.now(UTC))
    return then(ADDRESS, "others_ended")


@router.post(f"{ADDRESS}/{{session}}/end")
async def end(session: Code, tools: Used, asks: Asks) -> Response:
    """End one of them."""
    async with tools.database.writing() as s:
        now = datetime.now(UTC)
        mine = await sessions.of_officer(s, asks.officer.id, now, tools.idle)
        meant = next((row for row in mine if sessions.mark(row) == session), None)
        if meant is None:
            raise NotShown("not_here", asks=asks)
        await sessions.end_one(s, meant, now)
    return then(ADDRESS, "session_ended")


def _line(asks: SignedIn, row: DeskSession) -> dict[str, Any]:
    """A session as the page tells of it."""
    words = asks.words
    used = row.used_at or row.began_at
    return {
        "mark": sessions.mark(row),
        "browser": row.browser or words.say(desk.UNKNOWN_BROWSER),
        "way": words.say(desk.WAYS[row.way]) if row.way in desk.WAYS else "",
        "began": words.moment(row.began_at.astimezone(asks.zone)),
        "used": words.moment(used.astimezone(asks.zone)),
    }
