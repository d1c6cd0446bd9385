"""What the API tells of rounds: the shapes of its answers, made from what the store reads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from rounds.state.status import Status, visit_awaited
from store.reads.rounds import AWAITED, RoundRead, RoundRow, RoundsPage, Someone
from store.tables import Assignment, Inbox


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class AssignmentRead(_Read):
    """Something that must be done by a date; `role` owns it."""

    key: str
    kind: str
    role: str
    state: str
    opened_at: datetime
    due_at: datetime
    overdue: bool
    paused: bool
    version: int
    sha256: str
    submission_id: str
    closed_at: datetime | None


class SubmissionRead(_Read):
    """What somebody sent, and what became of it; `officer_id`: filed or decided by this officer.

    `language` is that of its texts. `fault`, of one whose state is faulted: the class of what the code
    raised over it; it is kept, and taken up again after the next deploy.
    """

    id: str
    key: str
    kind: str
    participant_id: str
    officer_id: str
    proof: str
    reason: str
    sha256: str
    language: str
    state: str
    code: str
    field: str
    fault: str
    received_at: datetime
    answered_at: datetime | None


class SubmissionInFull(SubmissionRead):
    """What somebody sent, with its texts."""

    body: dict[str, JsonValue]


class LetterRead(_Read):
    """A letter of the round; `key` is what send-again asks for."""

    key: str
    participant_id: str
    template: str
    state: str
    attempts: int
    written_at: datetime
    sent_at: datetime | None
    error: str


class PersonRead(BaseModel):
    """Somebody who takes part, as this round knows them; `earlier_addresses` held before in it."""

    participant: str
    role: str
    seat: int | None
    state: str
    name: str
    email: str
    language: str
    country: str
    institution: str
    address_refuses: bool
    earlier_addresses: list[str]


class RoundListed(_Read):
    """A round in a list; `waiting_on` are the roles that it waits for.

    `trouble`: why it does not go on; empty while it does. One of terminated, failed, ended, missing, stuck
    and task_fails: see docs/operation.md.
    """

    id: str
    methodology: str
    country: str
    institution: str
    initiative: str
    step: str
    outcome: str
    opened_at: datetime
    closed_at: datetime | None
    changed_at: datetime
    trouble: str
    waiting_on: list[str] = []
    next_due: datetime | None = None
    overdue: bool = False


class RoundsListed(BaseModel):
    """Some rounds of `total`."""

    total: int
    limit: int
    offset: int
    rounds: list[RoundListed]


class VisitAwaitedRead(_Read):
    """The visit that a round waits for, whatever else is open: that it begins, or that it ends."""

    until: Literal["begins", "ends"]
    starts: date
    ends: date


class RoundInFull(RoundListed):
    """One round: what is open, what was sent, which letters went out.

    `visit`: the visit that it waits for; null before it has dates, and once it is over.
    """

    methodology_version: str
    people: list[PersonRead]
    open: list[AssignmentRead]
    done: list[AssignmentRead]
    submissions: list[SubmissionRead]
    letters: list[LetterRead]
    visit: VisitAwaitedRead | None


class OpenRead(_Read):
    """An open assignment as the round tells it. `left_out`: its opening was skipped, and nobody was asked."""

    key: str
    title: str
    who: str
    due: datetime | None
    overdue: bool
    paused: bool
    left_out: bool = False


class StatusRead(_Read):
    """Where a round stands; `told_by`: its workflow, or the record while that does not answer."""

    round: str
    told_by: Literal["workflow", "record"]
    step: str
    outcome: str
    waiting_on: list[str]
    next_due: datetime | None
    escalated: bool
    open: list[OpenRead]
    visit: VisitAwaitedRead | None


def listed(row: RoundRow) -> RoundListed:
    """A round in a list; what it waits for comes first due first."""
    plain = RoundListed.model_validate(row.round)
    return plain.model_copy(
        update={
            "waiting_on": sorted({a.role for a in row.waiting}),
            "next_due": next((a.due_at for a in row.waiting if not a.overdue), None),
            "overdue": any(a.overdue for a in row.waiting),
        }
    )


def page(found: RoundsPage, limit: int, offset: int) -> RoundsListed:
    """One page of a list."""
    return RoundsListed(
        total=found.total, limit=limit, offset=offset, rounds=[listed(row) for row in found.rows]
    )


def in_full(found: RoundRead) -> RoundInFull:
    """All of one round."""
    return RoundInFull(
        **listed(_row(found)).model_dump(),
        methodology_version=found.round.methodology_version,
        people=[_person(someone, found.earlier) for someone in found.people],
        open=[AssignmentRead.model_validate(a) for a in _waiting(found)],
        done=[AssignmentRead.model_validate(a) for a in found.assignments if a.state != AWAITED],
        submissions=[SubmissionRead.model_validate(row) for row in found.submissions],
        letters=[LetterRead.model_validate(letter) for letter in found.letters],
        visit=_visit(found),
    )


def submission(row: Inbox) -> SubmissionInFull:
    """One submission with its texts."""
    plain = SubmissionRead.model_validate(row).model_dump()
    return SubmissionInFull(**plain, body=json.loads(row.body))


def told(status: Status) -> StatusRead:
    """Where a round stands, as its workflow says."""
    return StatusRead.model_validate({**asdict(status), "told_by": "workflow"})


def recorded(found: RoundRead) -> StatusRead:
    """Where a round stands, as the record says."""
    row = listed(_row(found))
    return StatusRead(
        round=row.id,
        told_by="record",
        step=row.step,
        outcome=row.outcome,
        waiting_on=row.waiting_on,
        next_due=row.next_due,
        escalated=row.overdue,
        open=[_open(a, found.round.rules) for a in _waiting(found)],
        visit=_visit(found),
    )


def _visit(found: RoundRead) -> VisitAwaitedRead | None:
    event, round_ = found.visit, found.round
    if event is None or event.state != "confirmed" or round_.outcome:
        return None
    kinds = [a.kind for a in found.assignments]
    awaited = visit_awaited(round_.rules["steps"], round_.step, kinds, event.starts, event.ends)
    return VisitAwaitedRead.model_validate(awaited) if awaited else None


def _waiting(found: RoundRead) -> tuple[Assignment, ...]:
    waiting = (a for a in found.assignments if a.state == AWAITED)
    return tuple(sorted(waiting, key=lambda a: (a.due_at, a.key)))


def _row(found: RoundRead) -> RoundRow:
    return RoundRow(found.round, _waiting(found))


def _open(a: Assignment, rules: dict[str, Any]) -> OpenRead:
    return OpenRead(
        key=a.key,
        title=rules["assignments"][a.kind]["title"],
        who=a.role,
        due=a.due_at,
        overdue=a.overdue,
        paused=a.paused,
    )


def _person(someone: Someone, earlier: Mapping[str, Sequence[str]]) -> PersonRead:
    participant, person = someone.participant, someone.person
    return PersonRead(
        participant=participant.id,
        role=participant.role,
        seat=participant.seat,
        state=participant.state,
        name=person.name,
        email=person.email,
        language=person.language,
        country=person.country,
        institution=person.institution,
        address_refuses=person.refuses,
        earlier_addresses=list(earlier.get(participant.id, ())),
    )
