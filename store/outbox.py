"""What letters are made from, read when they are sent: the row, its reader, the round, what is open."""

from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.methodology import Methodology
from store.tables import (
    Assignment,
    Grant,
    Inbox,
    Letter,
    Participant,
    Person,
    ReportVersion,
    Round,
    Secretariat,
)

RESPONSIBLE = "responsible_officer"
_METHODOLOGY = TypeAdapter(Methodology)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A letter with whom it is for and what round it is about; `contact` answers for the round."""

    letter: Letter
    reader: Participant
    person: Person
    round: Round
    secretariat: Secretariat
    contact: Person
    my_round: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """An assignment in its round, and the grant by which a reader may act on it (empty: none)."""

    assignment: Assignment
    round: Round
    secretariat: Secretariat
    grant: str


def rules_of(round_: Round) -> Methodology:
    """The methodology that was pinned to a round when it began."""
    return _METHODOLOGY.validate_python(round_.rules)


async def posted(s: AsyncSession, key: str) -> Posted | None:
    """All that every letter says; None when there is no such letter any more."""
    found = await s.exec(
        select(Letter, Participant, Person, Round, Secretariat)  # type: ignore[call-overload]  # typed for four entities at most
        .join(
            Participant,
            (col(Participant.round_id) == Letter.round_id) & (col(Participant.id) == Letter.participant_id),
        )
        .join(Person, col(Person.id) == Participant.person_id)
        .join(Round, col(Round.id) == Letter.round_id)
        .join(Secretariat, col(Secretariat.id) == Round.secretariat_id)
        .where(Letter.key == key)
    )
    row = found.one_or_none()
    if row is None:
        return None
    letter, reader, person, round_, secretariat = row
    return Posted(
        letter=letter,
        reader=reader,
        person=person,
        round=round_,
        secretariat=secretariat,
        contact=await responsible(s, round_.id),
        my_round=await grant_of(s, round_.id, "", reader.id),
    )


async def responsible(s: AsyncSession, round_id: str) -> Person:
    """Whoever answers for the round now, be it a newcomer in the first one's place."""
    found = await s.exec(
        select(Person)
        .join(Participant, col(Participant.person_id) == Person.id)
        .where(Participant.round_id == round_id, Participant.role == RESPONSIBLE)
        .order_by(col(Participant.state), col(Participant.id))
        .limit(1)
    )
    return found.one()


async def round_of(s: AsyncSession, round_id: str) -> Round:
    """A round. Raises NoResultFound when there is none."""
    return (await s.exec(select(Round).where(Round.id == round_id))).one()


async def participant(s: AsyncSession, round_id: str, id: str) -> tuple[Participant, Person]:
    """A participant and who they are. Raises NoResultFound when there is none of that id."""
    found = await s.exec(
        select(Participant, Person)
        .join(Person, col(Person.id) == Participant.person_id)
        .where(Participant.round_id == round_id, Participant.id == id)
    )
    return found.one()


async def letter(s: AsyncSession, key: str) -> Letter | None:
    """One letter by its key."""
    return await s.get(Letter, key)


async def grant_of(s: AsyncSession, round_id: str, key: str, participant: str) -> str:
    """The grant whose link a letter carries: the newest, also when it only shows what was recorded."""
    found = await s.exec(
        select(Grant.id)
        .where(
            Grant.round_id == round_id,
            Grant.assignment_key == key,
            Grant.participant_id == participant,
            Grant.state != "revoked",
        )
        .order_by(col(Grant.serial).desc())
        .limit(1)
    )
    return found.one_or_none() or ""


async def assignment(s: AsyncSession, round_id: str, key: str) -> Assignment | None:
    """One assignment of a round."""
    return await s.get(Assignment, (round_id, key))


async def holders(s: AsyncSession, round_id: str, key: str) -> list[tuple[Participant, Person]]:
    """Who has a link to an assignment that was not revoked, in a stable order."""
    granted = exists().where(
        col(Grant.round_id) == Participant.round_id,
        col(Grant.participant_id) == Participant.id,
        col(Grant.assignment_key) == key,
        col(Grant.state) != "revoked",
    )
    rows = await s.exec(
        select(Participant, Person)
        .join(Person, col(Person.id) == Participant.person_id)
        .where(Participant.round_id == round_id, granted)
        .order_by(col(Participant.id))
    )
    return list(rows)


async def name_of(s: AsyncSession, round_id: str, participant: str) -> str:
    """The name of a participant; empty if there is none of that id."""
    found = await s.exec(
        select(Person.name)
        .join(Participant, col(Participant.person_id) == Person.id)
        .where(Participant.round_id == round_id, Participant.id == participant)
    )
    return found.one_or_none() or ""


async def awaited_of(s: AsyncSession, person_id: str) -> list[OpenTask]:
    """What somebody has to do over all rounds, first due first; nothing they have just sent is asked for."""
    sent = exists().where(
        col(Inbox.round_id) == Assignment.round_id,
        col(Inbox.key) == Assignment.key,
        col(Inbox.kind) == Assignment.kind,
        col(Inbox.state) == "received",
    )
    rows = await s.exec(
        select(Assignment, Round, Secretariat, Grant.id)
        .join(Round, col(Round.id) == Assignment.round_id)
        .join(Secretariat, col(Secretariat.id) == Round.secretariat_id)
        .join(
            Grant,
            (col(Grant.round_id) == Assignment.round_id) & (col(Grant.assignment_key) == Assignment.key),
        )
        .join(
            Participant,
            (col(Participant.round_id) == Grant.round_id) & (col(Participant.id) == Grant.participant_id),
        )
        .where(
            Participant.person_id == person_id,
            Grant.state == "live",
            Assignment.state == "open",
            col(Assignment.paused).is_(False),
            ~sent,
        )
        .order_by(col(Assignment.due_at), col(Assignment.round_id), col(Assignment.key))
    )
    tasks = {(a.round_id, a.key): (a, r, o, g) for a, r, o, g in rows}
    return [OpenTask(assignment=a, round=r, secretariat=o, grant=g) for a, r, o, g in tasks.values()]


async def awaits(s: AsyncSession, round_id: str, key: str) -> bool:
    """Whether an assignment is open and nothing that was sent for it is still on its way."""
    row = await assignment(s, round_id, key)
    if row is None or row.state != "open":
        return False
    waiting = await s.exec(
        select(Inbox.id).where(
            Inbox.round_id == round_id, Inbox.key == key, Inbox.kind == row.kind, Inbox.state == "received"
        )
    )
    return waiting.first() is None


async def panel(s: AsyncSession, round_id: str) -> list[tuple[Participant, Person]]:
    """The experts by seat, then the coordinators, the lead first."""
    rows = await s.exec(
        select(Participant, Person)
        .join(Person, col(Person.id) == Participant.person_id)
        .where(
            Participant.round_id == round_id,
            Participant.state == "active",
            col(Participant.role).startswith("expert-") | col(Participant.role).endswith("coordinator"),
        )
        .order_by(col(Participant.id))
    )
    # A coordinator's role sorts before the lead's; the lead stands first on the panel.
    return sorted(rows, key=lambda row: (row[0].seat is None, row[0].seat, row[0].role == "coordinator"))


async def requests_for_time(s: AsyncSession, round_id: str, key: str) -> list[Inbox]:
    """Who asked for more time for an assignment, the first first (Z1)."""
    rows = await s.exec(
        select(Inbox)
        .where(
            Inbox.round_id == round_id,
            Inbox.key == key,
            Inbox.kind == "ask_more_time",
            Inbox.state == "accepted",
        )
        .order_by(col(Inbox.answered_at), col(Inbox.received_at), col(Inbox.id))
    )
    return list(rows)


async def answer_of(s: AsyncSession, round_id: str, key: str) -> Inbox | None:
    """What fulfilled an assignment."""
    found = await s.exec(
        select(Inbox)
        .join(Assignment, col(Assignment.submission_id) == Inbox.id)
        .where(Assignment.round_id == round_id, Assignment.key == key)
    )
    return found.one_or_none()


async def approved_report(s: AsyncSession, round_id: str) -> tuple[ReportVersion, Inbox] | None:
    """The version of the report that was approved, with the submission that holds its text."""
    rows = await s.exec(
        select(ReportVersion, Inbox)
        .join(Inbox, col(Inbox.id) == ReportVersion.submission_id)
        .join(
            Assignment,
            (col(Assignment.round_id) == ReportVersion.round_id)
            & (col(Assignment.version) == ReportVersion.version),
        )
        .where(ReportVersion.round_id == round_id, Assignment.kind == "decide_publication")
        .order_by(col(ReportVersion.version).desc())
    )
    return rows.first()


async def decision(s: AsyncSession, round_id: str) -> Inbox | None:
    """The decision on publication, if one was made."""
    rows = await s.exec(
        select(Inbox)
        .join(Assignment, col(Assignment.submission_id) == Inbox.id)
        .where(Assignment.round_id == round_id, Assignment.kind == "decide_publication")
    )
    return rows.first()


async def knows_visit(s: AsyncSession, round_id: str, person_id: str) -> bool:
    """Whether somebody was written to about the visit's dates before: a newcomer has none to change."""
    rows = await s.exec(
        select(Letter.key).where(
            Letter.round_id == round_id, Letter.person_id == person_id, Letter.template == "visit"
        )
    )
    return rows.first() is not None
