"""The outbox: each letter written once, and what became of it (E1 to E3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Boolean, bindparam, inspect
from sqlmodel import col, delete, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.batches import Batch
from rounds.state.effects import Resend
from store import sought
from store.outbox import WAITING
from store.rows import insert_each_once, insert_once
from store.sent_texts import SentText
from store.tables import Letter, Person
from store.writes import people
from store.writes.audit import record

AGAIN = "/again/"
NOTHING = timedelta(0)

State = Literal["waiting", "sent", "uncertain", "unmade", "refused", "faulted"]


_CLAIM = (
    update(Letter)
    .where(col(Letter.key) == bindparam("key_"), col(Letter.state).in_(WAITING))
    .where(or_(col(Letter.leased_until).is_(None), col(Letter.leased_until) <= bindparam("now")))
    .values(attempts=Letter.attempts + 1, leased_until=bindparam("until"))
    .returning(Letter)
    .execution_options(synchronize_session=False, populate_existing=True)
)
_ROWS: Any = inspect(Letter).local_table
_SETTLE = (
    _ROWS.update()
    .where(_ROWS.c.key == bindparam("key_"), _ROWS.c.state.in_(WAITING))
    .where(or_(_ROWS.c.attempts == bindparam("attempt_"), bindparam("is_sent", type_=Boolean)))
    .values(
        {name: bindparam(f"{name}_") for name in ("state", "error", "message_id", "leased_until", "sent_at")}
    )
    .returning(_ROWS.c.person_id)
)


@dataclass
class Taken(Exception):
    """Somebody else sends the letter, and has it until then."""

    until: datetime


OLD_ADDRESS = "old_address"
"""The template of the note to an address that was corrected: the one letter that goes where nobody is."""


def letter(
    batch: Batch,
    *,
    key: str,
    participant_id: str,
    person_id: str,
    template: str,
    params: dict[str, Any],
    hold: timedelta = NOTHING,
) -> Letter:
    """A letter for the participant, to be sent to this person's mailbox when so much time is over.

    `params` are ids, dates as ISO text and codes: never a token, never a text.
    """
    now = datetime.now(UTC)
    return Letter(
        key=key,
        round_id=batch.round,
        participant_id=participant_id,
        person_id=person_id,
        template=template,
        params=params,
        written_at=batch.now,
        serial=batch.serial,
        recorded_at=now,
        held_until=now + hold if hold else None,
    )


async def write_all(s: AsyncSession, letters: Sequence[Letter]) -> None:
    """Put letters that are not held in the outbox; those that were written before stay as they are."""
    await insert_each_once(s, letters)


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
    """Put one in the outbox, for the participant or for `person`. None if it was written before."""
    person = person or (await people.participant(s, batch.round, participant_id)).person_id
    made = letter(
        batch,
        key=key,
        participant_id=participant_id,
        person_id=person,
        template=template,
        params=params,
        hold=hold,
    )
    return made if await insert_once(s, made) else None


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
    given = {"key_": key, "now": now, "until": now + lease}
    claimed: Letter | None = (await s.exec(_CLAIM, params=given)).scalar_one_or_none()
    if claimed:
        return claimed
    letter = (await s.exec(select(Letter).where(Letter.key == key))).one_or_none()
    if letter and letter.state in WAITING and letter.leased_until:
        raise Taken(letter.leased_until)
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
    sent = state == "sent"
    given = {
        **{"key_": claimed.key, "attempt_": claimed.attempts, "is_sent": sent},
        **{"state_": state, "error_": error, "message_id_": message_id},
        **{"leased_until_": now, "sent_at_": now if sent else None},
    }
    person_id = (await s.exec(_SETTLE, params=given)).scalar_one_or_none()
    if person_id is None:
        return
    if sent and said:
        await insert_once(s, said)
    if state not in WAITING:
        await sought.keep_letter(s, claimed, said.subject if sent and said else "")
    if state == "refused":
        person = (await s.exec(select(Person).where(Person.id == person_id))).one()
        person.refuses = True


async def told(s: AsyncSession, key: str, now: datetime) -> None:
    """The round knows that this letter was refused."""
    letter = (await s.exec(select(Letter).where(Letter.key == key))).one()
    letter.told_at = now
