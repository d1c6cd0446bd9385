"""A letter that stands in no outbox is handed in once, and what became of it is written down."""

from email.message import EmailMessage

from sqlmodel import SQLModel

from activities.faults import waits
from activities.smtp import MailServer, carry
from store import rows
from store.session import Database


async def handed_in(
    database: Database, server: MailServer, letter: EmailMessage, address: str, of: type[SQLModel], id: str
) -> str:
    """What became of it: sent, uncertain or refused; the row `of` this id says it too.

    Raises ApplicationError while it waits, so that it is tried again.
    """
    attempt = await carry(server, letter, address)
    async with database.writing() as s:
        await rows.settle(s, of, id, attempt.state)
    if attempt.state == "waiting":
        raise waits(id, attempt.state, attempt.error)
    return attempt.state
