"""What is known of a round's visit: its dates, its agenda in every version, both lists, the press."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.interventions.revising import REVISIONS
from rounds.submissions.changes import ReviseAgenda, ReviseInternational, ReviseLocal
from rounds.submissions.visit import ArrangeInternational, ArrangeLocal, SetAgenda
from store.inbox import body_of
from store.reads.rounds import accepted
from store.tables import Assignment, CalendarEvent, Inbox, Letter, Participant, Person

AgendaBody = SetAgenda | ReviseAgenda
ListBody = ArrangeInternational | ArrangeLocal | ReviseInternational | ReviseLocal


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A side's list of arrangements as it is now; `language` is that of whoever wrote it."""

    body: ListBody
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRead:
    """A visit; `event` is None before it has dates, `agenda` before it is set.

    `written_in` is the language of whoever wrote the agenda as it is now, `set_at` when; `former` are its
    earlier versions, the last first. `revisions` counts what was revised. `press` is the beneficiary's
    choice (V7), empty until it is known: where nobody chose, none is what was chosen. `people` are the names
    of whoever holds each role, `form` how the visit is held, empty where there is one way.
    """

    event: CalendarEvent | None
    agenda: AgendaBody | None
    written_in: str
    set_at: datetime | None
    former: tuple[AgendaBody, ...]
    revisions: int
    international: Listed | None
    local: Listed | None
    press: str
    people: Mapping[str, tuple[str, ...]]
    form: str


# Each letter about a visit asks these: to put a statement together costs more than to run it.
_VISIT_LETTERS = (
    select(Letter)
    .where(Letter.round_id == bindparam("round_"), Letter.template == "visit")
    .order_by(col(Letter.written_at).desc(), col(Letter.key).desc())
)
_NAMES = (
    select(Participant.role, Person.name)
    .join(Person, col(Person.id) == Participant.person_id)
    .where(Participant.round_id == bindparam("round_"), Participant.state == "active")
    .order_by(col(Participant.id))
)
_LISTS = select(Assignment.state).where(
    Assignment.round_id == bindparam("round_"), Assignment.kind == "arrange_local"
)


async def visit(s: AsyncSession, round_id: str) -> VisitRead:
    """The visit of a round."""
    said = await said_of(s, round_id)
    agendas = said["set_agenda"]
    last = agendas[-1] if agendas else None
    return VisitRead(
        event=await s.get(CalendarEvent, round_id),
        agenda=body_of(last) if last else None,
        written_in=last.language if last else "",
        set_at=last.answered_at if last else None,
        former=tuple(body_of(row) for row in reversed(agendas[:-1])),
        revisions=sum(row.kind in REVISIONS.values() for rows in said.values() for row in rows),
        international=_listed(said["arrange_international"]),
        local=_listed(said["arrange_local"]),
        press=await _press(s, round_id, said["arrange_local"]),
        people=await _people(s, round_id),
        form=await form_of(s, round_id),
    )


async def press(s: AsyncSession, round_id: str) -> str:
    """What the press may see of the visit (V7), as `VisitRead` says it."""
    kinds = ("arrange_local", REVISIONS["arrange_local"])
    return await _press(s, round_id, await accepted(s, round_id, *kinds))


async def said_of(s: AsyncSession, round_id: str) -> dict[str, list[Inbox]]:
    """What was arranged, by the kind of assignment: each in all its versions, the latest last (V10)."""
    first = {revision: kind for kind, revision in REVISIONS.items()}
    said: dict[str, list[Inbox]] = defaultdict(list)
    for row in await accepted(s, round_id, *REVISIONS, *first):
        said[first.get(row.kind, row.kind)].append(row)
    return said


async def versions(s: AsyncSession, submission: str) -> tuple[Inbox | None, Inbox | None]:
    """A revision, and what stood before it; neither for a submission that is none."""
    row = (await s.exec(select(Inbox).where(Inbox.id == submission))).one_or_none()
    if row is None:
        return None, None
    for rows in (await said_of(s, row.round_id)).values():
        ids = [known.id for known in rows]
        if submission in ids:
            n = ids.index(submission)
            return row, rows[n - 1] if n else None
    return row, None


async def has_agenda(s: AsyncSession, round_id: str) -> bool:
    """Whether there is a visit with an agenda that is set."""
    set_ = exists().where(
        col(Inbox.round_id) == CalendarEvent.round_id,
        col(Inbox.kind).in_(["set_agenda", REVISIONS["set_agenda"]]),
        col(Inbox.state) == "accepted",
    )
    rows = await s.exec(
        select(CalendarEvent.round_id).where(
            CalendarEvent.round_id == round_id, CalendarEvent.state == "confirmed", set_
        )
    )
    return rows.first() is not None


async def form_of(s: AsyncSession, round_id: str) -> str:
    """How the visit is held, as whoever was written to about it last was told."""
    rows = await s.exec(_VISIT_LETTERS, params={"round_": round_id})
    return next((str(letter.params["form"]) for letter in rows if letter.params["form"]), "")


async def _people(s: AsyncSession, round_id: str) -> dict[str, tuple[str, ...]]:
    rows = await s.exec(_NAMES, params={"round_": round_id})
    named: dict[str, list[str]] = defaultdict(list)
    for role, name in rows:
        named[role].append(name)
    return {role: tuple(names) for role, names in named.items()}


def _listed(rows: Sequence[Inbox]) -> Listed | None:
    return Listed(body=body_of(rows[-1]), language=rows[-1].language) if rows else None


async def _press(s: AsyncSession, round_id: str, said: Sequence[Inbox]) -> str:
    """V7: the beneficiary's choice; none where the list was closed without one."""
    if said:
        body: ArrangeLocal | ReviseLocal = body_of(said[-1])
        return body.press
    rows = await s.exec(_LISTS, params={"round_": round_id})
    return "none" if any(state != "open" for state in rows) else ""
