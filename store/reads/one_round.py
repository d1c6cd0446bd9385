"""What the desk reads of one round: its people's letters, its log, what came of one submission."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.audit_log import Audit
from store.persons import here
from store.round_state import RoundState
from store.tables import Assignment, Grant, Letter, Participant, Person
from store.uploads import Upload

LONGEST = 500
"""Entries of the log that a page shows: the latest."""


@dataclass(frozen=True, slots=True)
class Written:
    """A letter, and whom it was written to."""

    letter: Letter
    participant: Participant
    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Where a round was when a page was made: the number of its last batch, the last entry of its log."""

    serial: int = 0
    entry: int = 0

    @property
    def text(self) -> str:
        """As a page carries it."""
        return f"{self.serial}.{self.entry}"

    @classmethod
    def of(cls, text: str) -> "Moment | None":
        """The moment that a page named; None where it names none."""
        serial, _, entry = text.partition(".")
        if not (serial.isascii() and serial.isdecimal() and entry.isascii() and entry.isdecimal()):
            return None
        return cls(serial=int(serial), entry=int(entry))


async def moment(s: AsyncSession, round_id: str) -> Moment:
    """Where a round is now."""
    serial = (await s.exec(select(RoundState.serial).where(RoundState.round_id == round_id))).first()
    entry = (await s.exec(select(func.max(Audit.id)).where(Audit.round_id == round_id))).one()
    return Moment(serial=serial or 0, entry=entry or 0)


async def since(s: AsyncSession, round_id: str, before: Moment) -> Sequence[Audit]:
    """What entered the log of a round after that."""
    rows = await s.exec(
        select(Audit)
        .where(Audit.round_id == round_id, col(Audit.id) > before.entry)
        .order_by(col(Audit.id))
        .limit(LONGEST)
    )
    return rows.all()


async def log(s: AsyncSession, round_id: str) -> Sequence[Audit]:
    """The log of a round, the latest first."""
    rows = await s.exec(
        select(Audit).where(Audit.round_id == round_id).order_by(col(Audit.id).desc()).limit(LONGEST)
    )
    return rows.all()


BEFELL = ("reminded", "overdue", "moved")
"""What befalls a task while it is open, as the log has it."""


async def befell(s: AsyncSession, round_id: str) -> Mapping[str, Sequence[Audit]]:
    """What befell each task, by its key, in order."""
    rows = await s.exec(
        select(Audit).where(Audit.round_id == round_id, col(Audit.action).in_(BEFELL)).order_by(col(Audit.id))
    )
    found: dict[str, list[Audit]] = {}
    for row in rows:
        found.setdefault(row.subject, []).append(row)
    return found


async def written(s: AsyncSession, round_id: str, at: datetime | None = None) -> tuple[Written, ...]:
    """The letters of a round, the latest first; `at`: those of one moment of its clock."""
    wanted = [Letter.round_id == round_id, *([Letter.written_at == at] if at else [])]
    rows = await s.exec(
        select(Letter, Participant, Person)
        .join(
            Participant,
            (col(Participant.round_id) == Letter.round_id) & (col(Participant.id) == Letter.participant_id),
        )
        .join(Person, col(Person.id) == Letter.person_id)
        .where(*wanted)
        .order_by(col(Letter.written_at).desc(), col(Letter.key))
    )
    return tuple(Written(letter, who, here(who, person)) for letter, who, person in rows)


async def opened(s: AsyncSession, round_id: str, at: datetime) -> Sequence[Assignment]:
    """What was asked in one moment."""
    rows = await s.exec(
        select(Assignment)
        .where(Assignment.round_id == round_id, Assignment.opened_at == at)
        .order_by(col(Assignment.key))
    )
    return rows.all()


async def uploads(s: AsyncSession, round_id: str) -> Sequence[Upload]:
    """Every file of a round, the latest first."""
    rows = await s.exec(
        select(Upload).where(Upload.round_id == round_id).order_by(col(Upload.at).desc(), col(Upload.id))
    )
    return rows.all()


async def holders(s: AsyncSession, round_id: str) -> Mapping[str, tuple[str, ...]]:
    """Who may do what is open, by its key: participants."""
    rows = await s.exec(
        select(Grant.assignment_key, Grant.participant_id)
        .where(Grant.round_id == round_id, Grant.assignment_key != "", Grant.state == "live")
        .order_by(col(Grant.participant_id))
    )
    held: dict[str, tuple[str, ...]] = {}
    for key, who in rows:
        held[key] = (*held.get(key, ()), who)
    return held
