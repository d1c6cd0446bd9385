"""What people sent, kept before the round takes it (K2)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds import schemas
from rounds.registry import MODELS
from rounds.submissions.envelope import Sent
from rounds.submissions.fields import facts
from rounds.submissions.request import OpenRound
from store.columns import written_out
from store.rows import insert_once
from store.tables import Inbox, Officer, Participant, Person, Round
from store.turns import in_turn

GRANTED_AT_ONCE = {"granted": "at_once"}
"""In the values of a request for more time that the methodology's slack granted, with the day (Z1)."""


def is_granted_at_once(row: Inbox) -> bool:
    """Whether the methodology's slack granted this request for more time."""
    return GRANTED_AT_ONCE.items() <= row.values.items()


UNANSWERED = ("received", "faulted")
"""The states in which a round has not answered: it would be wrong to take its sender for silent."""


class KeptOtherwise(Exception):
    """Something else was kept under this id: the same key was used for another body (K7)."""


@cache
def adapter(kind: str) -> TypeAdapter[Any]:
    """What reads and writes the body of a kind of submission. Raises KeyError for an unknown kind."""
    return TypeAdapter(OpenRound if kind == "open_round" else MODELS[kind])


def body_json(body: Any) -> str:
    """A body as the one text that is kept and hashed: sorted keys, no spaces."""
    plain = adapter(body.kind).dump_python(body, mode="json")
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(body: str) -> str:
    """The sha256 of a body's text; a report's version is known by it."""
    return hashlib.sha256(body.encode()).hexdigest()


def body_of(row: Inbox) -> Any:
    """The submission that was kept, with its texts, be it by older code.

    Raises: NewerSchema, for what later code kept.
    """
    if row.body_schema == schemas.current():
        return adapter(row.kind).validate_json(row.body)
    plain = schemas.upcast_body(row.kind, json.loads(row.body), row.body_schema)
    return adapter(row.kind).validate_python(plain)


def envelope(row: Inbox, body: Any) -> Sent:
    """A kept submission as it travels: its facts, never its texts."""
    return Sent(
        id=row.id,
        key=row.key,
        by=row.participant_id,
        sha256=row.sha256,
        body=facts(body),
        officer=row.officer_id,
        language=row.language,
    )


async def keep(
    s: AsyncSession,
    *,
    id: str,
    round_id: str,
    key: str,
    kind: str,
    participant_id: str,
    body: Any,
    officer_id: str = "",
    proof: str = "",
    reason: str = "",
    once: str | None = None,
    language: str = "",
    now: datetime | None = None,
) -> Inbox:
    """Keep a submission; kept again under the same id, it is the row of the first time.

    Its texts are in `language`; unless that is given, in the one that whoever speaks is written to in. It is
    received `now`, by this machine's clock unless another is given.

    Raises KeptOtherwise when that row holds something else. What was said is compared: the same words, kept
    before a field was added, are the same.
    """
    content = body_json(body)
    now = now or datetime.now(UTC)
    row = Inbox(
        id=id,
        round_id=round_id,
        key=key,
        kind=kind,
        participant_id=participant_id,
        officer_id=officer_id,
        proof=proof,
        reason=reason,
        body=content,
        body_schema=schemas.current(),
        sha256=digest(content),
        received_at=now,
        due_at=now,
        once=once,
        language=language or await spoken_in(s, round_id, participant_id, officer_id),
    )
    if await insert_once(s, row):
        return row
    there = (await s.exec(select(Inbox).where(Inbox.id == id))).one()
    by = (there.kind, there.key, there.participant_id, there.officer_id)
    if by != (kind, key, participant_id, officer_id) or body_of(there) != body:
        raise KeptOtherwise(id)
    return there


async def spoken_in(s: AsyncSession, round_id: str, participant_id: str, officer_id: str) -> str:
    """The language of a participant, also when an officer files for them; else that of the officer."""
    query = (
        select(Person.language)
        .join(Participant, col(Participant.person_id) == Person.id)
        .where(Participant.round_id == round_id, Participant.id == participant_id)
        if participant_id
        else select(Person.language).join(Officer).where(Officer.id == officer_id)
    )
    return (await s.exec(query)).first() or ""


async def keep_opening(s: AsyncSession, *, id: str, body: OpenRound, officer_id: str) -> Inbox:
    """Keep the opening of a round, and give the round its id with the next number of this year."""
    there = (await s.exec(select(Inbox).where(Inbox.id == id))).one_or_none()
    round_id = there.round_id if there else await _next_round_id(s, body)
    return await keep(
        s,
        id=id,
        round_id=round_id,
        key="",
        kind=body.kind,
        participant_id="",
        officer_id=officer_id,
        body=body,
        once=_only(round_id),
        # Whoever types it in, the note is the beneficiary's.
        language=body.focal_point.language,
    )


async def _next_round_id(s: AsyncSession, body: OpenRound) -> str:
    year = datetime.now(UTC).year
    prefix = f"round-{body.methodology}-{body.country.lower()}-{year}-"
    # Two would read the same last number.
    await in_turn(s, prefix)
    begun = select(func.max(Round.number)).where(
        Round.methodology == body.methodology, Round.country == body.country, Round.year == year
    )
    number = ((await s.exec(begun)).one() or 0) + 1
    # Those that were kept and have not begun yet are few, and have the numbers that follow.
    while (await s.exec(select(Inbox.id).where(Inbox.once == _only(f"{prefix}{number}")))).first():
        number += 1
    return f"{prefix}{number}"


def _only(round_id: str) -> str:
    """What may be kept only one time: the opening of a round with this number."""
    return f"open:{round_id}"


async def answer(
    s: AsyncSession,
    id: str,
    state: str,
    code: str = "",
    field: str = "",
    values: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> bool:
    """Answer a submission, `accepted` or `refused`; False and no change if it was answered already.

    A fault is no answer: what the round takes after all was at fault no more.

    `at` is the round's time when the round answers; who answers for a round that is over has none.
    """
    answered = await s.exec(
        update(Inbox)
        .where(col(Inbox.id) == id, col(Inbox.state).in_(UNANSWERED))
        .values(
            state=state,
            code=code,
            field=field,
            values=dict(values or {}),
            fault="",
            answered_at=at or datetime.now(UTC),
        )
    )
    return answered.rowcount == 1


async def is_opening(s: AsyncSession, round_id: str) -> bool:
    """Whether the opening of this round was kept, be it that nothing of the round was written."""
    return (await s.exec(select(Inbox.id).where(Inbox.once == _only(round_id)))).first() is not None


async def one(s: AsyncSession, id: str) -> Inbox | None:
    """One submission by its id."""
    return await s.get(Inbox, id)


async def fault(s: AsyncSession, id: str, error: str) -> bool:
    """The round's code failed over a submission; `error` is the class of what was raised.

    It is kept, and not handed over before it is taken up again. False and no change for one that is
    answered, or at fault already.
    """
    marked = await s.exec(
        update(Inbox)
        .where(col(Inbox.id) == id, col(Inbox.state) == "received")
        .values(state="faulted", fault=error, leased_until=None)
    )
    return marked.rowcount == 1


async def take_up_faulted(s: AsyncSession) -> int:
    """After a deploy: whatever the code failed over is due now, as if it had just come; how many."""
    taken = await s.exec(
        update(Inbox)
        .where(col(Inbox.state) == written_out("faulted"))
        .values(state="received", fault="", due_at=datetime.now(UTC), tries=0)
    )
    return taken.rowcount


async def received(s: AsyncSession, round_id: str, key: str) -> list[Inbox]:
    """The unanswered submissions for one assignment, oldest first; those too over which the code failed."""
    rows = await s.exec(
        select(Inbox)
        .where(col(Inbox.state).in_(UNANSWERED), Inbox.round_id == round_id, Inbox.key == key)
        .order_by(col(Inbox.received_at), col(Inbox.id))
    )
    return list(rows)
