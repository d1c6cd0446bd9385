"""What whoever sent something is told of it: what was recorded, and what comes next (Q8)."""

from typing import Any
from zoneinfo import ZoneInfo

from activities.letter_context import LetterContext
from methodologies.loader import capital_zone
from rounds.methodology.model import REVIEW
from rounds.registry import KINDS, PLACES
from store import inbox
from store.inbox import GRANTED_AT_ONCE, body_of
from store.reads import asked, namings, rounds
from store.tables import Inbox
from templates.marked import spoken


async def receipts(reading: LetterContext) -> list[dict[str, Any]]:
    """What the reader sent, or had filed: each with its texts as they were recorded."""
    rows = [await inbox.one(reading.s, id) for id in reading.params.get("receipts", ())]
    return [await _receipt(reading, row) for row in rows if row]


async def _receipt(reading: LetterContext, row: Inbox) -> dict[str, Any]:
    there = ZoneInfo(capital_zone(reading.round.country))
    answers = KINDS[row.kind].is_answer
    grant = await asked.grant_of(reading.s, row.round_id, row.key, row.participant_id) if answers else ""
    body = body_of(row)
    return {
        "kind": row.kind,
        "body": spoken(body, row.language),
        "received_here": row.received_at.astimezone(reading.here),
        "received_there": row.received_at.astimezone(there),
        "officer": (await namings.who(reading.s, row))[0] if row.officer_id else "",
        "url": reading.links.url(grant) if grant else "",
        "next": _next(row, body),
    }


def _next(row: Inbox, body: Any) -> str:
    """By which words it is said what comes next: the kind's own, or those of what was chosen."""
    if getattr(body, "conflict", None) == "possible":
        return f"{row.kind}.{body.conflict}"
    if row.values == GRANTED_AT_ONCE:
        return ""
    choice = getattr(body, "choice", "")
    return f"{row.kind}.{choice}" if choice else row.kind


async def standing(reading: LetterContext) -> dict[str, Any]:
    """What the round waits for when the letter is sent; a candidate without a seat is told of none of it."""
    if reading.posted.reader.role == "candidate":
        return {"awaited": []}
    waiting = (await rounds.waiting(reading.s, [reading.round.id]))[reading.round.id]
    steps = [a for a in waiting if PLACES[a.kind].step and a.kind != REVIEW]
    return {
        "awaited": [
            {"kind": a.kind, "role": a.role, "due_here": a.due_at.astimezone(reading.here)} for a in steps
        ]
    }
