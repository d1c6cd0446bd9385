"""The outbox: each letter written once, and what became of it (E1 to E3)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.batches import Batch
from rounds.state.effects import Resend
from store.outbox import WAITING
from store.rows import insert_once
from store.sent_texts import SentText
from store.tables import Letter, Person
from store.writes import people
from store.writes.audit import record

AGAIN = "/again/"
NOTHING = timedelta(0)

State = Literal["waiting", "sent", "uncertain", "unmade", "refused", "faulted"]


@dataclass
class Taken(Exception):
    """Somebody else sends the letter, and has it until then."""

    until: datetime


OLD_ADDRESS = "old_address"
"""The template of the note to an address that was corrected: the one letter that goes where nobody is."""


async def write(
    s: AsyncSession,
    batch: Batch,
    *,
    key: str,
    participant_id: str,
    template: str,
    params: dict[str, Any],
    hold: timedelta = NOTHING,
    person: str = "",
) -> Letter | None:
    """Put a letter in the outbox, for the participant or for `person`, to be sent when so much time is over.

    None if it was written before.

    `params` are ids, dates as ISO text and codes: never a token, never a text.
    """
    now = datetime.now(UTC)
    who = await people.participant(s, batch.round, participant_id)
    letter = Letter(
        key=key,
        round_id=batch.round,
        participant_id=participant_id,
        person_id=person or who.person_id,
        template=template,
        params=params,
        written_at=batch.now,
        serial=batch.serial,
        recorded_at=now,
        held_until=now + hold if hold else None,
    )
    return letter if await insert_once(s, letter) else None


async def resend(s: AsyncSession, batch: Batch, effect: Resend) -> str:
    """The same letter as a new row, so that it goes out with a Message-ID of its own; gives its key.

    It goes to whoever now stands behind the participant, at the address that holds now. However often a
    letter is sent again, its key is no longer than after the first time.
    """
    first = (await s.exec(select(Letter).where(Letter.key == effect.letter))).one()
    key = f"{effect.letter.partition(AGAIN)[0]}{AGAIN}{effect.submission}"
    await write(
        s,
        batch,
        key=key,
        participant_id=first.participant_id,
        template=first.template,
        params=first.params,
        person=first.person_id if first.template == OLD_ADDRESS else "",
    )
    await record(s, batch, "resent", effect.letter, submission=effect.submission)
    return key


async def claim(s: AsyncSession, key: str, now: datetime, lease: timedelta) -> Letter | None:
    """The letter, with this attempt counted and nobody else to send it for so long; None if it is gone.

    One that has ended is given as it is. Raises: Taken.
    """
    letter = (await s.exec(select(Letter).where(Letter.key == key).with_for_update())).one_or_none()
    if letter is None or letter.state not in WAITING:
        return letter
    if letter.leased_until and letter.leased_until > now:
        raise Taken(letter.leased_until)
    letter.attempts += 1
    letter.leased_until = now + lease
    return letter


async def forget(s: AsyncSession, key: str) -> None:
    """Take a letter out of the outbox that says nothing any more, such as a reminder of what was done."""
    await s.exec(delete(Letter).where(col(Letter.key) == key))


async def settle(
    s: AsyncSession,
    claimed: Letter,
    state: State,
    *,
    now: datetime,
    message_id: str,
    error: str = "",
    said: SentText | None = None,
) -> None:
    """What came of a claimed attempt; a refusal marks the person's address. `error` is what the server said.

    `said` is kept once the letter is sent.

    Whoever comes after the end of their lease, when another has claimed the letter, can only say that it
    was sent: everything else is the other's to say.
    """
    letter = (await s.exec(select(Letter).where(Letter.key == claimed.key).with_for_update())).one_or_none()
    if letter is None or letter.state not in WAITING:
        return
    if letter.attempts != claimed.attempts and state != "sent":
        return
    letter.state, letter.error, letter.message_id = state, error, message_id
    letter.leased_until = now
    if state == "sent":
        letter.sent_at = now
        if said:
            await insert_once(s, said)
    if state == "refused":
        person = (await s.exec(select(Person).where(Person.id == letter.person_id))).one()
        person.refuses = True


async def told(s: AsyncSession, key: str, now: datetime) -> None:
    """The round knows that this letter was refused."""
    letter = (await s.exec(select(Letter).where(Letter.key == key))).one()
    letter.told_at = now
