"""A letter that came back, matched by its Message-ID (E6)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import inspect
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from store import sought
from store.sent_texts import SentText
from store.tables import Letter, Person
from store.writes.audit import SYSTEM, note

LEFT = ("sent", "uncertain")
"""States of a letter that a mail server may have taken: no other comes back."""
_ROWS: Any = inspect(Letter).local_table


async def came_back(s: AsyncSession, message_ids: Sequence[str], status: str, now: datetime) -> str | None:
    """The first of these letters that there is, by its key, refused from now on as by the address itself.

    None for what no letter was sent under. `status` is the code that the other server gave. Whoever forges
    this knows the Message-ID, which only a letter's own reader was sent, and can do no more than say that
    their address refuses; the record says how it came about. A letter comes back once.
    """
    for message_id in message_ids:
        found = await s.exec(select(Letter.key).where(Letter.message_id == message_id).limit(1))
        if key := found.first():
            await _refuse(s, key, status, now)
            return key
    return None


async def _refuse(s: AsyncSession, key: str, status: str, now: datetime) -> None:
    refused = (
        _ROWS.update()
        .where(_ROWS.c.key == key, _ROWS.c.state.in_(LEFT))
        .values(state="refused", error=status, leased_until=now, told_at=None)
        .returning(_ROWS.c.key)
    )
    if (await s.exec(refused)).one_or_none() is None:
        return
    letter = await s.get_one(Letter, key, populate_existing=True)
    text = await s.get(SentText, key)
    await sought.keep_letter(s, letter, text.subject if text else "")
    (await s.get_one(Person, letter.person_id)).refuses = True
    about = {"letter": key, "status": status}
    round_id, whose = letter.round_id, letter.participant_id
    await note(s, f"{key}/came_back", round_id, now, "came_back", whose, actor=SYSTEM, **about)
