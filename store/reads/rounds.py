"""What officers' pages and the API ask: who an officer is, which rounds there are, all of one round."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, true
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import written_out
from store.persons import all_here
from store.reads import addresses
from store.tables import (
    Assignment,
    CalendarEvent,
    Inbox,
    Letter,
    Participant,
    Person,
    ReportVersion,
    Round,
)
from store.uploads import Upload

AWAITED = "open"
"""The state of an assignment that its round waits for."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A participant of a round and who that is."""

    participant: Participant
    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFilter:
    """Which rounds are asked for; None asks for all. `waiting_on` is a role that must act."""

    methodology: str | None = None
    country: str | None = None
    step: str | None = None
    waiting_on: str | None = None
    overdue: bool | None = None
    open: bool | None = None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in a list, with what it waits for, first due first."""

    round: Round
    waiting: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class RoundsPage:
    """Some rounds of `total`."""

    rows: tuple[RoundRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class RoundRead:
    """All of one round; `submissions`, `letters` and `assignments` in the order of their making.

    `earlier`: the addresses of its people that held before, by participant.
    """

    round: Round
    people: tuple[Someone, ...]
    assignments: tuple[Assignment, ...]
    submissions: tuple[Inbox, ...]
    letters: tuple[Letter, ...]
    uploads: tuple[Upload, ...]
    versions: tuple[ReportVersion, ...]
    visit: CalendarEvent | None
    earlier: Mapping[str, Sequence[str]]


async def rounds(
    s: AsyncSession, secretariat_id: str, which: RoundFilter, *, limit: int, offset: int = 0
) -> RoundsPage:
    """A secretariat's rounds (S3), the latest change first."""
    wanted = [col(Round.secretariat_id) == secretariat_id, *conditions(which)]
    total = (await s.exec(select(func.count()).select_from(Round).where(*wanted))).one()
    page = await s.exec(
        select(Round)
        .where(*wanted)
        .order_by(col(Round.changed_at).desc(), col(Round.id).desc())
        .limit(limit)
        .offset(offset)
    )
    found = list(page)
    awaited = await waiting(s, [r.id for r in found])
    return RoundsPage(tuple(RoundRow(r, tuple(awaited[r.id])) for r in found), total)


def conditions(which: RoundFilter) -> list[ColumnElement[bool]]:
    """What has to hold of the rounds that are asked for."""
    columns = {"methodology": Round.methodology, "country": Round.country, "step": Round.step}
    same = [
        col(column) == getattr(which, name)
        for name, column in columns.items()
        if getattr(which, name) is not None
    ]
    if which.open is not None:
        same.append(col(Round.closed_at).is_(None) if which.open else col(Round.closed_at).is_not(None))
    if which.waiting_on is not None:
        same.append(_awaits(col(Assignment.role) == which.waiting_on))
    if which.overdue is not None:
        late = _awaits(col(Assignment.overdue) == true())
        same.append(late if which.overdue else ~late)
    return same


def _awaits(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Asked once for all rounds: asked for each of them, SQLite goes through all that is open each time."""
    return col(Round.id).in_(
        select(Assignment.round_id).where(col(Assignment.state) == written_out(AWAITED), condition)
    )


# Letters ask these again and again: to put a statement together costs more than to run it.
_WAITING = (
    select(Assignment)
    .where(
        col(Assignment.round_id).in_(bindparam("rounds", expanding=True)),
        Assignment.state == AWAITED,
    )
    .order_by(col(Assignment.due_at), col(Assignment.key))
)
_ACCEPTED = (
    select(Inbox)
    .where(
        Inbox.round_id == bindparam("round_"),
        Inbox.state == "accepted",
        col(Inbox.kind).in_(bindparam("kinds", expanding=True)),
    )
    .order_by(col(Inbox.answered_at), col(Inbox.received_at), col(Inbox.id))
)


async def waiting(s: AsyncSession, round_ids: Sequence[str]) -> defaultdict[str, list[Assignment]]:
    """What each of these rounds waits for, first due first."""
    rows = await s.exec(_WAITING, params={"rounds": list(round_ids)})
    awaited: defaultdict[str, list[Assignment]] = defaultdict(list)
    for row in rows:
        awaited[row.round_id].append(row)
    return awaited


async def assignments(s: AsyncSession, round_id: str, *kinds: str) -> tuple[Assignment, ...]:
    """What was asked of these kinds, in whatever state."""
    rows = await s.exec(
        select(Assignment).where(Assignment.round_id == round_id, col(Assignment.kind).in_(kinds))
    )
    return tuple(rows)


async def round_(s: AsyncSession, round_id: str, secretariat_id: str) -> RoundRead | None:
    """All of one round of a secretariat (S3)."""
    found = await s.exec(select(Round).where(Round.id == round_id, Round.secretariat_id == secretariat_id))
    row = found.one_or_none()
    if row is None:
        return None
    assignments = select(Assignment).where(Assignment.round_id == round_id)
    submissions = select(Inbox).where(Inbox.round_id == round_id)
    letters = select(Letter).where(Letter.round_id == round_id)
    uploads = select(Upload).where(Upload.round_id == round_id)
    versions = select(ReportVersion).where(ReportVersion.round_id == round_id)
    visit = await s.exec(select(CalendarEvent).where(CalendarEvent.round_id == round_id))
    there = await people(s, round_id)
    written = tuple(await s.exec(letters.order_by(col(Letter.written_at), col(Letter.key))))
    return RoundRead(
        round=row,
        people=there,
        assignments=tuple(await s.exec(assignments.order_by(col(Assignment.opened_at), col(Assignment.key)))),
        submissions=tuple(await s.exec(submissions.order_by(col(Inbox.received_at), col(Inbox.id)))),
        letters=written,
        uploads=tuple(await s.exec(uploads.order_by(col(Upload.at), col(Upload.id)))),
        versions=tuple(await s.exec(versions.order_by(col(ReportVersion.version)))),
        visit=visit.one_or_none(),
        earlier=await addresses.earlier(
            s, {x.participant.id: x.participant.person_id for x in there}, written
        ),
    )


async def people(s: AsyncSession, round_id: str) -> tuple[Someone, ...]:
    """Who takes part in a round and as whom, those who left or were replaced too."""
    rows = await s.exec(
        select(Participant, Person)
        .join(Person, col(Person.id) == Participant.person_id)
        .where(Participant.round_id == round_id)
        .order_by(col(Participant.id))
    )
    return tuple(Someone(participant, person) for participant, person in all_here(rows))


async def accepted(s: AsyncSession, round_id: str, *kinds: str) -> tuple[Inbox, ...]:
    """What a round accepted of these kinds, the latest last; `inbox.body_of` gives what each says."""
    return tuple(await s.exec(_ACCEPTED, params={"round_": round_id, "kinds": kinds}))
