"""Mail servers of the tests: real ones, that take letters or answer as they are told to."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

from activities.smtp import MailServer
from tests.activities.notifying import FAILED, about


class Mailbox:
    """A server that takes every message, or answers a command as it is told to.

    `data` may be an answer, or: cut (after the dot), cut before (it), late, slow. `first` are the answers to
    the first recipients; after them `rcpt` is.
    """

    def __init__(self, *, rcpt: str = "", data: str = "", mail: str = "", first: Sequence[str] = ()) -> None:
        self.taken: list[Envelope] = []
        self.rcpt, self.data, self.mail, self.first = rcpt, data, mail, list(first)
        self._read: list[EmailMessage] = []

    def bounces(self, said: dict[str, str] = FAILED) -> list[bytes]:
        """What it says later of all that it has taken."""
        return [about(envelope.original_content or b"", said) for envelope in self.taken]

    def letters(self) -> list[EmailMessage]:
        """What was taken, as a reader sees it: each is read once, however often somebody looks."""
        raw = [envelope.content for envelope in self.taken]
        come = [content for content in raw if isinstance(content, bytes)][len(self._read) :]
        self._read += [message_from_bytes(content, policy=default) for content in come]
        return list(self._read)

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
        return self.first.pop(0) if self.first else self.rcpt or "250 OK"

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


class Server(SMTP):
    """The protocol, which may also break off in the midst of a message."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - the name by which the server calls it
        if self.event_handler.data != "cut before":
            await super().smtp_DATA(arg)
            return
        await self.push("354 go on")
        await self._reader.readline()
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.abort()


@asynccontextmanager
async def serving(mailbox: Mailbox, *, utf8: bool = True) -> AsyncIterator[MailServer]:
    server = await asyncio.get_running_loop().create_server(
        lambda: Server(mailbox, enable_SMTPUTF8=utf8, hostname="mail.example"), "127.0.0.1", 0
    )
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield MailServer("127.0.0.1", port, "Ronda <ronda@secretaría.example>")
