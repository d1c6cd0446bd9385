"""What letters say of the visit: its dates, its agenda, the lists, the press, what changed (V4 to V10)."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from activities.letter_context import LetterContext
from methodologies.loader import capital_zone
from rounds.clock.deadlines import EVENING, MORNING
from rounds.state.keys import Key
from rounds.steps.windows import clashes
from store import inbox
from store.inbox import body_of
from store.reads import asked, namings, parties, visit
from store.reads.rounds import accepted
from store.reads.visit import VisitRead
from store.tables import Assignment, Round
from templates.agenda import Agenda, agenda, agenda_changes, changes
from templates.marked import marked, spoken

ABOUT = ("set_agenda", "arrange_international", "arrange_local", "ready_visit", "record_findings")
"""The kinds of task that are about the visit."""


async def dated(reading: LetterContext, params: dict[str, Any]) -> dict[str, Any]:
    """A letter that tells calendars of the dates, as its row says them."""
    round_, here = reading.round, reading.here
    read = await visit.visit(reading.s, round_.id)
    starts, ends = (date.fromisoformat(params[name]) for name in ("starts", "ends"))
    there = ZoneInfo(capital_zone(round_.country))
    opens, closes = datetime.combine(starts, MORNING, there), datetime.combine(ends, EVENING, there)
    return {
        **{name: params[name] for name in ("method", "sequence", "updated", "form")},
        **{"starts": starts, "ends": ends, "uid": read.event.uid if read.event else round_.id},
        **{"opens_here": opens.astimezone(here), "opens_there": opens},
        **{"closes_here": closes.astimezone(here), "closes_there": closes},
        **{"press": read.press, "apart": _apart(round_, params["form"])},
        "agenda": _agenda(read, round_, starts),
        **await _changed(reading.s, params),
        "agenda_url": _agenda_url(reading),
    }


async def _changed(s: AsyncSession, params: dict[str, Any]) -> dict[str, Any]:
    """What dates and which form the visit had before, and why it changes (V10)."""
    was = [date.fromisoformat(params[n]) if params.get(n) else None for n in ("was_starts", "was_ends")]
    why = await inbox.one(s, params["submission"]) if params.get("submission") else None
    reason = marked(body_of(why).reason, why.language) if why else ""
    return {
        **{"was_starts": was[0], "was_ends": was[1], "was_form": params.get("was_form", "")},
        "reason": reason,
    }


async def agreed(reading: LetterContext) -> dict[str, Any]:
    """News of the agenda, on the days that the visit has now."""
    read = await visit.visit(reading.s, reading.round.id)
    return _now(reading, read)


def _now(reading: LetterContext, read: VisitRead) -> dict[str, Any]:
    assert read.event, "an agenda is asked for once the visit has dates"
    return {
        "sequence": read.event.sequence,
        "press": read.press,
        "form": read.form,
        "apart": _apart(reading.round, read.form),
        "agenda": _agenda(read, reading.round, read.event.starts),
        "agenda_url": _agenda_url(reading),
    }


async def revised(reading: LetterContext) -> dict[str, Any]:
    """What is otherwise in the agenda than it was before this revision (V10)."""
    s, round_ = reading.s, reading.round
    read = await visit.visit(s, round_.id)
    now, before = await visit.versions(s, reading.params["submission"])
    assert now
    assert read.event
    first = read.event.starts
    old, new = (
        _made(read, round_, first, body_of(row), row.language) if row else None for row in (before, now)
    )
    return {
        **_now(reading, read),
        "changes": agenda_changes(old, new) if old and new else (),
        "by": (await namings.who(s, now))[0],
    }


async def relisted(reading: LetterContext) -> dict[str, Any]:
    """What is otherwise in a list of arrangements than it was before this revision (V10)."""
    read = await visit.visit(reading.s, reading.round.id)
    now, before = await visit.versions(reading.s, reading.params["submission"])
    assert now
    new, old = (spoken(body_of(row), row.language) if row else None for row in (now, before))
    press = (getattr(old, "press", ""), getattr(new, "press", ""))
    return {
        **_now(reading, read),
        "changes": changes(old.items if old else (), new.items if new else (), lambda item: item.what),
        "press_was": press[0] if press[0] != press[1] else "",
        "list": reading.params["key"].partition(":")[0],
        "by": (await namings.who(reading.s, now))[0],
    }


async def proposed(reading: LetterContext, a: Assignment) -> dict[str, Any] | None:
    """The change of the visit that somebody is asked to agree to; nothing of it for any other task (V10)."""
    if a.kind != "mark_dates":
        return None
    s, id = reading.s, a.round_id
    moves = await accepted(s, id, "move_visit")
    n = Key.parse(a.key).n - len(await accepted(s, id, "propose_dates"))
    read = await visit.visit(s, id)
    if not 1 <= n <= len(moves) or read.event is None:
        return None
    body = body_of(moves[n - 1])
    stands = (read.event.starts, read.event.ends)
    return {
        **{"starts": stands[0], "ends": stands[1], "form": body.visit_form},
        "windows": [(w.starts, w.ends) for w in body.windows] or [stands],
        "reason": marked(body.reason, moves[n - 1].language),
    }


async def not_agreed(reading: LetterContext) -> dict[str, Any]:
    """A move that somebody cannot keep: what was proposed, and whom each window does not suit (V8, V10)."""
    s, id = reading.s, reading.round.id
    move = await inbox.one(s, reading.params["submission"])
    read = await visit.visit(s, id)
    assert move
    assert read.event
    body = body_of(move)
    moves = [row.id for row in await accepted(s, id, "move_visit")]
    n = len(await accepted(s, id, "propose_dates")) + moves.index(move.id) + 1
    marks = [row for row in await accepted(s, id, "mark_dates") if row.key.endswith(f":{n}")]
    told = clashes(body.windows, [body_of(row) for row in marks])
    who = [await parties.participant(s, id, row.participant_id) for row in marks]
    return {
        **{"starts": read.event.starts, "ends": read.event.ends, "proposed_form": body.visit_form},
        "reason": marked(body.reason, move.language),
        "clashes": [
            {
                **{"starts": clash.window.starts, "ends": clash.window.ends},
                "without": [(who[n][1].name, who[n][0].role) for n in clash.without],
            }
            for clash in told
        ],
        "refused_by": [
            (who[n][1].name, who[n][0].role)
            for n, row in enumerate(marks)
            if body_of(row).choice == "none" and not body.windows
        ],
    }


async def stays(reading: LetterContext) -> dict[str, Any]:
    """The visit stays as it was: its dates, and why (V10)."""
    read = await visit.visit(reading.s, reading.round.id)
    decided = await inbox.one(reading.s, reading.params["submission"])
    assert read.event
    reason = marked(body_of(decided).reason, decided.language) if decided else ""
    return {"starts": read.event.starts, "ends": read.event.ends, "reason": reason}


async def press(s: AsyncSession, round_id: str, kind: str) -> str:
    """What a letter about a task says of the press: nothing, unless it is about the visit (V7)."""
    return await visit.press(s, round_id) if kind in ABOUT else ""


def _apart(round_: Round, form: str) -> bool:
    """Whether people are not in one place during the visit."""
    return form in asked.methodology_of(round_).forms_apart


def _agenda_url(reading: LetterContext) -> str:
    mine = reading.posted.my_round
    return reading.links.page(mine, "/agenda") if mine else ""


def _agenda(read: VisitRead, round_: Round, first: date) -> Agenda | None:
    return _made(read, round_, first, read.agenda, read.written_in) if read.agenda else None


def _made(read: VisitRead, round_: Round, first: date, body: Any, language: str) -> Agenda:
    return agenda(
        body,
        first,
        capital_zone(round_.country),
        language,
        people=read.people,
        apart=_apart(round_, read.form),
        former=read.former,
        revisions=read.revisions,
    )
