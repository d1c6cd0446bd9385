"""Mail servers of the tests: real ones, that take letters or answer as they are told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

from activities.smtp import MailServer


class Mailbox:
    """A server that takes every message, or answers a command as it is told to."""

    def __init__(self, *, rcpt: str = "", data: str = "", mail: str = "") -> None:
        self.taken: list[Envelope] = []
        self.rcpt, self.data, self.mail = rcpt, data, mail

    def letters(self) -> list[EmailMessage]:
        """What was taken, as a reader sees it."""
        raw = [envelope.content for envelope in self.taken]
        return [message_from_bytes(content, policy=default) for content in raw if isinstance(content, bytes)]

    async def handle_MAIL(  # noqa: N802 - the name by which the server calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.mail or "250 OK"

    async def handle_RCPT(  # noqa: N802 - the name by which the server calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.rcpt or "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the name by which the server calls it
        self.taken.append(envelope)
        if self.data == "cut":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        if self.data in ("late", "slow"):
            await asyncio.sleep(0.5)
        if self.data == "slow":
            return "250 OK"
        return self.data or "250 OK"


@asynccontextmanager
async def serving(mailbox: Mailbox, *, utf8: bool = True) -> AsyncIterator[MailServer]:
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(mailbox, enable_SMTPUTF8=utf8, hostname="mail.example"), "127.0.0.1", 0
    )
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield MailServer("127.0.0.1", port, "Ronda <ronda@secretaría.example>")
