"""The letters of a round on the desk: how each fared, and what it said when it was sent."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.deps import Used
from api.desk import naming
from api.desk.found import Found
from api.desk.refusing import NotShown
from api.desk.round.acts import Offering
from api.desk.round.reader import may
from api.desk.session import DESK_ACTS, DESK_READS, Asks, SignedIn
from api.desk.shell import Shell
from store.reads import letters, one_round, states
from store.reads.one_round import Written
from store.tables import Letter, Round
from templates import desk_round as said

router = APIRouter(dependencies=[DESK_READS])

Key = Annotated[str, Query(max_length=500, pattern=r"^[^\x00-\x1f]*$")]


@router.api_route("/desk/rounds/{round_id}/letters", methods=["GET", "HEAD"])
async def listed(request: Request, tools: Used, asks: Asks, round: Found, of: Key = "") -> Response:
    """All of them, or those of one participant."""
    async with tools.database.reading() as s:
        found = await one_round.written(s, round.id)
    people = {w.participant.id: w.person.name for w in found}
    shown = [w for w in found if not of or w.participant.id == of]
    context = {
        "round": naming.about(asks, round),
        "letters": [row(asks, round, w) for w in shown],
        "of": people.get(of, "") if of else "",
    }
    return Shell(tools, asks, request).page("round/letters", context, here="rounds")


def row(asks: SignedIn, round: Round, w: Written) -> dict[str, Any]:
    """A letter as lists show it."""
    words, letter = asks.words, w.letter
    return {
        "about": words.say(said.TEMPLATES[letter.template]),
        "to": w.person.name,
        "role": words.role(w.participant.role),
        "language": words.language(w.person.language),
        "day": naming.day(asks, letter.written_at),
        "state": words.say(said.LETTERS[_fared(letter)]),
        "bad": letter.state in ("refused", "faulted", "unmade"),
        "key": letter.key,
        "base": f"/desk/rounds/{round.id}",
    }


def _fared(letter: Letter) -> str:
    """Its state; a mail server had taken one that came back."""
    return "came_back" if letter.state == "refused" and letter.sent_at else letter.state


def _tried(asks: SignedIn, letter: Letter) -> dict[str, Any]:
    """How often it was tried, when it went, and what stands or stood in its way."""
    words, why = asks.words, letter.error
    return {
        "attempts": letter.attempts,
        "sent": words.moment(letter.sent_at.astimezone(asks.zone)) if letter.sent_at else "",
        "why": words.say(said.ANSWERS[why]) if why in said.ANSWERS else why,
    }


@router.api_route("/desk/rounds/{round_id}/letter", methods=["GET", "HEAD"])
async def shown(request: Request, tools: Used, asks: Asks, round: Found, key: Key) -> Response:
    """One letter as it was sent."""
    async with tools.database.reading() as s:
        found = await letters.sent(s, round.id, key)
        written = await one_round.written(s, round.id)
        state = await states.as_it_stands(s, round.id)
    if found is None:
        raise NotShown("not_here", asks=asks)
    own = next(w for w in written if w.letter.key == key)
    acts = may(asks, DESK_ACTS)
    offering = Offering(round_id=round.id, state=state, officer=asks.officer.id)
    offers = offering.of("letter", about=key) if acts else ()
    context = {
        "round": naming.about(asks, round),
        "letter": row(asks, round, own) | _tried(asks, own.letter),
        "text": found[1],
        "tongue": own.person.language,
        "acts": [(asks.words.kind(o.kind), o.address) for o in offers],
    }
    return Shell(tools, asks, request).page("round/letter", context, here="rounds")
