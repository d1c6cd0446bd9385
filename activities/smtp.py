"""One message to one mail server, once, and what became of it (E2, E3)."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from activities.dkim_signature import Dkim
from activities.headers import POLICY

TIMEOUT = 10.0
"""Seconds for each answer of the server."""
WHOLE = 40.0
"""Seconds for all of one message: less than the activity that sends it is given."""

_TRANSPORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in; `starttls` None: when the server offers it. `sender` stands in From.

    `secret` is what Message-IDs are made with. `dkim` signs each letter, where a key is set.
    """

    host: str
    port: int
    sender: str
    tls: bool = False
    starttls: bool | None = None
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    secret: str = field(default="", repr=False)
    dkim: Dkim | None = None

    @property
    def address(self) -> str:
        """The sender's address alone."""
        return ascii_domain(parseaddr(self.sender)[1])

    @property
    def name(self) -> str:
        """The name that the sender goes by; empty if only an address was given."""
        return parseaddr(self.sender)[0]

    @property
    def domain(self) -> str:
        """The sender's domain, which Message-IDs end with."""
        return self.address.rpartition("@")[2]


def mail_server(url: str, sender: str, *, secret: str = "", dkim: Dkim | None = None) -> MailServer:
    """Read `smtp://user:password@host:port?starttls=true` or `smtps://…`; `sender` is Name <name@host>."""
    parts = urlsplit(url)
    starttls = parse_qs(parts.query).get("starttls")
    tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or _TRANSPORTS[parts.scheme],
        sender=sender,
        tls=tls,
        starttls=False if tls else starttls[0] == "true" if starttls else None,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        secret=secret,
        dkim=dkim,
    )


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of a letter: `error` is the server's code or a word, never what the server said.

    uncertain: the connection died before the server confirmed that it had the message. refused: this
    address or message will never be taken.
    """

    state: Literal["sent", "waiting", "uncertain", "refused"]
    error: str = ""


def ascii_domain(address: str) -> str:
    """The address with its domain in the letters of the DNS (E5).

    Raises: ValueError for what is no address, or would be more than one line of SMTP (E4).
    """
    local, at, domain = address.rpartition("@")
    if not (local and domain and address.isprintable()) or " " in address:
        raise ValueError("not an address")
    return f"{local}{at}{domain.encode('idna').decode()}"


async def carry(server: MailServer, message: EmailMessage, to: str) -> Attempt:
    """Hand the message in for one recipient. Says what happened; raises nothing of SMTP's."""
    try:
        address = ascii_domain(to)
    except ValueError:
        return Attempt("refused", "address")
    try:
        async with asyncio.timeout(WHOLE):
            return await _conversation(server, message, address)
    except TimeoutError:
        # Each answer came in time, and all together took too long: how far it got is not known.
        return Attempt("uncertain", "timeout")


async def _conversation(server: MailServer, message: EmailMessage, address: str) -> Attempt:
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        use_tls=server.tls,
        start_tls=server.starttls,
        timeout=TIMEOUT,
        local_hostname=server.domain,
    )
    try:
        await client.connect()
    except (aiosmtplib.SMTPException, OSError) as error:
        return Attempt("waiting", _word(error, "unreachable"))
    try:
        attempt = await _transaction(client, server, message, address)
        # The letter's fate is known by now: how the farewell goes does not change it.
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):
            await client.quit()
        return attempt
    finally:
        client.close()


async def _transaction(
    client: aiosmtplib.SMTP, server: MailServer, message: EmailMessage, address: str
) -> Attempt:
    international = not address.isascii()
    if international and not client.supports_extension("smtputf8"):
        return Attempt("refused", "smtputf8")
    encoding = "utf-8" if international else "ascii"
    try:
        await client.mail(
            server.address,
            options=["SMTPUTF8"] if international else None,
            encoding=encoding,
        )
    except (aiosmtplib.SMTPException, OSError) as error:
        # Who is refused here is the sender: that is ours to mend, and says nothing of the address.
        return Attempt("waiting", _word(error, "disconnected"))
    try:
        await client.rcpt(address, encoding=encoding)
    except (aiosmtplib.SMTPException, OSError) as error:
        return _failed(error, "waiting")
    try:
        await client.data(await _bytes(server, message, international))
    except (aiosmtplib.SMTPException, OSError) as error:
        return _failed(error, "uncertain")
    return Attempt("sent")


async def _bytes(server: MailServer, message: EmailMessage, international: bool) -> bytes:
    """A message as it travels, signed where a key is set: in a thread, for it takes the processor a while."""
    raw = message.as_bytes(policy=POLICY.clone(utf8=international))
    return await asyncio.to_thread(server.dkim.signed, raw) if server.dkim else raw


def _failed(error: Exception, unanswered: Literal["waiting", "uncertain"]) -> Attempt:
    """5xx is for good, 4xx passes, and without an answer it is `unanswered` (E2, E3)."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return Attempt("refused" if error.code >= 500 else "waiting", str(error.code))
    return Attempt(unanswered, _word(error, "disconnected"))


def _word(error: Exception, otherwise: str) -> str:
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return str(error.code)
    return "timeout" if isinstance(error, TimeoutError) else otherwise
