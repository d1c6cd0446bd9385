"""The list of rounds: filters, order, a page of it; and what is found by a search."""

import re
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Used
from api.desk import naming
from api.desk.rounds.wanted import ORDERS, Wanted, wanted, written
from api.desk.session import DESK_READS, Asks, SignedIn
from api.desk.shell import Shell
from methodologies.loader import methodology, names, states
from rounds.methodology.model import STEPS
from store import views
from store.reads import listing
from store.reads.listing import Line, Lines
from store.tables import Assignment
from templates import desk
from templates.vocabulary import ROLES

router = APIRouter(dependencies=[DESK_READS])

ADDRESS = "/desk/rounds"
PAGE = 40
FEW = re.compile(r"[0-9]{1,4}")
ACTING = frozenset({"officer", "head", "coordinator"})
"""Roles that may do something to the rounds they choose."""


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def listed(request: Request, tools: Used, asks: Asks) -> Response:
    """The rounds that an address asks for; without a word of it, all, the latest change first."""
    asked = wanted(request.query_params)
    async with tools.database.reading() as s:
        found = await read(s, asks, asked, PAGE)
        saved = await views.views(s, asks.officer.id)
    here = asked.query()
    context = {
        "sought": asked.text,
        "filters": _filters(asks, asked),
        "toggles": [(name, asks.words.say(desk.FILTERS[name]), name in asked.values) for name in TOGGLES],
        "orders": _orders(asks, asked),
        "order": asked.values.get("sort", ""),
        "wrong": [_called(asks, name) for name in asked.wrong],
        "asked": here,
        "filtered": bool(set(asked.values) - {"sort"}),
        "rows": [_row(asks, line) for line in found.rows],
        "next": asked.query(after=written(found.next)) if found.next else "",
        "first": here if asked.after else None,
        "views": saved,
        "view": next((view for view in saved if view.query == here), None),
        "acts": asks.role in ACTING,
    }
    if said := _said(asks, request):
        context["said"] = said
    return Shell(tools, asks, request).page("rounds", context, here="rounds")


async def read(s: AsyncSession, asks: SignedIn, asked: Wanted, limit: int) -> Lines:
    """A page of what is asked for, as far as the officer may see it."""
    return await listing.lines(
        s,
        asks.secretariat,
        asked.which,
        order=asked.order,
        after=asked.after,
        limit=limit,
        person=asked.person(asks),
        seek=asked.seek,
    )


TOGGLES = ("overdue", "mine")


def _filters(asks: SignedIn, asked: Wanted) -> list[dict[str, Any]]:
    words = asks.words
    own = [id for id in names() if methodology(id).secretariat == asks.secretariat]
    options: dict[str, Sequence[tuple[str, str]]] = {
        "methodology": [(id, naming.program(id)) for id in own],
        "country": words.countries(states()),
        "step": [(step, words.step(step)) for step in STEPS],
        "waiting_on": [(role, words.role(role)) for role in ROLES],
        "state": [(state, words.say(said)) for state, said in desk.ROUND_STATES.items()],
    }
    return [
        {
            "name": name,
            "label": words.say(desk.FILTERS[name]),
            "options": of,
            "chosen": asked.values.get(name, ""),
        }
        for name, of in options.items()
    ]


def _called(asks: SignedIn, name: str) -> str:
    """What a filter is called; one that there is not, as it was written."""
    return asks.words.say(desk.FILTERS[name]) if name in desk.FILTERS else name[:40]


def _orders(asks: SignedIn, asked: Wanted) -> list[tuple[str, str, bool]]:
    """Each order by name, with its address; the one that holds has none."""
    return [
        (asks.words.say(desk.ORDERS[order]), asked.query(sort=order), order == asked.order)
        for order in ORDERS
    ]


def _row(asks: SignedIn, line: Line) -> dict[str, Any]:
    words = asks.words
    first = next((a for a in line.waiting if not a.overdue), None)
    late = [a for a in line.waiting if a.overdue]
    return {
        "about": naming.about(asks, line),
        "step": words.outcome(line.outcome) if line.outcome else words.step(line.step),
        "waiting": _roles(asks, line.waiting),
        "late": words.say(desk.OVERDUE, day=naming.day(asks, late[0].due_at)) if late else "",
        "due": naming.day(asks, first.due_at) if first else "",
        "trouble": words.say(desk.TROUBLES[line.trouble]) if line.trouble else "",
        "changed": naming.day(asks, line.changed_at),
    }


def _roles(asks: SignedIn, waiting: Sequence[Assignment]) -> str:
    return ", ".join(dict.fromkeys(asks.words.role(a.role) for a in waiting))


def _said(asks: SignedIn, request: Request) -> str:
    """What became of letters that were sent again, in numbers."""
    given = request.query_params
    if given.get("done") != "reminded":
        return ""
    texts = {name: given.get(name, "0") for name in desk.REMINDED}
    counts = {name: int(text) for name, text in texts.items() if FEW.fullmatch(text)}
    return " ".join(
        asks.words.say(desk.REMINDED[name], count=count)
        for name, count in counts.items()
        if count or name == "sent"
    )
