"""How alike beneficiaries were treated: each round of a methodology and year beside the others (Z1)."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from api.deps import Tools, Used
from api.desk import naming
from api.desk.session import DESK_READS, Asks, SignedIn
from api.desk.shell import Shell, then
from api.desk.statistics.chosen import Chosen, chosen, filters
from api.desk.statistics.counted import ADDRESS, attached, cells
from api.desk.statistics.figures import WHAT
from api.desk.statistics.treating import Limit, Treatment, limits, treatments
from methodologies.loader import methodology, names
from rounds.state.keys import Key
from store.reads import reports, treatment
from store.reads.reports import ExceptionMade
from store.reads.treatment import Last
from templates import statistics as said
from templates.dossier import CLOCKS
from templates.exports import Row, Sheet, book
from templates.marked import joined, marked

router = APIRouter(dependencies=[DESK_READS])

REPORT = f"{ADDRESS}/equal-treatment"
PAGE = 25
AT_ONCE = 100
MOST = 20_000
"""Rounds of one file."""
_LAST = re.compile(r"([A-Z]{3})-([0-9]{1,6})")


@router.api_route(REPORT, methods=["GET", "HEAD"])
async def page(request: Request, tools: Used, asks: Asks) -> Response:
    """The rounds of one methodology and year, how each was treated, and every exception made in them."""
    of = await chosen(tools, asks, request.query_params)
    context: dict[str, Any] = {"rounds": [], "only": bool(asks.only)}
    if of:
        after = _place(request.query_params.get("after", ""))
        some = await _read(tools, asks, of, after, PAGE)
        links = {id: _link(about) for id, about in some.about.items()}
        context |= filters(asks, of)
        context |= {
            "title": asks.words.say(said.ALIKE, **of.name),
            "rounds": cells(asks, _rounds(asks, some, links)),
            "exceptions": cells(asks, _exceptions(asks, some, links)),
            "limits": cells(asks, _limits(asks, await _clocks(tools, of))),
            "heads": _heads(asks),
            "first": after is not None,
            "next": f"{of.query}&after={some.next.country}-{some.next.number}" if some.next else "",
        }
    return Shell(tools, asks, request).page("equal_treatment", context, here="statistics")


@router.api_route(f"{REPORT}.xlsx", methods=["GET", "HEAD"])
async def file(request: Request, tools: Used, asks: Asks) -> Response:
    """The same as a spreadsheet with every round; what people wrote is never a formula in it (U8)."""
    of = await chosen(tools, asks, request.query_params)
    if of is None:
        return then(REPORT)
    rows: dict[str, list[Row]] = {"rounds": [], "clocks": [], "exceptions": []}
    after: Last | None = None
    while len(rows["rounds"]) < MOST:
        some = await _read(tools, asks, of, after, AT_ONCE)
        named = {id: about["name"] for id, about in some.about.items()}
        rows["rounds"] += _rounds(asks, some, named)
        rows["exceptions"] += _exceptions(asks, some, named)
        after = some.next
        if after is None:
            break
    rows["clocks"] += _limits(asks, await _clocks(tools, of))
    heads, words = _heads(asks), asks.words
    sheets = [
        Sheet(title=words.say(text), heads=heads[id], rows=rows[id]) for id, text in said.SHEETS.items()
    ]
    body = await asyncio.to_thread(book, words.say(said.ALIKE, **of.name), sheets)
    return attached(body, f"equal-treatment-{of.of.methodology}-{of.of.year}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Some:
    """Some rounds of the cohort, what they are called, the exceptions made in them; where others follow."""

    treated: Sequence[Treatment]
    made: Sequence[ExceptionMade]
    next: Last | None
    about: Mapping[str, Mapping[str, Any]]


def _place(text: str) -> Last | None:
    found = _LAST.fullmatch(text)
    return Last(country=found[1], number=int(found[2])) if found else None


def _link(about: Mapping[str, Any]) -> str:
    return Markup('<a href="{}">{}</a>').format(about["address"], about["name"])


async def _read(tools: Tools, asks: SignedIn, of: Chosen, after: Last | None, limit: int) -> _Some:
    async with tools.database.reading() as s:
        rounds, following = await treatment.treated(s, of.of, after=after, limit=limit)
        ids = [one.round.id for one in rounds]
        made = await reports.exceptions(s, of.of.secretariat, of.of, ids)
    # Of a methodology that is no more, the days of another one of ours: they differ in nothing here.
    rules = methodology(of.of.methodology if of.of.methodology in names() else names()[0])
    return _Some(
        treated=treatments(rules, rounds, made, datetime.now(UTC)),
        made=made,
        next=following,
        about={one.round.id: naming.about(asks, one.round) for one in rounds},
    )


async def _clocks(tools: Tools, of: Chosen) -> list[Limit]:
    async def make() -> list[Limit]:
        async with tools.database.reading() as s:
            return limits(await reports.clocks(s, of.of.secretariat, of.of))

    return await tools.remembered.get(("clocks", of.of), of.moment, make)


def _heads(asks: SignedIn) -> Mapping[str, tuple[str, ...]]:
    heads = {"rounds": tuple(said.TREATED.values()), "clocks": said.LIMITS, "exceptions": said.MADE}
    return {id: tuple(asks.words.say(text) for text in texts) for id, texts in heads.items()}


def _rounds(asks: SignedIn, some: _Some, called: Mapping[str, str]) -> list[Row]:
    """A row for each round, in the order of `TREATED`."""
    words = asks.words
    return [
        (
            called[one.of.round.id],
            naming.day(asks, one.of.opened_at),
            words.outcome(one.of.outcome).rstrip(".") if one.of.outcome else words.step(one.of.step),
            len(one.of.asked),
            one.extensions,
            one.pauses,
            one.waivers,
            one.of.reminders,
            one.waited,
        )
        for one in some.treated
    ]


def _limits(asks: SignedIn, found: Sequence[Limit]) -> list[Row]:
    """A row for each time limit; where a kind had several, each names the countries that had it."""
    words = asks.words
    return [
        (
            words.kind(one.kind),
            words.say(CLOCKS[one.unit, one.counted_from], days=one.days),
            one.times,
            words.say(said.EVERY_COUNTRY) if one.alike else ", ".join(map(words.country, one.countries)),
        )
        for one in found
        if (one.unit, one.counted_from) in CLOCKS
    ]


def _exceptions(asks: SignedIn, some: _Some, called: Mapping[str, str]) -> list[Row]:
    """A row for each exception, with its reasons and who made it."""
    words = asks.words
    return [
        (
            called[one.row.round_id],
            words.kind(Key.parse(one.key).kind) if one.key else words.say(said.WHOLE_ROUND),
            words.say(said.EXCEPTIONS[WHAT[one.row.kind]]),
            _reasons(one),
            one.officer or words.say(said.BY_METHODOLOGY),
            naming.day(asks, one.row.answered_at) if one.row.answered_at else "",
            words.short(one.due) if one.due else "",
        )
        for one in some.made
    ]


def _reasons(one: ExceptionMade) -> str:
    """Why it was made; of the language of what somebody else gave as reason nothing is known here."""
    own = one.row.kind != "decide_extension"
    return joined("; ", [marked(reason, one.row.language if own else "") for reason in one.reasons])
