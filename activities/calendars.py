"""The visit as calendars know it: one event that is invited to, changed and cancelled (V8, Z2)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from rounds.deadlines import EVENING, MORNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One state of the event; `sequence` grows with each change, `stamp` is when it changed.

    `summary` is in the attendee's `language`, `location` as it is written there; `zone` is where the
    visit takes place.
    """

    method: Literal["REQUEST", "CANCEL"]
    uid: str
    sequence: int
    starts: date
    ends: date
    zone: str
    stamp: datetime
    summary: str
    location: str
    organizer: str
    attendee: str
    attendee_name: str
    language: str


def ics(invitation: Invitation) -> str:
    """The calendar file of an invitation, with the rules of its time zone in it (RFC 5545, RFC 5546)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Ronda//rounds of peer dialogue//EN")
    calendar.add("version", "2.0")
    calendar.add("method", invitation.method)
    zone = ZoneInfo(invitation.zone)
    # Programs that know no IANA names take the rules from here; two years hold every change around a visit.
    calendar.add_component(
        Timezone.from_tzinfo(
            zone,
            invitation.zone,
            first_date=date(invitation.starts.year, 1, 1),
            last_date=date(invitation.ends.year + 1, 12, 31),
        )
    )
    calendar.add_component(_event(invitation, zone))
    return str(calendar.to_ical(), "utf-8")


def _event(i: Invitation, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", i.uid)
    event.add("sequence", i.sequence)
    event.add("dtstamp", i.stamp)
    event.add("dtstart", datetime.combine(i.starts, MORNING, zone))
    event.add("dtend", datetime.combine(i.ends, EVENING, zone))
    event.add("summary", i.summary, parameters={"LANGUAGE": i.language})
    event.add("location", i.location)
    event.add("status", "CONFIRMED" if i.method == "REQUEST" else "CANCELLED")
    event.add("organizer", vCalAddress(f"mailto:{i.organizer}"))
    attendee = vCalAddress(f"mailto:{i.attendee}")
    attendee.params["CN"] = vText(i.attendee_name)
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee)
    return event
