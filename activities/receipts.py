"""What whoever sent something is told of it: what was recorded, and what comes next (Q8)."""

from typing import Any
from zoneinfo import ZoneInfo

from activities.letter_context import LetterContext
from methodologies.loader import capital_zone
from rounds.methodology import dossier
from rounds.registry import KINDS, PLACES
from rounds.state.turns import sees_turn
from store import inbox
from store.inbox import body_of, is_granted_at_once
from store.reads import asked, chain, namings, rounds
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
        "officer": await _filed_by(reading, row),
        "url": reading.links.url(grant) if grant else "",
        "next": _next(row, body),
        "entry": await chain.of_submission(reading.s, row),
    }


async def _filed_by(reading: LetterContext, row: Inbox) -> str:
    """The officer who filed it in somebody else's name; empty for whoever answered for themselves (S9)."""
    if not row.officer_id:
        return ""
    name, role = await namings.who(reading.s, row)
    return "" if role else name


def _next(row: Inbox, body: Any) -> str:
    """By which words it is said what comes next: the kind's own, or those of what was chosen."""
    if getattr(body, "conflict", None) == "possible":
        return f"{row.kind}.{body.conflict}"
    if is_granted_at_once(row):
        return ""
    choice = getattr(body, "choice", "")
    return f"{row.kind}.{choice}" if choice else row.kind


async def standing(reading: LetterContext) -> dict[str, Any]:
    """What the round waits for when the letter is sent, as far as its reader is told so (Z6).

    A candidate without a seat is told of none of it.
    """
    reader, round_ = reading.posted.reader, reading.round
    if reader.role == "candidate":
        return {"awaited": []}
    m, who = asked.methodology_of(round_), dossier.reader(reader.role, reader.state)
    waiting = (await rounds.waiting(reading.s, [round_.id]))[round_.id]
    steps = [
        a
        for a in waiting
        if PLACES[a.kind].step and (a.role == reader.role or sees_turn(m, a.kind, a.role, who, round_.step))
    ]
    return {
        "awaited": [
            {"kind": a.kind, "role": a.role, "due_here": a.due_at.astimezone(reading.here)} for a in steps
        ]
    }
