"""The list of rounds as a file: all that the filters leave, or the chosen ones; never a formula (U8)."""

import asyncio
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Tools, Used
from api.desk import naming
from api.desk.rounds.table import ADDRESS, read
from api.desk.rounds.wanted import Wanted, wanted
from api.desk.session import DESK_READS, Asks, SignedIn
from store.reads.listing import Line
from templates import desk
from templates.exports import Row, as_csv, as_xlsx

router = APIRouter(dependencies=[DESK_READS])

AT_ONCE = 500
MOST = 20_000
"""Rounds of one file."""
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.api_route(f"{ADDRESS}.csv", methods=["GET", "HEAD"])
async def csv(request: Request, tools: Used, asks: Asks) -> Response:
    """All that the address asks for, as CSV."""
    return await exported(tools, asks, wanted(request.query_params), "csv")


@router.api_route(f"{ADDRESS}.xlsx", methods=["GET", "HEAD"])
async def xlsx(request: Request, tools: Used, asks: Asks) -> Response:
    """The same as a spreadsheet."""
    return await exported(tools, asks, wanted(request.query_params), "xlsx")


async def exported(
    tools: Tools, asks: SignedIn, asked: Wanted, kind: str, only: Collection[str] | None = None
) -> Response:
    """A file of what is asked for; `only`: of these rounds among them."""
    found: list[Line] = []
    after = None
    async with tools.database.reading() as s:
        while len(found) < MOST:
            page = await read(s, asks, Wanted(values=asked.values, after=after), AT_ONCE)
            found += [line for line in page.rows if only is None or line.id in only]
            after = page.next
            if after is None:
                break
    heads = [asks.words.say(text) for text in desk.COLUMNS.values()]
    title = asks.words.say(desk.PAGES["rounds"])
    rows = list(_rows(asks, found))
    # A file of many rounds takes a second to write: others are answered meanwhile.
    if kind == "csv":
        body = await asyncio.to_thread(as_csv, heads, rows)
    else:
        body = await asyncio.to_thread(as_xlsx, title, heads, rows)
    name = f"ronda-{datetime.now(UTC).date().isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=TYPES[kind], headers=headers)


def _rows(asks: SignedIn, found: Sequence[Line]) -> Iterator[Row]:
    """A row for each round, in the order of `templates.desk.COLUMNS`."""
    words = asks.words
    for line in found:
        first = line.waiting[0] if line.waiting else None
        yield (
            line.id,
            naming.program(line.methodology),
            line.country,
            words.country(line.country),
            line.year,
            line.number,
            line.institution,
            line.initiative,
            words.step(line.step),
            words.outcome(line.outcome) if line.outcome else "",
            ", ".join(dict.fromkeys(words.role(a.role) for a in line.waiting)),
            _date(asks, first.due_at if first else None),
            sum(a.overdue for a in line.waiting),
            _date(asks, line.opened_at),
            _date(asks, line.changed_at),
            _date(asks, line.closed_at),
        )


def _date(asks: SignedIn, at: datetime | None) -> str:
    """A day as spreadsheets sort it."""
    return at.astimezone(asks.zone).date().isoformat() if at else ""
