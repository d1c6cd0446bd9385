"""A rendered letter as a message: its headers, its text and HTML, the visit's calendar file (E1, E4, E6)."""

import hashlib
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from activities.calendars import Invitation, ics
from activities.smtp import MailServer, ascii_domain
from store.outbox import Posted
from store.tables import CalendarEvent
from templates.render import Rendered


def message_id(key: str, domain: str) -> str:
    """The Message-ID of a letter: the same at every attempt, so that a doubled one is known as such (E2)."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def message(
    posted: Posted,
    rendered: Rendered,
    server: MailServer,
    *,
    event: CalendarEvent | None = None,
    zone: str = "UTC",
) -> EmailMessage:
    """The message of a letter, for its one recipient; with the calendar file if it is about the visit."""
    letter = EmailMessage()
    letter["From"] = _address(*parseaddr(server.sender))
    letter["To"] = _address(posted.person.name, posted.person.email)
    if posted.contact.email.isascii():
        letter["Reply-To"] = _address(posted.contact.name, posted.contact.email)
    letter["Subject"] = rendered.subject
    letter["Date"] = format_datetime(datetime.now(UTC))
    letter["Message-ID"] = message_id(posted.letter.key, server.domain)
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(rendered.text)
    letter.add_alternative(rendered.html, subtype="html")
    if event and posted.letter.template == "visit":
        invitation = _invitation(posted, event, rendered.subject, zone, server)
        params = {"method": invitation.method, "name": "visit.ics"}
        letter.add_alternative(ics(invitation), subtype="calendar", params=params)
    # Only now: until then headers of that name belong to a part.
    letter["Content-Language"] = posted.person.language
    return letter


def _address(name: str, email: str) -> Address:
    """As a header shows it; a name is one line, whatever was typed (E4)."""
    local, _, domain = ascii_domain(email).rpartition("@")
    return Address(" ".join(name.split()), local, domain)


def _invitation(
    posted: Posted, event: CalendarEvent, summary: str, zone: str, server: MailServer
) -> Invitation:
    """The event as the letter's row says it, not as it may be by now: letters may overtake one another."""
    params: dict[str, Any] = posted.letter.params
    return Invitation(
        method=params["method"],
        uid=event.uid,
        sequence=params["sequence"],
        starts=datetime.fromisoformat(params["starts"]).date(),
        ends=datetime.fromisoformat(params["ends"]).date(),
        zone=ZoneInfo(zone).key,
        stamp=posted.letter.written_at,
        summary=summary,
        location=posted.round.institution,
        organizer=server.address,
        attendee=posted.person.email,
        attendee_name=posted.person.name,
        language=posted.person.language,
    )
