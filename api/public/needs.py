"""The cooperation needs of published reports, to be filtered, read and taken along (X4)."""

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Used
from api.policies import ANYBODY
from api.public.answers import Asked, Made, addresses, answered
from api.public.catalogue import MORE_A_PAGE, Chosen, chosen, facets, key_of, need_values, page, sift
from api.public.reports import in_language
from api.public.shown import filters, missing, program_name
from store.published_tables import PublishedNeedRow
from store.reads import published
from store.reads.published import NeedEntry
from templates import exports
from templates.public import COLUMNS, NEEDS
from templates.words import Words

router = APIRouter(include_in_schema=False, dependencies=[ANYBODY])
FILTERS = ("topic", "country", "support", "priority", "year")
AT_ONCE = 500
"""Reports whose needs are read by one query."""
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


async def needs(request: Request, tools: Used) -> Response:
    """The needs as a table."""
    asked = chosen(request, FILTERS)
    return await answered(request, tools, partial(_table, asked), asked.query)


async def _table(asked: Chosen, at: Asked, s: AsyncSession) -> Made:
    values = need_values(at.known.by_round)
    sifted = sift(at.known.needs, values, asked)
    shown, following = page(sifted, partial(_key, at), asked, MORE_A_PAGE)
    return Made(
        body=at.page(
            "needs",
            asked=asked,
            total=len(sifted),
            needs=[(need, at.known.by_round[need.round_id]) for need in await _in_full(at, s, shown)],
            facets=filters(at.words, facets(at.known.needs, values, asked)),
            next=asked.url(after=following) if following else "",
            exported=asked.url(),
        )
    )


def _key(at: Asked, need: NeedEntry) -> str:
    return key_of(at.known.by_round[need.round_id], need.id)


async def _in_full(at: Asked, s: AsyncSession, wanted: Sequence[NeedEntry]) -> list[PublishedNeedRow]:
    """These needs with their texts, in their order."""
    ids = list(dict.fromkeys(need.round_id for need in wanted))
    rows: list[PublishedNeedRow] = []
    for first in range(0, len(ids), AT_ONCE):
        rows += await published.needs(s, ids[first : first + AT_ONCE])
    by_id = {(row.round_id, row.id): row for row in in_language(rows, at.language)}
    return [by_id[need.round_id, need.id] for need in wanted if (need.round_id, need.id) in by_id]


async def export(form: str, request: Request, tools: Used) -> Response:
    """The needs that the filters leave, all of them, as a file."""
    asked = chosen(request, FILTERS)
    return await answered(request, tools, partial(_export, asked, form), asked.url())


async def _export(asked: Chosen, form: str, at: Asked, s: AsyncSession) -> Made:
    if form not in MEDIA_TYPES:
        return missing(at)
    sifted = sift(at.known.needs, need_values(at.known.by_round), asked)
    rows = [_row(at, need) for need in await _in_full(at, s, sifted)]
    body = await asyncio.to_thread(_written, at, form, rows)
    told = {"Content-Disposition": f'attachment; filename="needs-{at.language}.{form}"'}
    return Made(body=body, media_type=MEDIA_TYPES[form], headers=told)


def _written(at: Asked, form: str, rows: Iterable[exports.Row]) -> bytes:
    heads = [at.words.say(head) for head in COLUMNS.values()]
    if form == "json":
        changed = at.known.changed_at.isoformat() if at.known.changed_at else ""
        return exports.as_json(list(COLUMNS), rows, source=f"{at.tools.public_url}/needs", as_of=changed)
    title = at.words.say(NEEDS)
    return exports.as_csv(heads, rows) if form == "csv" else exports.as_xlsx(title, heads, rows)


def _row(at: Asked, need: PublishedNeedRow) -> exports.Row:
    entry, words = at.known.by_round[need.round_id], at.words
    return (
        entry.country,
        words.country(entry.country),
        need.topic or "other",
        topic_of(words, need),
        need.support,
        words.choice("support", need.support),
        need.priority,
        words.choice("priority", need.priority) if need.priority else "",
        need.text,
        need.language,
        program_name(entry.methodology),
        entry.year,
        entry.published_at.date().isoformat(),
        f"{at.tools.public_url}/reports/{entry.slug}",
    )


def topic_of(words: Words, need: PublishedNeedRow) -> str:
    """A need's topic: what participants wrote, where it is none of the list."""
    return need.topic_words or words.choice("topic", need.topic or "other")


addresses(router, "/needs", needs)
addresses(router, "/needs.{form}", export)
