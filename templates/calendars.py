"""What calendar programs read: the visit as one event to which people are invited, the agenda's sessions.

The fields are those that RFC 5545, RFC 5546 (what each method holds) and RFC 6047 (by mail) require (V8, Z2).
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from rounds.clock.deadlines import EVENING, MORNING
from templates.agenda import Agenda, Sitting
from templates.marking import N_
from templates.words import Words

BRINGS = N_(
    "The experts do not come to present the work of their own country: from their experience they bring "
    "concrete ideas to the initiative."
)
"""V9, as the agenda and the calendars say it."""

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A name and an address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitEntry:
    """What events of a visit have in common.

    `sequence` grows with each change, `stamp` is when it changed; `zone` is where the visit takes place.
    `description` and `location` are in the reader's language, `language`.
    """

    sequence: int
    stamp: datetime
    zone: str
    location: str
    description: str
    organizer: Somebody
    language: str
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """The visit's own event, for one attendee."""

    visit: VisitEntry
    uid: str
    starts: date
    ends: date
    summary: str
    attendee: Somebody


def location(words: Words, institution: str, country: str) -> str:
    """Where the visit takes place."""
    return f"{institution}, {words.country(country)}"


def description(words: Words, press: str, form: str = "") -> str:
    """What an event says besides its dates: form (V5), what experts are there for (V9), press (V7)."""
    held = (words.pair(words.label("visit_form"), words.choice("visit_form", form)),) if form else ()
    visible = (words.pair(words.label("press"), words.choice("press", press)),) if press else ()
    return "\n".join((*held, words.say(BRINGS), *visible))


def method_of(visit: VisitEntry) -> Method:
    """Whether an invitation invites to the visit or cancels it."""
    return "CANCEL" if visit.cancelled else "REQUEST"


def invitation(i: Invitation) -> str:
    """The calendar file by which one attendee is invited, told of new dates, or told to forget them.

    No answer is asked for: dates were agreed before, and nobody would read what a program sends back.
    """
    zone = ZoneInfo(i.visit.zone)
    event = _event(i.visit, i.uid, i.summary)
    event.add("dtstart", datetime.combine(i.starts, MORNING, zone))
    event.add("dtend", datetime.combine(i.ends, EVENING, zone))
    attendee = _address(i.attendee)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee)
    return _file(method_of(i.visit), i.visit.zone, i.starts, i.ends, [event])


def sessions(words: Words, agenda: Agenda, visit: VisitEntry, round_id: str) -> str:
    """The agenda as a calendar file: one event a session, to be looked at, without attendees (V4).

    An event without attendees may not be cancelled by the method of that name; its status says it.
    """
    events = [_session(words, sitting, visit, round_id) for sitting in agenda.sittings]
    first, last = agenda.sittings[0].starts.date(), agenda.sittings[-1].ends.date()
    return _file("PUBLISH", agenda.zone, first, last, events)


def _session(words: Words, sitting: Sitting, visit: VisitEntry, round_id: str) -> Event:
    kind = words.choice("session", sitting.session)
    event = _event(visit, f"{round_id}-session-{sitting.number}@ronda", words.pair(kind, sitting.title))
    if sitting.body_met:
        event["LOCATION"] = vText(f"{sitting.body_met}, {visit.location}")
    event.add("dtstart", sitting.starts)
    event.add("dtend", sitting.ends)
    return event


def _event(visit: VisitEntry, uid: str, summary: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("sequence", visit.sequence)
    event.add("dtstamp", visit.stamp)
    event.add("summary", summary, parameters={"LANGUAGE": visit.language})
    event.add("location", visit.location)
    event.add("description", visit.description, parameters={"LANGUAGE": visit.language})
    event.add("status", "CANCELLED" if visit.cancelled else "CONFIRMED")
    event.add("organizer", _address(visit.organizer))
    return event


def _address(somebody: Somebody) -> vCalAddress:
    address = vCalAddress(f"mailto:{somebody.email}")
    if somebody.name:
        address.params["CN"] = vText(somebody.name)
    return address


def _file(method: Method, zone: str, first: date, last: date, events: list[Event]) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//Ronda//rounds of peer dialogue//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    # Programs that know no IANA names take the rules from here; two years hold every change around a visit.
    calendar.add_component(_rules(zone, first.year, last.year + 1))
    for event in events:
        calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


@lru_cache(maxsize=256)
def _rules(zone: str, first_year: int, last_year: int) -> Timezone:
    """The clocks of a zone, which the library finds day by day: longer than all else a letter takes."""
    return Timezone.from_tzinfo(
        ZoneInfo(zone), zone, first_date=date(first_year, 1, 1), last_date=date(last_year, 12, 31)
    )
