"""What came of an act: whether it was taken, what it brought about, and who was written to."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Code, Tools, Used
from api.desk import naming
from api.desk.found import Found
from api.desk.refusing import NotShown
from api.desk.round import letters
from api.desk.round.log import lines
from api.desk.session import DESK_READS, Asks
from api.desk.shell import Shell
from store import inbox, uploads
from store.reads import one_round
from store.tables import Inbox
from templates import desk_round as said

router = APIRouter(dependencies=[DESK_READS])

LOOKS = 20
GLANCE = 0.1
"""A round writes a moment after it has answered: so often, and so long in seconds, it is waited for."""


@router.api_route("/desk/rounds/{round_id}/done/{id}", methods=["GET", "HEAD"])
async def show(id: Code, request: Request, tools: Used, asks: Asks, round: Found) -> Response:
    """One submission of the round, and all that was written in the same moment."""
    row = await _answered(tools, id)
    if row is None or row.round_id != round.id:
        raise NotShown("not_here", asks=asks)
    at = row.answered_at if row.state == "accepted" else None
    async with tools.database.reading() as s:
        written = await one_round.written(s, round.id, at) if at else ()
        entries = [e for e in await one_round.log(s, round.id) if e.at == at] if at else []
        happened = await lines(s, asks, round, entries[::-1])
        proof = await uploads.one(s, row.proof) if row.proof else None
    refusal = tools.renderer.refusal(row.code, asks.words.language_code, row.values) if row.code else ""
    page = {
        "round": naming.about(asks, round),
        "title": asks.words.kind(row.kind),
        "state": asks.words.say(said.STATES[row.state]),
        "accepted": row.state == "accepted",
        "refusal": refusal if row.state == "refused" else "",
        "why": row.reason,
        "proof": proof and (proof.filename, f"/desk/rounds/{round.id}/files/{proof.id}"),
        "happened": happened,
        "letters": [letters.row(asks, round, w) for w in written],
    }
    return Shell(tools, asks, request).page("round/done", page, here="rounds")


async def _answered(tools: Tools, id: str) -> Inbox | None:
    """The submission once it is answered, or as it is after a while."""
    row = None
    for _ in range(LOOKS):
        async with tools.database.reading() as s:
            row = await inbox.one(s, id)
        if row is None or row.state not in inbox.UNANSWERED:
            break
        await asyncio.sleep(GLANCE)
    return row
