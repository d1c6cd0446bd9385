"""A fresh link for whoever lost theirs: to the registered address only, whoever asks (L5)."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import structlog
from fastapi import APIRouter, BackgroundTasks, Request
from fastapi.responses import HTMLResponse

from api.deps import Tools, Used
from api.http.problems import language_of
from api.policies import ANYBODY
from rounds.submissions.interventions import AskAgain
from rounds.submissions.refusals import Refusal
from store.reads import links
from store.reads.links import Lost

router = APIRouter(include_in_schema=False, dependencies=[ANYBODY])
log = structlog.get_logger()

ONCE_IN = timedelta(days=1)
"""Between two letters that somebody can be made to receive in one round."""
LONGEST = 254


@router.post("/again")
async def again(request: Request, background: BackgroundTasks, tools: Used) -> HTMLResponse:
    """Say the same to everybody, in the same time, whether there is a link to send or not."""
    async with request.form(max_files=0, max_fields=10) as form:
        address = str(form.get("email", ""))[:LONGEST]
    background.add_task(send, tools, address)
    return HTMLResponse(tools.renderer.page("again", language_of(request), {}))


async def send(tools: Tools, address: str) -> None:
    """Ask each round in which this address has something to do for its latest letter about it."""
    now = datetime.now(UTC)
    async with tools.database.reading() as s:
        lost = await links.lost(s, address, now - ONCE_IN)
    for one in lost:
        try:
            await tools.intake.submit(
                round_id=one.round_id,
                key="",
                by=one.participant_id,
                body=AskAgain(letter=one.letter),
                id=_id(one, now.date()),
            )
        except Refusal as refusal:
            log.info("no fresh link", round=one.round_id, code=refusal.code)


def _id(one: Lost, day: date) -> str:
    """The same for all who ask at once: what none of them can see yet is kept once (E7)."""
    asked = f"ask_again/{one.round_id}/{one.participant_id}/{one.letter}/{day}"
    return hashlib.sha256(asked.encode()).hexdigest()[:32]
