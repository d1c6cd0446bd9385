"""A rendered letter as a message: its headers, its text and HTML, its calendar files (E1, E4, E6)."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol

from activities.calendars import CalendarFile
from activities.headers import POLICY, Encoded, encoded, mailbox
from activities.smtp import MailServer, ascii_domain
from templates.render import Rendered


def message_id(key: str, server: MailServer) -> str:
    """The Message-ID of a letter: the same at every attempt, so that a doubled one is known as such (E2).

    Nobody works it out who was not sent the letter: whoever names it can say that it came back (E6).
    """
    sealed = hmac.new(server.secret.encode(), f"message-id\n{key}".encode(), hashlib.sha256).hexdigest()
    return f"<{sealed[:32]}@{server.domain}>"


class Mailbox(Protocol):
    """Whom a letter is to, or who answers it."""

    @property
    def name(self) -> str:
        """Their name, as they wrote it."""

    @property
    def email(self) -> str:
        """Their address."""


def message(
    server: MailServer,
    key: str,
    rendered: Rendered,
    language: str,
    *,
    to: Mailbox,
    reply_to: Mailbox | None = None,
    calendars: Sequence[CalendarFile] = (),
    now: datetime | None = None,
    id: str = "",
) -> EmailMessage:
    """The message of a letter, for its one recipient, with its calendar files.

    `id` is the Message-ID under which it was tried before, whichever key signs by now.
    The name that it comes from is said by the letter: the Organization and the secretariat, in its language.
    """
    letter = EmailMessage(policy=POLICY)
    letter["From"] = mailbox("From", rendered.sender or server.name, server.address)
    letter["To"] = mailbox("To", to.name, ascii_domain(to.email))
    if reply_to and reply_to.email.isascii():
        letter["Reply-To"] = mailbox("Reply-To", reply_to.name, ascii_domain(reply_to.email))
    letter["Subject"] = Encoded(encoded("Subject", rendered.subject))
    letter["Date"] = Encoded(format_datetime(now or datetime.now(UTC)))
    letter["Message-ID"] = Encoded(id or message_id(key, server))
    letter["Auto-Submitted"] = Encoded("auto-generated")
    letter.set_content(rendered.text)
    letter.add_alternative(rendered.html, subtype="html")
    for file in calendars:
        _add(letter, file)
    # Only now: until then headers of that name belong to a part.
    letter["Content-Language"] = Encoded(language)
    return letter


def _add(letter: EmailMessage, file: CalendarFile) -> None:
    """RFC 6047: the part names the method that stands in the file, and what kind of component it holds."""
    params = {"method": file.method, "component": "VEVENT", "name": file.name}
    if file.invites:
        letter.add_alternative(file.text, subtype="calendar", params=params)
    else:
        letter.add_attachment(file.text, subtype="calendar", params=params, filename=file.name)
