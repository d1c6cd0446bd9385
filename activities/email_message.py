"""A rendered letter as a message: its headers, its text and HTML, its calendar files (E1, E4, E6)."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from activities.calendars import CalendarFile
from activities.headers import POLICY, Encoded, encoded, mailbox
from activities.smtp import MailServer, ascii_domain
from store.outbox import Posted
from templates.render import Rendered


def message_id(key: str, domain: str) -> str:
    """The Message-ID of a letter: the same at every attempt, so that a doubled one is known as such (E2)."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def message(
    posted: Posted, rendered: Rendered, server: MailServer, calendars: Sequence[CalendarFile] = ()
) -> EmailMessage:
    """The message of a letter, for its one recipient, with its calendar files.

    The name that it comes from is said by the letter: the Organization and the secretariat, in its language.
    """
    letter = EmailMessage(policy=POLICY)
    letter["From"] = mailbox("From", rendered.sender or server.name, server.address)
    letter["To"] = mailbox("To", posted.person.name, ascii_domain(posted.person.email))
    if posted.contact.email.isascii():
        letter["Reply-To"] = mailbox("Reply-To", posted.contact.name, ascii_domain(posted.contact.email))
    letter["Subject"] = Encoded(encoded("Subject", rendered.subject))
    letter["Date"] = format_datetime(datetime.now(UTC))
    letter["Message-ID"] = message_id(posted.letter.key, server.domain)
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(rendered.text)
    letter.add_alternative(rendered.html, subtype="html")
    for file in calendars:
        _add(letter, file)
    # Only now: until then headers of that name belong to a part.
    letter["Content-Language"] = posted.person.language
    return letter


def _add(letter: EmailMessage, file: CalendarFile) -> None:
    """RFC 6047: the part names the method that stands in the file, and what kind of component it holds."""
    params = {"method": file.method, "component": "VEVENT", "name": file.name}
    if file.invites:
        letter.add_alternative(file.text, subtype="calendar", params=params)
    else:
        letter.add_attachment(file.text, subtype="calendar", params=params, filename=file.name)
