"""What a round asks of its people, and what they answered."""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import bindparam, exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds import schemas
from rounds.methodology.model import Methodology
from rounds.state.keys import Key
from rounds.state.people import first_id
from rounds.steps.additions import about, is_added
from store.inbox import UNANSWERED, body_of
from store.reads.rounds import accepted
from store.tables import (
    Assignment,
    Grant,
    Inbox,
    Participant,
    Round,
    Secretariat,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """An assignment in its round, and the grant by which a reader may act on it (empty: none)."""

    assignment: Assignment
    round: Round
    secretariat: Secretariat
    grant: str


_METHODOLOGY = TypeAdapter(Methodology)
_READ: dict[tuple[str, str, int], tuple[dict[str, Any], Methodology]] = {}
"""Of each version of a methodology the one that was read last, and from what: most rounds have the same."""


def methodology_of(round_: Round) -> Methodology:
    """The methodology that was pinned to a round when it began."""
    version = (round_.methodology, round_.methodology_version, schemas.current())
    pinned, read = _READ.get(version, ({}, None))
    # To compare is a hundredth of the work of reading.
    if read is None or pinned != round_.rules:
        read = _METHODOLOGY.validate_python(schemas.upcast_methodology(round_.rules))
        _READ[version] = (round_.rules, read)
    return read


async def round_of(s: AsyncSession, round_id: str) -> Round:
    """A round. Raises NoResultFound when there is none."""
    return await s.get_one(Round, round_id)


_GRANT = (
    select(Grant.id)
    .where(
        Grant.round_id == bindparam("round_"),
        Grant.assignment_key == bindparam("key_"),
        Grant.participant_id == bindparam("participant_"),
        Grant.state != "revoked",
    )
    .order_by(col(Grant.serial).desc())
    .limit(1)
)


async def grant_of(s: AsyncSession, round_id: str, key: str, participant: str) -> str:
    """The grant whose link a letter carries: the newest, also when it only shows what was recorded."""
    given = {"round_": round_id, "key_": key, "participant_": participant}
    return (await s.exec(_GRANT, params=given)).one_or_none() or ""


async def assignment(s: AsyncSession, round_id: str, key: str) -> Assignment | None:
    """One assignment of a round."""
    return await s.get(Assignment, (round_id, key))


_SENT = exists().where(
    col(Inbox.round_id) == Assignment.round_id,
    col(Inbox.key) == Assignment.key,
    col(Inbox.kind) == Assignment.kind,
    col(Inbox.state).in_(UNANSWERED),
)
# Each reminder asks these: to put a statement together costs more than to run it.
_AWAITED = (
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
        Participant.person_id == bindparam("person_"),
        Grant.state == "live",
        Assignment.state == "open",
        col(Assignment.paused).is_(False),
        ~_SENT,
    )
    .order_by(col(Assignment.due_at), col(Assignment.round_id), col(Assignment.key))
)
_TOLD = (
    select(Assignment, Round, Secretariat, Participant.id)
    .join(Round, col(Round.id) == Assignment.round_id)
    .join(Secretariat, col(Secretariat.id) == Round.secretariat_id)
    .join(Participant, col(Participant.round_id) == Assignment.round_id)
    .where(
        Participant.person_id == bindparam("person_"),
        Participant.state == "active",
        Assignment.state == "open",
        col(Assignment.overdue),
        col(Assignment.paused).is_(False),
    )
    .order_by(col(Assignment.due_at), col(Assignment.round_id), col(Assignment.key))
)
_AWAITS = select(Assignment.key).where(
    Assignment.round_id == bindparam("round_"),
    Assignment.key == bindparam("key_"),
    Assignment.state == "open",
    ~_SENT,
)


async def awaited_of(s: AsyncSession, person_id: str) -> list[OpenTask]:
    """What somebody has to do over all rounds, first due first; nothing they have just sent is asked for."""
    rows = await s.exec(_AWAITED, params={"person_": person_id})
    tasks = {(a.round_id, a.key): (a, r, o, g) for a, r, o, g in rows}
    return [OpenTask(assignment=a, round=r, secretariat=o, grant=g) for a, r, o, g in tasks.values()]


async def overdue(s: AsyncSession, round_id: str) -> list[Assignment]:
    """What is open in a round although its time limit has passed, the longest first."""
    rows = await s.exec(
        select(Assignment)
        .where(Assignment.round_id == round_id, Assignment.state == "open", col(Assignment.overdue))
        .order_by(col(Assignment.due_at), col(Assignment.key))
    )
    return list(rows)


async def told_of(s: AsyncSession, person_id: str) -> list[OpenTask]:
    """What is overdue with others and was told to somebody, over all rounds, first due first (Z8).

    A delay that was told to someone whose place they have taken is theirs to know.
    """
    rows = await s.exec(_TOLD, params={"person_": person_id})
    found = {
        (a.round_id, a.key): OpenTask(assignment=a, round=r, secretariat=o, grant="")
        for a, r, o, who in rows
        if first_id(who) in map(first_id, a.told)
    }
    return list(found.values())


async def awaits(s: AsyncSession, round_id: str, key: str) -> bool:
    """Whether an assignment is open and nothing that was sent for it is still on its way."""
    return (await s.exec(_AWAITS, params={"round_": round_id, "key_": key})).first() is not None


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


async def questions(s: AsyncSession, round_id: str, answers: Key) -> int:
    """How many questions are answered under this key: the questionnaire's, or those that were added (D2)."""
    sent = await answer_of(s, round_id, str(answers.first().of("send_questionnaire")))
    asked = sent or await added(s, round_id, answers)
    return len(body_of(asked).questions) if asked else 0


async def added(s: AsyncSession, round_id: str, key: Key) -> Inbox | None:
    """What added the questions that are asked under this key; None for the questionnaire itself (D2)."""
    if not is_added(key):
        return None
    rows = await accepted(s, round_id, "add_questions")
    return next((row for row in rows if about(row.id) == key.about), None)
