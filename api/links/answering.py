"""What the answers to a POST have in common: what is handed over, once, and where the browser is sent then.

What was done is answered with 303, so that a reload repeats nothing. What was refused is shown in the
answer itself: a reload sends the same again, which is answered as it was the first time.
"""

import hashlib
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi.responses import RedirectResponse

from api.deps import Tools
from api.intake import typesetting, versions
from api.intake.codes import TypedCode
from api.intake.decoding import read
from api.intake.intake import Verdict, verdict
from api.links.linked import Linked
from rounds.registry import KINDS
from rounds.rules import check_body
from rounds.steps.findings import identified
from rounds.submissions.refusals import Refusal, Refused, as_data, found, refuse
from store import inbox
from store.reads import links
from store.tables import Inbox

DONE = "done"
"""The parameter of a page's address that says what was just done."""
ONCE = "once"
"""The hidden field by which two clicks on one page are known from two pages."""


def moved(link: Linked, done: str = "", place: str = "") -> RedirectResponse:
    """To the page of the link, to say what was done, or to a place on it."""
    query = f"?{DONE}={done}" if done else ""
    fragment = f"#{quote(place, safe='.-_')}" if place else ""
    return RedirectResponse(f"{link.address}{query}{fragment}", HTTPStatus.SEE_OTHER)


def checked(link: Linked, model: Any, typed: Any) -> Any:
    """The submission that was typed.

    Raises: Refusal, with all that is wrong in itself at once: what cannot be read, and what the rules say of
    the rest.
    """
    reading = read(model, typed)
    country = link.read.round.country
    told = found(check_body, link.methodology, country, reading.body) if reading.body is not None else ()
    refuse(reading.besides(told))
    return identified(reading.body)


async def submitted(
    tools: Tools, link: Linked, key: str, body: Any, once: str, code: TypedCode | None = None
) -> Verdict:
    """Hand over what somebody sent; the same thing sent again is answered as it was the first time.

    An assignment is answered once, so its answer is the same wherever it comes from; anything else is the
    same on one page. What was refused may be sent again: the round may have moved on.
    """
    round_id, by = link.read.round.id, link.read.participant.id
    spoken = versions.language(key, body) or link.language
    body = await typesetting.counted(tools.database, round_id, body, spoken)
    id, there = await _there(tools, link, key, body, once)
    if there and there.state not in inbox.UNANSWERED:
        return verdict(there)
    return await tools.intake.submit(round_id=round_id, key=key, by=by, body=body, id=id, code=code)


async def was_said(tools: Tools, link: Linked, key: str, body: Any, once: str) -> bool:
    """Whether this is a second click: the very same was sent before."""
    _, there = await _there(tools, link, key, body, once)
    return there is not None


async def _there(tools: Tools, link: Linked, key: str, body: Any, once: str) -> tuple[str, Inbox | None]:
    """The id under which this is kept, and what is kept there."""
    round_id, by, sha256 = link.read.round.id, link.read.participant.id, inbox.digest(inbox.body_json(body))
    page = "" if KINDS[body.kind].is_answer else once
    async with tools.database.reading() as s:
        refused = await links.refused(s, round_id, by, key, sha256)
        said = "\n".join((round_id, by, key, body.kind, sha256, page, str(refused)))
        id = hashlib.sha256(said.encode()).hexdigest()[:32]
        return id, await inbox.one(s, id)


def sentences(tools: Tools, link: Linked, refusals: Iterable[Refused], path: str = "") -> dict[str, str]:
    """What is said of each, by its field; `path` stands before the fields."""
    said: dict[str, str] = {}
    for refusal in refusals:
        field = f"{path}{refusal.field}" if refusal.field else ""
        said.setdefault(field, tools.renderer.refusal(refusal.code, link.language, dict(refusal.values)))
    return said


def all_of(error: Refusal) -> tuple[Refused, ...]:
    """A refusal and those beside it, as plain values."""
    return tuple(as_data(one) for one in (error, *error.others))
