"""The desk's list of rounds: filtered, in an order, from a place in it on; one page costs what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import written_out
from store.reads.rounds import AWAITED, RoundFilter, conditions, waiting
from store.sought import sought, with_mailbox
from store.tables import Assignment, Participant, Round, Secretariat

Order = Literal["changed", "due", "country"]
"""The latest change first; what is due first; by the code of the country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in an order something stands: the value that it is ordered by, and the round's id."""

    at: datetime | str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seek:
    """What a round is found by, besides the filters: words, countries that they may mean, a mailbox."""

    words: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    mailbox: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A round in the list, with what it waits for, first due first; its pinned rules are not read."""

    id: str
    methodology: str
    country: str
    institution: str
    initiative: str
    language: str
    year: int
    number: int
    step: str
    outcome: str
    opened_at: datetime
    closed_at: datetime | None
    changed_at: datetime
    trouble: str
    waiting: tuple[Assignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of the list, and where the next one begins, if there is one."""

    rows: tuple[Line, ...]
    next: Place | None


_COLUMNS = tuple(
    getattr(Round, name)
    for name in (
        *("id", "methodology", "country", "institution", "initiative", "language", "year", "number"),
        *("step", "outcome", "opened_at", "closed_at", "changed_at", "trouble"),
    )
)


async def lines(
    s: AsyncSession,
    secretariat_id: str,
    which: RoundFilter,
    *,
    order: Order,
    after: Place | None,
    limit: int,
    person: str = "",
    seek: Seek | None = None,
) -> Lines:
    """A page of a secretariat's rounds (S3); with a person, of those in which they take part."""
    theirs = belongs(secretariat_id) if order == "due" else col(Round.secretariat_id) == secretariat_id
    asked = [theirs, *conditions(which)]
    if person:
        asked.append(taking_part(person))
    if seek:
        asked.append(_found(secretariat_id, seek))
    rows = (await s.exec(_ordered(order, after).where(*asked).limit(limit + 1))).all()
    found = [Line(**dict(zip((c.key for c in _COLUMNS), row[:-1], strict=True))) for row in rows[:limit]]
    awaited = await waiting(s, [line.id for line in found])
    more = len(rows) > limit
    return Lines(
        tuple(_with(line, awaited[line.id]) for line in found),
        Place(at=rows[limit - 1][-1], id=found[-1].id) if more else None,
    )


async def these(
    s: AsyncSession, secretariat_id: str, ids: Sequence[str], person: str = ""
) -> tuple[Line, ...]:
    """Those of these rounds that are a secretariat's; with a person, in which they take part."""
    asked = [col(Round.id).in_(ids), col(Round.secretariat_id) == secretariat_id]
    if person:
        asked.append(taking_part(person))
    rows = await s.exec(select(*_COLUMNS).where(*asked).order_by(col(Round.id)))
    return tuple(Line(**dict(zip((c.key for c in _COLUMNS), row, strict=True))) for row in rows)


async def one(s: AsyncSession, secretariat_id: str, round_id: str, person: str = "") -> Round | None:
    """One round of a secretariat; with a person, if they take part in it."""
    asked = [col(Round.id) == round_id, col(Round.secretariat_id) == secretariat_id]
    if person:
        asked.append(taking_part(person))
    return (await s.exec(select(Round).where(*asked))).one_or_none()


def belongs(secretariat_id: str) -> ColumnElement[bool]:
    """That a round is a secretariat's, where rounds come from another side of a join.

    Said so, SQLite takes no index of rounds for it: most rounds there are may be the secretariat's. And
    PostgreSQL still knows how many those are.
    """
    return exists().where(col(Secretariat.id) == Round.secretariat_id, col(Secretariat.id) == secretariat_id)


def taking_part(person: str) -> ColumnElement[bool]:
    """Of the rounds in which somebody takes part now."""
    own = select(Participant.round_id).where(Participant.person_id == person, Participant.state == "active")
    return col(Round.id).in_(own)


def seen_by(secretariat_id: str, person: str) -> list[ColumnElement[bool]]:
    """Both: of a secretariat's rounds, and with a person of those in which they take part alone."""
    own = [belongs(secretariat_id)]
    return [*own, taking_part(person)] if person else own


def _found(secretariat_id: str, seek: Seek) -> ColumnElement[bool]:
    either: list[ColumnElement[bool]] = []
    if seek.words:
        either.append(col(Round.id).in_(sought(secretariat_id, seek.words)))
    if seek.countries:
        either.append(col(Round.country).in_(seek.countries))
    if seek.mailbox:
        either.append(col(Round.id).in_(with_mailbox(seek.mailbox)))
    return or_(false(), *either)


def _ordered(order: Order, after: Place | None) -> Any:
    """The rounds in an order, with what they are ordered by as the last column, from a place on."""
    if order == "due":
        # Rounds that wait for nothing are due never; of the others their first stands for them.
        by: Any = col(Assignment.due_at)
        rows = select(*_COLUMNS, by.label("by")).join(Assignment, col(Assignment.round_id) == Round.id)  # type: ignore[call-overload]  # typed for four columns at most
        rows = rows.where(col(Assignment.state) == written_out(AWAITED), ~_earlier())
        return _from(rows, by, after, col(Assignment.round_id)).order_by(by, col(Assignment.round_id))
    if order == "country":
        by = col(Round.country)
        rows = select(*_COLUMNS, by.label("by"))  # type: ignore[call-overload]  # typed for four columns at most
        return _from(rows, by, after, col(Round.id)).order_by(by, col(Round.id))
    by = col(Round.changed_at)
    rows = select(*_COLUMNS, by.label("by"))  # type: ignore[call-overload]  # typed for four columns at most
    if after:
        rows = rows.where(by <= after.at, or_(by < after.at, col(Round.id) < after.id))
    return rows.order_by(by.desc(), col(Round.id).desc())


def _earlier() -> ColumnElement[bool]:
    """Whether the same round waits for something that is due before."""
    other = aliased(Assignment)
    before = or_(
        col(other.due_at) < Assignment.due_at,
        and_(col(other.due_at) == Assignment.due_at, col(other.key) < Assignment.key),
    )
    return exists().where(
        col(other.round_id) == Assignment.round_id,
        col(other.state) == written_out(AWAITED),
        col(other.due_at) <= Assignment.due_at,
        before,
    )


def _from(rows: Any, by: Any, after: Place | None, id: Any) -> Any:
    if after is None:
        return rows
    return rows.where(and_(by >= after.at, or_(by > after.at, id > after.id)))


def _with(line: Line, awaited: Sequence[Assignment]) -> Line:
    values = {name: getattr(line, name) for name in Line.__dataclass_fields__ if name != "waiting"}
    return Line(**values, waiting=tuple(awaited))
