"""Several rounds at once: people reminded by hand, a note, a file. Before letters go, a page says which."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData, QueryParams

from api.deps import Tools, Used, is_round_id
from api.desk import naming
from api.desk.refusing import NotShown
from api.desk.rounds.exports import TYPES, exported
from api.desk.rounds.table import ADDRESS, PAGE
from api.desk.rounds.wanted import Wanted, wanted
from api.desk.session import DESK_ACTS, DESK_READS, Asks, SignedIn
from api.desk.shell import Shell, then
from rounds.submissions.interventions import SendAgain
from rounds.submissions.refusals import Refusal
from store import views
from store.reads import listing
from store.reads.listing import Line
from store.reads.reminding import Reminder, reminders

router = APIRouter()

LONGEST_NOTE = 2000
AT_ONCE = 16
"""Rounds that are asked side by side."""


@router.post(f"{ADDRESS}/export/{{kind}}", dependencies=[DESK_READS])
async def export(kind: str, request: Request, tools: Used, asks: Asks) -> Response:
    """The rounds that were chosen as a file."""
    form = await request.form()
    chosen, back = _chosen(form), _asked(form)
    if kind not in TYPES:
        raise NotShown("not_here", asks=asks)
    if not chosen:
        return then(_to(back), "none_chosen")
    return await exported(tools, asks, back, kind, only=set(chosen))


@router.post(f"{ADDRESS}/remind", dependencies=[DESK_ACTS])
async def remind(request: Request, tools: Used, asks: Asks) -> Response:
    """Say which letters would go, to whom, in which language; sent back with its button, they go."""
    form = await request.form()
    back = _asked(form)
    found, letters = await _letters(tools, asks, _chosen(form))
    if not found:
        return then(_to(back), "none_chosen")
    if not letters:
        return then(_to(back), "nobody_to_remind")
    if once := str(form.get("once", ""))[:64]:
        told = await _sent(tools, asks, letters, {str(key) for key in form.getlist("letter")}, once)
        return then(_to(back), "reminded", **{name: str(count) for name, count in told.items()})
    of = {line.id: naming.about(asks, line) for line in found}
    context = {
        "letters": [(row, of[row.round_id], *_said(asks, row)) for row in letters],
        "rounds": sorted(of),
        "asked": back.query(),
        "once": uuid4().hex,
        "back": _to(back),
    }
    return Shell(tools, asks, request).page("remind", context, here="rounds")


@router.post(f"{ADDRESS}/note", dependencies=[DESK_ACTS])
async def note(request: Request, tools: Used, asks: Asks) -> Response:
    """Ask for the note, or keep it with each of the rounds."""
    form = await request.form()
    back, text = _asked(form), str(form.get("text", "")).strip()
    async with tools.database.reading() as s:
        found = await _lines(s, asks, _chosen(form))
    if not found:
        return then(_to(back), "none_chosen")
    if "text" in form and text and len(text) <= LONGEST_NOTE:
        async with tools.database.writing() as s:
            ids = [line.id for line in found]
            await views.note(s, asks.secretariat, asks.officer.id, ids, text, datetime.now(UTC))
        return then(_to(back), "noted")
    context = {
        "rounds": [naming.about(asks, line) for line in found],
        "asked": back.query(),
        "back": _to(back),
        "typed": text,
        "wrong": "text" in form,
        "most": LONGEST_NOTE,
    }
    return Shell(tools, asks, request).page("note", context, here="rounds")


def _chosen(form: FormData) -> list[str]:
    """The rounds that were ticked: as many as a page has at most, and nothing that none could be called."""
    ids = dict.fromkeys(str(id) for id in form.getlist("round"))
    return [id for id in ids if is_round_id(id)][:PAGE]


def _asked(form: FormData) -> Wanted:
    """The list that they were ticked in."""
    return wanted(QueryParams(parse_qsl(str(form.get("asked", ""))[:2000])))


def _to(back: Wanted) -> str:
    return f"{ADDRESS}?{query}" if (query := back.query()) else ADDRESS


async def _lines(s: Any, asks: SignedIn, ids: Sequence[str]) -> tuple[Line, ...]:
    """Those of these rounds that the officer may see (S3)."""
    return await listing.these(s, asks.secretariat, ids, asks.only)


async def _letters(
    tools: Tools, asks: SignedIn, ids: Sequence[str]
) -> tuple[tuple[Line, ...], tuple[Reminder, ...]]:
    async with tools.database.reading() as s:
        found = await _lines(s, asks, ids)
        return found, await reminders(s, asks.secretariat, [line.id for line in found])


def _said(asks: SignedIn, row: Reminder) -> tuple[str, str, str]:
    """What a letter asks for, of whom, and in which language."""
    a = row.assignment
    return (
        asks.words.kind(a.kind),
        f"{row.person.name} ({asks.words.role(a.role)})",
        asks.words.language(row.person.language),
    )


async def _sent(
    tools: Tools, asks: SignedIn, letters: Sequence[Reminder], ticked: set[str], once: str
) -> Counter[str]:
    """Send those letters again that were ticked and are due still; the same page sent twice sends once."""
    gate = asyncio.Semaphore(AT_ONCE)
    states = {"accepted": "sent", "received": "kept", "refused": "refused"}

    async def one(row: Reminder) -> str:
        id = hashlib.sha256(f"remind/{asks.officer.id}/{row.letter}/{once}".encode()).hexdigest()[:32]
        async with gate:
            try:
                verdict = await tools.intake.submit(
                    round_id=row.round_id,
                    key="",
                    by="",
                    officer=asks.officer.id,
                    body=SendAgain(letter=row.letter),
                    id=id,
                )
            except Refusal:
                return "refused"
        return states[verdict.state]

    return Counter(await asyncio.gather(*(one(row) for row in letters if row.letter in ticked)))
