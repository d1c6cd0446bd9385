"""A letter that stands in no outbox is handed in once, and what became of it is written down."""

from collections.abc import Awaitable, Callable
from email.message import EmailMessage

from sqlmodel.ext.asyncio.session import AsyncSession

from activities.faults import waits
from activities.smtp import MailServer, carry
from store.session import Database

Settle = Callable[[AsyncSession, str, str], Awaitable[None]]
"""Says of what has this id what became of its letter."""


async def handed_in(
    database: Database, server: MailServer, letter: EmailMessage, address: str, settle: Settle, id: str
) -> str:
    """What became of it: sent, uncertain or refused.

    Raises ApplicationError while it waits, so that it is tried again.
    """
    attempt = await carry(server, letter, address)
    async with database.writing() as s:
        await settle(s, id, attempt.state)
    if attempt.state == "waiting":
        raise waits(id, attempt.state, attempt.error)
    return attempt.state
