"""What people sent, kept before the round takes it (K2), and what they are still typing."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func
from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds import schemas
from rounds.submissions.envelope import MODELS, Sent
from rounds.submissions.fields import facts
from rounds.submissions.request import OpenRound
from store.rows import insert_once
from store.tables import Draft, Inbox, Officer, Participant, Person, Upload

GRANTED_AT_ONCE = {"granted": "at_once"}
"""The values of a request for more time that the methodology's slack granted (Z1)."""


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
    once: str | None = None,
    language: str = "",
) -> Inbox:
    """Keep a submission; kept again under the same id, it is the row of the first time.

    Its texts are in `language`; unless that is given, in the one that whoever speaks is written to in.

    Raises KeptOtherwise when that row holds something else.
    """
    content = body_json(body)
    row = Inbox(
        id=id,
        round_id=round_id,
        key=key,
        kind=kind,
        participant_id=participant_id,
        officer_id=officer_id,
        proof=proof,
        body=content,
        body_schema=schemas.current(),
        sha256=digest(content),
        received_at=datetime.now(UTC),
        once=once,
        language=language or await _spoken(s, round_id, participant_id, officer_id),
    )
    if await insert_once(s, row):
        return row
    there = (await s.exec(select(Inbox).where(Inbox.id == id))).one()
    same = (there.sha256, there.kind, there.key, there.participant_id, there.officer_id)
    if same != (row.sha256, kind, key, participant_id, officer_id):
        raise KeptOtherwise(id)
    return there


async def _spoken(s: AsyncSession, round_id: str, participant_id: str, officer_id: str) -> str:
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
        once=f"open:{round_id}",
        # Whoever types it in, the note is the beneficiary's.
        language=body.focal_point.language,
    )


async def _next_round_id(s: AsyncSession, body: OpenRound) -> str:
    prefix = f"round-{body.methodology}-{body.country.lower()}-{datetime.now(UTC).year}-"
    if s.get_bind().dialect.name == "postgresql":
        # SQLite's writers come one by one anyway; here two would read the same last number.
        await s.exec(select(func.pg_advisory_xact_lock(func.hashtext(prefix))))
    ids = await s.exec(
        select(Inbox.round_id).where(
            Inbox.kind == body.kind, col(Inbox.round_id).startswith(prefix, autoescape=True)
        )
    )
    return f"{prefix}{max((int(i.removeprefix(prefix)) for i in ids), default=0) + 1}"


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

    `at` is the round's time when the round answers; who answers for a round that is over has none.
    """
    answered = await s.exec(
        update(Inbox)
        .where(col(Inbox.id) == id, col(Inbox.state) == "received")
        .values(
            state=state,
            code=code,
            field=field,
            values=dict(values or {}),
            answered_at=at or datetime.now(UTC),
        )
    )
    return answered.rowcount == 1


async def fault(s: AsyncSession, id: str, error: str) -> bool:
    """The round's code failed over a submission, with an error of this class; False if it was answered."""
    marked = await s.exec(
        update(Inbox)
        .where(col(Inbox.id) == id, col(Inbox.state) == "received")
        .values(state="faulted", values={"fault": error})
    )
    return marked.rowcount == 1


async def is_opening(s: AsyncSession, round_id: str) -> bool:
    """Whether the opening of this round was kept, be it that nothing of the round was written."""
    return (await s.exec(select(Inbox.id).where(Inbox.once == f"open:{round_id}"))).first() is not None


async def one(s: AsyncSession, id: str) -> Inbox | None:
    """One submission by its id."""
    return (await s.exec(select(Inbox).where(Inbox.id == id))).one_or_none()


async def undelivered(s: AsyncSession, older_than: timedelta, limit: int) -> list[Inbox]:
    """What no round has answered yet, oldest first; younger ones may still be on their way."""
    before = datetime.now(UTC) - older_than
    rows = await s.exec(
        select(Inbox)
        .where(Inbox.state == "received", Inbox.received_at <= before)
        .order_by(col(Inbox.received_at), col(Inbox.id))
        .limit(limit)
    )
    return list(rows)


async def received(s: AsyncSession, round_id: str, key: str) -> list[Inbox]:
    """The unanswered submissions for one assignment, oldest first."""
    rows = await s.exec(
        select(Inbox)
        .where(Inbox.state == "received", Inbox.round_id == round_id, Inbox.key == key)
        .order_by(col(Inbox.received_at), col(Inbox.id))
    )
    return list(rows)


async def save_draft(
    s: AsyncSession,
    *,
    round_id: str,
    assignment_key: str,
    participant_id: str,
    part: str,
    body: dict[str, Any],
) -> Draft:
    """Keep what a participant has typed so far, in place of what they had typed before."""
    draft = Draft(
        round_id=round_id,
        assignment_key=assignment_key,
        participant_id=participant_id,
        part=part,
        body=body,
        saved_at=datetime.now(UTC),
    )
    return await s.merge(draft)


async def draft_of(
    s: AsyncSession, round_id: str, assignment_key: str, participant_id: str, part: str = ""
) -> Draft | None:
    """What a participant has typed so far."""
    return await s.get(Draft, (round_id, assignment_key, participant_id, part))


async def drafts_of(s: AsyncSession, round_id: str, assignment_key: str) -> list[Draft]:
    """All that was typed for an assignment, oldest first."""
    rows = await s.exec(
        select(Draft)
        .where(Draft.round_id == round_id, Draft.assignment_key == assignment_key)
        .order_by(col(Draft.saved_at), col(Draft.participant_id), col(Draft.part))
    )
    return list(rows)


async def saved_by_others(
    s: AsyncSession, round_id: str, assignment_key: str, participant_id: str, since: datetime | None
) -> bool:
    """Whether somebody else has saved something for an assignment after a moment; None: ever."""
    theirs = select(Draft.saved_at).where(
        Draft.round_id == round_id,
        Draft.assignment_key == assignment_key,
        Draft.participant_id != participant_id,
    )
    return any(since is None or at > since for at in await s.exec(theirs))


async def drop_draft(s: AsyncSession, round_id: str, assignment_key: str, participant_id: str) -> None:
    """Forget what a participant had typed for an assignment, all parts."""
    await s.exec(
        delete(Draft).where(
            col(Draft.round_id) == round_id,
            col(Draft.assignment_key) == assignment_key,
            col(Draft.participant_id) == participant_id,
        )
    )


async def keep_upload(
    s: AsyncSession,
    *,
    filename: str,
    media_type: str,
    size: int,
    sha256: str,
    round_id: str = "",
    participant_id: str = "",
    officer_id: str = "",
) -> Upload:
    """Record a file; its bytes are already under its sha256."""
    row = Upload(
        id=uuid.uuid4().hex,
        round_id=round_id,
        participant_id=participant_id,
        officer_id=officer_id,
        filename=filename,
        media_type=media_type,
        size=size,
        sha256=sha256,
        at=datetime.now(UTC),
    )
    await insert_once(s, row)
    return row


async def upload_of(s: AsyncSession, id: str) -> Upload | None:
    """A file that was recorded."""
    return await s.get(Upload, id)


async def take_up_faulted(s: AsyncSession) -> int:
    """After a deploy: whatever the code failed over is handed over again; how many."""
    taken = await s.exec(
        update(Inbox).where(col(Inbox.state) == "faulted").values(state="received", values={})
    )
    return taken.rowcount
