"""Whom a submission names, against those who are there: rules see no addresses."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.refusals import SamePerson
from rounds.steering_messages import Delegate, ReplacePerson
from store import outbox, reads
from store.persons import normal


async def check(s: AsyncSession, round_id: str, key: str, body: Any) -> None:
    """Nobody replaces themselves, or is the delegate for what is theirs.

    Raises: SamePerson, naming the field.
    """
    if isinstance(body, ReplacePerson):
        there = await reads.people(s, round_id)
        held = {x.person.email for x in there if x.participant.id == body.participant}
        email, field = body.newcomer.email, "newcomer.email"
    elif isinstance(body, Delegate):
        held = {person.email for _, person in await outbox.holders(s, round_id, key)}
        email, field = body.delegate.email, "delegate.email"
    else:
        return
    if normal(email) in held:
        raise SamePerson(field=field)
