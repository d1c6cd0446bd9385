"""What if: a round rehearsed from where it stands, with all that would happen and be written, on a page."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Tools, Used
from api.desk import naming
from api.desk.found import Found
from api.desk.session import DESK_ACTS, Asks, SignedIn
from api.desk.shell import Shell
from api.http.problems import PASSING, TRY_AGAIN, status_of
from api.officers.rehearsals import RehearsalRead, Rehearsing
from rounds.submissions.refusals import ChoiceMissing, Refusal, RoundIsOver
from store.tables import Round
from templates.asked_in_time import chart
from templates.rehearsals import BEHAVIOURS
from templates.rehearsed import EVENTS, LETTERS, Told

router = APIRouter(dependencies=[DESK_ACTS])

ADDRESS = "/desk/rounds/{round_id}/what-if"


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def ask(request: Request, tools: Used, asks: Asks, round: Found) -> Response:
    """How everybody is to behave."""
    return _page(request, tools, asks, round)


@router.post(ADDRESS)
async def rehearse(
    request: Request, tools: Used, asks: Asks, round: Found, rehearsals: Rehearsing
) -> Response:
    """Show what would come of it; the round, its people and their letters are as they were."""
    behaviour = str((await request.form()).get("behaviour", ""))
    try:
        made = await _made(rehearsals, round, behaviour, asks)
    except Refusal as refusal:
        return _page(request, tools, asks, round, behaviour, refusal=refusal)
    return _page(request, tools, asks, round, behaviour, told=_told(asks, made))


async def _made(rehearsals: Rehearsing, round: Round, behaviour: str, asks: SignedIn) -> RehearsalRead:
    if behaviour not in BEHAVIOURS:
        raise ChoiceMissing(field="behaviour")
    if round.closed_at:
        raise RoundIsOver
    return await rehearsals.rehearse(round.id, behaviour, asks.person.language)


def _page(
    request: Request,
    tools: Tools,
    asks: SignedIn,
    round: Round,
    behaviour: str = "",
    *,
    told: Mapping[str, Any] | None = None,
    refusal: Refusal | None = None,
) -> Response:
    words = asks.words
    page = {
        "round": naming.about(asks, round),
        "over": bool(round.closed_at),
        "choices": [(code, words.say(said), code == behaviour) for code, said in BEHAVIOURS.items()],
        "told": told,
        "refused": words.refusal(refusal.code, {}) if refusal else "",
        "again": refusal is not None and refusal.code in PASSING,
    }
    status = status_of(refusal.code) if refusal else HTTPStatus.OK
    made = Shell(tools, asks, request).page("round/what_if", page, here="rounds", status=status)
    if page["again"]:
        made.headers.update(TRY_AGAIN)
    return made


def _told(asks: SignedIn, made: RehearsalRead) -> dict[str, Any]:
    """All that was rehearsed, on the officer's clock."""
    told = Told(asks.words, made, asks.zone)
    return {
        "heading": told.heading,
        "summary": told.summary,
        "awaits": told.awaits,
        "chart": chart(asks.words, told.tasks(), made.begins.astimezone(asks.zone).date()),
        "heads": told.heads(EVENTS),
        "events": told.events(),
        "count": told.count,
        "letter_heads": told.heads(LETTERS),
        "letters": [
            (day, asks.words.language(tongue), tongue, subject, to)
            for day, tongue, subject, to in told.letters()
        ],
    }
