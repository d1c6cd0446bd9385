"""The visits of all rounds, month by month, with the days off of the countries they take place in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import QueryParams

from api.deps import Tools, Used
from api.desk import naming
from api.desk.session import DESK_READS, Asks, SignedIn
from api.desk.shell import Shell, then
from methodologies.loader import methodology, names, states
from store.reads import visits
from store.reads.rounds import RoundFilter
from store.reads.visits import Visit
from templates import calendars, desk
from templates.calendars import Somebody, Stay, VisitEntry
from templates.free_days import FreeDay, free_days
from templates.marked import marked

router = APIRouter(dependencies=[DESK_READS])

ADDRESS = "/desk/calendar"
MOST = 100
"""Visits of one page."""
IN_FILE = 2000
ON_A_DAY = 3
"""Visits that stand in a day's field; the list has them all."""
A_YEAR = timedelta(days=365)
"""What a calendar file holds, from the first of its month."""
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for, as far as it was understood: the first day of a month, and the filters."""

    first: date
    values: Mapping[str, str]
    wrong: tuple[str, ...]

    @property
    def last(self) -> date:
        """The last day of the month."""
        return moved(self.first, 1) - timedelta(days=1)

    @property
    def which(self) -> RoundFilter:
        """The filters."""
        return RoundFilter(methodology=self.values.get("methodology"), country=self.values.get("country"))

    def query(self, first: date) -> str:
        """The same question about another month."""
        return urlencode({"month": f"{first:%Y-%m}", **self.values})


def moved(first: date, months: int) -> date:
    """The first day of the month that comes so many after this one."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def asked(params: QueryParams, today: date) -> Asked:
    """Read an address; a part of it that has no value asks for nothing."""
    given = {
        name: value for name in ("month", "methodology", "country") if (value := params.get(name, "").strip())
    }
    month = MONTH.fullmatch(given.get("month", ""))
    known = {"methodology": names(), "country": states()}
    values = {name: given[name] for name, of in known.items() if given.get(name) in of}
    understood = {*values, *(["month"] if month else [])}
    return Asked(
        first=date(int(month[1]), int(month[2]), 1) if month else today.replace(day=1),
        values=values,
        wrong=tuple(name for name in given if name not in understood),
    )


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def page(request: Request, tools: Used, asks: Asks) -> Response:
    """One month, the present one unless the address says which; and the same as a list."""
    today = datetime.now(asks.zone).date()
    of = asked(request.query_params, today)
    every = await _read(tools, asks, of, of.last, MOST + 1)
    found = every[:MOST]
    free = _free(asks, of, found)
    words = asks.words
    context = {
        "title": words.whole_month(of.first),
        "wrong": [words.say(desk.FILTERS[name]) for name in of.wrong],
        "filters": _filters(asks, of),
        "month": f"{of.first:%Y-%m}",
        "before": (of.query(moved(of.first, -1)), words.whole_month(moved(of.first, -1))),
        "after": (of.query(moved(of.first, 1)), words.whole_month(moved(of.first, 1))),
        "now": urlencode(of.values),
        "here": of.query(of.first),
        "week": [name for _, name in words.week],
        "weeks": _weeks(asks, of, found, free, today),
        "rows": [_row(asks, one) for one in found],
        "free": [
            (words.country(code), [(words.day(f.day), marked(f.name, f.language)) for f in days])
            for code, days in free.items()
            if days
        ],
        "cut": len(every) > MOST,
        "filtered": bool(of.values),
        "nothing": words.say(desk.NO_VISIT),
    }
    return Shell(tools, asks, request).page("calendar", context, here="calendar")


@router.api_route(f"{ADDRESS}.ics", methods=["GET", "HEAD"])
async def file(request: Request, tools: Used, asks: Asks) -> Response:
    """The visits of twelve months from the one that the address names, for a calendar program."""
    of = asked(request.query_params, datetime.now(asks.zone).date())
    found = await _read(tools, asks, of, of.first + A_YEAR, IN_FILE)
    if not found:
        return then(f"{ADDRESS}?{of.query(of.first)}", "no_visits")
    body = calendars.stays(asks.words, [_stay(tools, asks, one) for one in found])
    headers = {"Content-Disposition": f'attachment; filename="ronda-{of.first:%Y-%m}.ics"'}
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


async def _read(tools: Tools, asks: SignedIn, of: Asked, last: date, most: int) -> list[Visit]:
    """What is agreed and what is proposed, from the first of the month until this day."""
    within = (asks.secretariat, asks.only, of.first, last)
    async with tools.database.reading() as s:
        found = [
            *await visits.agreed(s, *within, limit=most, which=of.which),
            *await visits.proposed(s, *within, which=of.which),
        ]
    return sorted(found, key=lambda one: (one.starts, one.ends, one.round.id))


def _free(asks: SignedIn, of: Asked, found: Sequence[Visit]) -> dict[str, tuple[FreeDay, ...]]:
    """The days off of the month, of the countries in which it has visits, or of the one that is asked for."""
    named = [of.values["country"]] if "country" in of.values else [one.round.country for one in found]
    countries = dict.fromkeys(code for code, _ in asks.words.countries(dict.fromkeys(named)))
    language = asks.words.language_code
    return {code: free_days(code, of.first, of.last, language) for code in countries}


def _weeks(
    asks: SignedIn,
    of: Asked,
    found: Sequence[Visit],
    free: Mapping[str, Sequence[FreeDay]],
    today: date,
) -> list[list[dict[str, Any]]]:
    """The days of the month in whole weeks, each with what is on that day."""
    order = [n for n, _ in asks.words.week]
    first = of.first - timedelta(days=order.index(of.first.weekday()))
    count = -(-((of.last - first).days + 1) // 7)
    return [
        [_cell(asks, of, first + timedelta(days=7 * week + n), found, free, today) for n in range(7)]
        for week in range(count)
    ]


def _cell(
    asks: SignedIn,
    of: Asked,
    day: date,
    found: Sequence[Visit],
    free: Mapping[str, Sequence[FreeDay]],
    today: date,
) -> dict[str, Any]:
    inside = of.first <= day <= of.last
    on = [one for one in found if inside and one.starts <= day <= one.ends]
    closed = [
        (asks.words.country(code), marked(f.name, f.language))
        for code, days in free.items()
        for f in days
        if f.day == day
    ]
    return {
        "n": day.day,
        "whole": asks.words.day(day),
        "inside": inside,
        "today": day == today,
        "free": bool(closed) or day.weekday() >= SATURDAY,
        "visits": [(naming.about(asks, one.round), _state(asks, one)) for one in on[:ON_A_DAY]],
        "more": asks.words.say(desk.MORE_VISITS, count=len(on) - ON_A_DAY) if len(on) > ON_A_DAY else "",
        "closed": closed,
    }


def _row(asks: SignedIn, one: Visit) -> dict[str, Any]:
    return {
        "days": asks.words.span(one.starts, one.ends),
        "about": naming.about(asks, one.round),
        "host": marked(one.round.institution, one.round.language),
        "country": asks.words.country(one.round.country),
        "state": _state(asks, one),
        "proposed": one.proposed,
    }


def _state(asks: SignedIn, one: Visit) -> str:
    return asks.words.say(desk.VISITS["proposed" if one.proposed else "agreed"])


def _stay(tools: Tools, asks: SignedIn, one: Visit) -> Stay:
    about = naming.about(asks, one.round)
    visit = VisitEntry(
        sequence=one.sequence,
        stamp=one.changed_at.astimezone(UTC),
        zone="",
        location=calendars.location(asks.words, one.round.institution, one.round.country),
        around=calendars.around(asks.words, one.round.country),
        organizer=Somebody(name=naming.secretariat(asks), email=tools.mail_from),
        url=f"{tools.public_url}{about['address']}",
    )
    return Stay(
        visit=visit,
        uid=one.uid,
        starts=one.starts,
        ends=one.ends,
        summary=asks.words.pair(str(about["name"]), _state(asks, one)),
        about=one.round.initiative,
        proposed=one.proposed,
    )


def _filters(asks: SignedIn, of: Asked) -> list[dict[str, Any]]:
    own = [id for id in names() if methodology(id).secretariat == asks.secretariat]
    options = {
        "methodology": [(id, naming.program(id)) for id in own],
        "country": asks.words.countries(states()),
    }
    return [
        {
            "name": name,
            "label": asks.words.say(desk.FILTERS[name]),
            "options": all_,
            "chosen": of.values.get(name, ""),
        }
        for name, all_ in options.items()
    ]
