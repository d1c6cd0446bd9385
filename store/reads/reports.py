"""What reports over all rounds of a secretariat ask."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.keys import Key
from store.inbox import body_of, is_granted_at_once
from store.reads.cohorts import Cohort, belongs_to, within
from store.tables import Assignment, Inbox, Officer, Participant, Person, Round

STEERED = ("extend", "pause", "resume", "waive")
"""What an officer decides by themselves."""
ASKED = "ask_more_time"
DECIDED = {"decide_extension": "grant", "ready_visit": "begin"}
"""Assignments of officers by which an exception is made, and the choice that makes it."""


@dataclass(frozen=True, slots=True)
class ClockApplied:
    """How often a country's rounds had an assignment of this kind, and the clock it was given."""

    country: str
    methodology: str
    kind: str
    days: int
    unit: str
    counted_from: str
    assignments: int


@dataclass(frozen=True, slots=True)
class ExceptionMade:
    """One exception to the clocks; `reasons` are those of whoever asked and of whoever decided.

    An empty `key`: it was about the whole round; an empty `officer`: the methodology's slack granted it.
    `due`: the day that was given.
    """

    row: Inbox
    country: str
    key: str
    officer: str
    reasons: tuple[str, ...]
    due: date | None = None


def _asked_of(secretariat_id: str, of: Cohort | None) -> list[ColumnElement[bool]]:
    return belongs_to(of) if of else within(secretariat_id, "")


async def clocks(s: AsyncSession, secretariat_id: str, of: Cohort | None = None) -> tuple[ClockApplied, ...]:
    """The clocks of each country, in all rounds or in those of a cohort (Z1)."""
    clock = (
        Round.country,
        Round.methodology,
        Assignment.kind,
        Assignment.days,
        Assignment.unit,
        Assignment.counted_from,
    )
    rows = await s.exec(
        select(*clock, func.count())  # type: ignore[call-overload]  # typed for four columns at most
        .join(Assignment, col(Assignment.round_id) == Round.id)
        .where(*_asked_of(secretariat_id, of))
        .group_by(*clock)
        .order_by(*clock)
    )
    return tuple(ClockApplied(*row) for row in rows)


async def exceptions(
    s: AsyncSession,
    secretariat_id: str,
    of: Cohort | None = None,
    rounds: Collection[str] | None = None,
) -> tuple[ExceptionMade, ...]:
    """Each extension, pause and waiver, in the order of their making (Z1).

    In all rounds, in those of a cohort, or in these among them.
    """
    these = [] if rounds is None else [col(Inbox.round_id).in_(rounds)]
    filed, acted, sender = aliased(Person), aliased(Person), aliased(Participant)
    rows = await s.exec(
        select(Inbox, Round.country, func.coalesce(filed.name, func.nullif(sender.name, ""), acted.name))
        .join(Round, col(Round.id) == Inbox.round_id)
        .outerjoin(Officer, col(Officer.id) == Inbox.officer_id)
        .outerjoin(filed, col(filed.id) == Officer.person_id)
        .outerjoin(
            sender, and_(col(sender.round_id) == Inbox.round_id, col(sender.id) == Inbox.participant_id)
        )
        .outerjoin(acted, col(acted.id) == sender.person_id)
        .where(
            *_asked_of(secretariat_id, of),
            Inbox.state == "accepted",
            col(Inbox.kind).in_([*STEERED, ASKED, *DECIDED]),
            *these,
        )
        .order_by(col(Inbox.answered_at), col(Inbox.received_at), col(Inbox.id))
    )
    return tuple(_made(rows))


def _made(rows: Iterable[tuple[Inbox, str, str]]) -> Iterator[ExceptionMade]:
    """What is an exception among these, each request joined to its decision."""
    asked: dict[tuple[str, str], list[Any]] = {}
    for row, country, officer in rows:
        body = body_of(row)
        if row.kind == ASKED:
            asked.setdefault((row.round_id, row.key), []).append(body)
            if is_granted_at_once(row):
                yield ExceptionMade(row, country, row.key, "", (body.reason,), _given(row, body.due))
        elif row.kind == "decide_extension" and body.choice == DECIDED[row.kind]:
            key = Key.parse(row.key)
            request = asked[row.round_id, key.about][key.n - 1]
            reasons = tuple(filter(None, (request.reason, body.reason)))
            yield ExceptionMade(row, country, key.about, officer, reasons, request.due)
        elif row.kind in STEERED or body.choice == DECIDED.get(row.kind):
            reasons = (body.reason,) if body.reason else ()
            yield ExceptionMade(row, country, row.key, officer, reasons, getattr(body, "due", None))


def _given(row: Inbox, asked: date) -> date:
    """The day that was given: a day off that was asked for became the next working day."""
    given = row.values.get("due")
    return date.fromisoformat(given) if given else asked
