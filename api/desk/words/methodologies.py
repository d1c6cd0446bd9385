"""The secretariat's methodologies, each as one reads it, and what differs from an earlier version."""

import re
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Code, Used
from api.desk import naming
from api.desk.refusing import NotShown
from api.desk.session import DESK_HOUSE, Asks, SignedIn
from api.desk.shell import Shell
from methodologies.loader import methodology
from rounds.methodology.model import Methodology
from rounds.registry import PLACES
from store.reads import rule_versions
from store.reads.rule_versions import VersionRead
from templates import rule_book

router = APIRouter(dependencies=[DESK_HOUSE])

ADDRESS = "/desk/methodologies"
NUMBERS = re.compile(r"[0-9]+")


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def listed(request: Request, tools: Used, asks: Asks) -> Response:
    """The secretariat's methodologies, with their versions."""
    own = [methodology(id) for id in naming.own_programs(asks)]
    async with tools.database.reading() as s:
        known = {m.id: await rule_versions.versions(s, asks.secretariat, m.id) for m in own}
    rows = [
        {
            "name": m.name,
            "address": f"{ADDRESS}/{m.id}",
            "about": m.about.get(asks.words.language_code, ""),
            "version": m.version,
            "versions": [_line(asks, one) for one in known[m.id]],
        }
        for m in own
    ]
    return Shell(tools, asks, request).page("words/methodologies", {"rows": rows}, here="methodologies")


@router.api_route(f"{ADDRESS}/{{id}}", methods=["GET", "HEAD"])
async def one(id: Code, request: Request, tools: Used, asks: Asks, beside: Code = "") -> Response:
    """A methodology in the version in force, beside an earlier one; that of before, unless one is named."""
    if id not in naming.own_programs(asks):
        raise NotShown("not_here", asks=asks)
    now = methodology(id)
    async with tools.database.reading() as s:
        known = await rule_versions.versions(s, asks.secretariat, id)
        others = [one.version for one in known if one.version != now.version]
        chosen = beside or _before(now.version, others)
        earlier = await rule_versions.rules(s, asks.secretariat, id, chosen) if chosen in others else None
    if beside and earlier is None:
        raise NotShown("not_here", asks=asks)
    parts = rule_book.read(asks.words, now, PLACES)
    context = {
        "name": now.name,
        "version": now.version,
        "versions": [_line(asks, one) for one in known],
        "parts": parts,
        "beside": earlier.version if earlier else "",
        "others": [(version, f"{ADDRESS}/{id}?beside={version}#differs") for version in others],
        "differs": _differences(asks, earlier, parts) if earlier else (),
        "public": f"/{asks.words.language_code}/rules/{id}",
    }
    return Shell(tools, asks, request).page("words/methodology", context, here="methodologies")


def _differences(
    asks: SignedIn, earlier: Methodology, parts: tuple[rule_book.Part, ...]
) -> tuple[rule_book.Difference, ...]:
    return rule_book.differences(rule_book.read(asks.words, earlier, PLACES), parts)


def _before(version: str, others: list[str]) -> str:
    """The latest of the versions that come before one; else the latest of all."""
    ordered = sorted(others, key=_numbers)
    earlier = [other for other in ordered if _numbers(other) < _numbers(version)]
    return next(reversed(earlier or ordered), "")


def _numbers(version: str) -> tuple[int, ...]:
    """A version as it is counted: `2026-10` comes after `2026-9`."""
    return tuple(int(number) for number in NUMBERS.findall(version)[:4])


def _line(asks: SignedIn, one: VersionRead) -> dict[str, Any]:
    return {"version": one.version, "since": naming.day(asks, one.since), "rounds": one.rounds}
