"""The outbox: each letter written once, and what became of it (E1 to E3)."""

from datetime import UTC, datetime
from typing import Any, Literal

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.batches import Batch
from rounds.state.effects import Resend
from store.rows import insert_once
from store.tables import Letter, Person
from store.writes import people
from store.writes.audit import record


async def write(
    s: AsyncSession, batch: Batch, *, key: str, participant_id: str, template: str, params: dict[str, Any]
) -> bool:
    """Put a letter in the outbox; False if it was written before.

    `params` are ids, dates as ISO text and codes: never a token, never a text.
    """
    who = await people.participant(s, batch.round, participant_id)
    letter = Letter(
        key=key,
        round_id=batch.round,
        participant_id=participant_id,
        person_id=who.person_id,
        template=template,
        params=params,
        written_at=batch.now,
    )
    return await insert_once(s, letter)


async def resend(s: AsyncSession, batch: Batch, effect: Resend) -> str:
    """The same letter as a new row, so that it goes out with a Message-ID of its own; gives its key.

    It goes to whoever now stands behind the participant, at the address that holds now.
    """
    first = (await s.exec(select(Letter).where(Letter.key == effect.letter))).one()
    key = f"{effect.letter}/again/{effect.submission}"
    await write(
        s,
        batch,
        key=key,
        participant_id=first.participant_id,
        template=first.template,
        params=first.params,
    )
    await record(s, batch, "resent", effect.letter, submission=effect.submission)
    return key


async def attempt(s: AsyncSession, key: str) -> Letter | None:
    """The letter if it still is to be sent, with this attempt counted; None if there is nothing to send."""
    letter = (await s.exec(select(Letter).where(Letter.key == key).with_for_update())).one_or_none()
    if letter is None or letter.state in ("sent", "refused"):
        return None
    letter.attempts += 1
    return letter


async def forget(s: AsyncSession, key: str) -> None:
    """Take a letter out of the outbox that says nothing any more, such as a reminder of what was done."""
    await s.exec(delete(Letter).where(col(Letter.key) == key))


async def settle(
    s: AsyncSession,
    key: str,
    state: Literal["waiting", "sent", "uncertain", "refused"],
    *,
    message_id: str = "",
    error: str = "",
) -> None:
    """What came of an attempt; a refusal marks the person's address. `error` is what the server said."""
    letter = (await s.exec(select(Letter).where(Letter.key == key))).one()
    letter.state, letter.error = state, error
    letter.message_id = message_id or letter.message_id
    if state == "sent":
        letter.sent_at = datetime.now(UTC)
    if state == "refused":
        person = (await s.exec(select(Person).where(Person.id == letter.person_id))).one()
        person.refuses = True
