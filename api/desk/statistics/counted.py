"""What was counted over the rounds of a methodology and year: a page of tables and pictures, and a file."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from api.deps import Tools, Used
from api.desk.rounds.exports import TYPES
from api.desk.session import DESK_READS, Asks, SignedIn
from api.desk.shell import Shell, then
from api.desk.statistics import figures
from api.desk.statistics.chosen import Chosen, chosen, filters
from api.desk.statistics.drawing import pictures
from api.desk.statistics.figures import Figures
from api.desk.statistics.tables import SHOWN, Table, tables
from methodologies.loader import methodology, names
from store.reads import cohorts, reports, statistics
from store.reads.cohorts import Cohort
from templates import statistics as said
from templates.exports import Row, Sheet, book

router = APIRouter(dependencies=[DESK_READS])

ADDRESS = "/desk/statistics"


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def page(request: Request, tools: Used, asks: Asks) -> Response:
    """The figures of one methodology and year, the latest unless the address says which."""
    of = await chosen(tools, asks, request.query_params)
    context: dict[str, Any] = {"parts": [], "only": bool(asks.only)}
    if of:
        counted, drawn = await _counted(tools, asks, of)
        context |= filters(asks, of)
        context["title"] = asks.words.say(said.TITLE, **of.name)
        context["parts"] = [_part(asks, table, drawn) for table in counted]
    return Shell(tools, asks, request).page("statistics", context, here="statistics")


@router.api_route(f"{ADDRESS}.xlsx", methods=["GET", "HEAD"])
async def file(request: Request, tools: Used, asks: Asks) -> Response:
    """The same as a spreadsheet, a sheet for each table, with all of its rows."""
    of = await chosen(tools, asks, request.query_params)
    if of is None:
        return then(ADDRESS)
    counted, _ = await _counted(tools, asks, of)
    sheets = [Sheet(title=table.title, heads=table.heads, rows=table.rows) for table in counted]
    body = await asyncio.to_thread(book, asks.words.say(said.TITLE, **of.name), sheets)
    return attached(body, f"statistics-{of.of.methodology}-{of.of.year}")


def attached(body: bytes, name: str) -> Response:
    """A spreadsheet to be kept under this name."""
    headers = {"Content-Disposition": f'attachment; filename="ronda-{name}.xlsx"'}
    return Response(body, media_type=TYPES["xlsx"], headers=headers)


async def _counted(tools: Tools, asks: SignedIn, of: Chosen) -> tuple[Sequence[Table], dict[str, Markup]]:
    """The tables and their pictures, made anew once something has happened."""
    language = asks.words.language_code

    async def make() -> tuple[Sequence[Table], dict[str, Markup]]:
        made = tables(asks.words, await read(tools, of.of))
        return made, await pictures(language, [table.picture for table in made if table.rows])

    return await tools.remembered.get(("statistics", of.of, language), of.moment, make)


async def read(tools: Tools, of: Cohort) -> Figures:
    """All figures of a cohort; what takes long is worked out beside the loop."""
    async with tools.database.reading() as s:
        rounds = await cohorts.rounds_of(s, of)
        begun = await statistics.begun(s, of)
        answers = await statistics.answers(s, of)
        invited = await statistics.invitations(s, of)
        load = await statistics.load(s, of)
        made = await reports.exceptions(s, of.secretariat, of)
    rules = methodology(of.methodology) if of.methodology in names() else None
    return Figures(
        opened=len(rounds),
        running=sum(one.closed_at is None for one in rounds),
        ended=Counter(one.outcome for one in rounds if one.outcome),
        steps=await asyncio.to_thread(figures.took, rules, rounds, begun) if rules else (),
        invited=invited,
        answers=answers,
        exceptions=figures.exceptions(made),
        load=load,
        countries=figures.countries(rounds, load),
    )


def _part(asks: SignedIn, table: Table, drawn: dict[str, Markup]) -> dict[str, Any]:
    more = len(table.rows) - SHOWN
    return {
        "table": table,
        "picture": drawn.get(table.id, ""),
        "rows": cells(asks, table.rows[:SHOWN]),
        "more": asks.words.say(said.MORE, count=more) if more > 0 else "",
    }


def cells(asks: SignedIn, rows: Sequence[Row]) -> list[list[tuple[str, bool]]]:
    """The cells of rows as the reader's language writes them, and whether they are numbers."""
    return [
        [(cell, False) if isinstance(cell, str) else (asks.words.number(cell), True) for cell in row]
        for row in rows
    ]
