"""What calendar programs read: the visit as one event to which people are invited, the agenda's sessions.

The fields are those that RFC 5545, RFC 5546 (what each method holds) and RFC 6047 (by mail) require (V8, Z2).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from templates.agenda import Agenda, Sitting
from templates.marking import N_
from templates.words import Words

BRINGS = N_(
    "The experts do not come to present the work of their own country: from their experience they bring "
    "concrete ideas to the initiative."
)
"""V9, as the agenda and the calendars say it."""
CALLED_OFF = N_("Cancelled")
VISIT_OFF = N_("The visit does not take place on these dates.")
SESSION_OFF = N_("This session does not take place.")
NOT_YOURS = N_("You no longer take part in this round.")

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
    `location` is in the reader's language, `around` the country alone of it; `form` is how the visit is
    held, empty where there is one way. `url` is the page of the agenda, without any secret. `cancelled`: it
    leaves this calendar; `left`: because its owner has left the round.
    """

    sequence: int
    stamp: datetime
    zone: str
    location: str
    around: str
    organizer: Somebody
    press: str = ""
    form: str = ""
    url: str = ""
    cancelled: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """The visit's own event, for one attendee."""

    visit: VisitEntry
    uid: str
    starts: date
    ends: date
    summary: str
    attendee: Somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A visit among those of several rounds; `proposed`: people are asked whether its days suit them."""

    visit: VisitEntry
    uid: str
    starts: date
    ends: date
    summary: str
    about: str
    proposed: bool = False


def around(words: Words, country: str, form_apart: str = "") -> str:
    """The country where the visit takes place; held apart, in which form."""
    return words.choice("visit_form", form_apart) if form_apart else words.country(country)


def location(words: Words, institution: str, country: str, form_apart: str = "") -> str:
    """Where the visit takes place, with whom; held apart, in which form."""
    there = around(words, country, form_apart)
    return there if form_apart else f"{institution}, {there}"


def _described(words: Words, visit: VisitEntry) -> str:
    """What the visit's entry says besides its dates: form (V5), what experts are for (V9), press (V7)."""
    if visit.cancelled:
        return words.say(NOT_YOURS if visit.left else VISIT_OFF)
    form = _labelled(words, "visit_form", visit.form and words.choice("visit_form", visit.form))
    return _lines(form, words.say(BRINGS), _pressed(words, visit))


def _session_described(words: Words, sitting: Sitting, visit: VisitEntry) -> str:
    """What a session's entry says besides its title: with whom, who takes part, which language (V4, V5)."""
    if visit.cancelled:
        return words.say(NOT_YOURS if visit.left else SESSION_OFF)
    return _lines(
        words.choice("session", sitting.session),
        _labelled(words, "body_met", sitting.also_met),
        _labelled(words, "interviewed", sitting.interviewed),
        _labelled(words, "participants", ", ".join(sitting.people)),
        _labelled(words, "spoken", sitting.spoken and words.languages([sitting.spoken])),
        _pressed(words, visit),
    )


def _labelled(words: Words, field: str, text: str) -> str:
    return words.pair(words.label(field), text) if text else ""


def _pressed(words: Words, visit: VisitEntry) -> str:
    return _labelled(words, "press", visit.press and words.choice("press", visit.press))


def _lines(*said: str) -> str:
    return "\n".join(line for line in said if line)


def method_of(visit: VisitEntry) -> Method:
    """Whether an invitation invites to the visit or cancels it."""
    return "CANCEL" if visit.cancelled else "REQUEST"


def invitation(words: Words, i: Invitation) -> str:
    """The calendar file by which one attendee is invited, told of new dates, or told to forget them.

    Of whole days, so that it takes no night. No answer is asked for: dates were agreed before, and nobody
    would read what a program sends back.
    """
    event = _event(words, i.visit, i.uid, i.summary, _described(words, i.visit))
    event.add("dtstart", i.starts)
    event.add("dtend", i.ends + timedelta(days=1))
    attendee = _address(i.attendee)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee)
    return _file(method_of(i.visit), [], [event])


def sessions(words: Words, agenda: Agenda, visit: VisitEntry, round_id: str) -> str:
    """The agenda as a calendar file: one event a session, to be looked at, without attendees (V4).

    An event without attendees may not be cancelled by the method of that name; its status says it. So do
    those of sessions that the agenda has no more (V10).
    """
    visit = replace(visit, sequence=visit.sequence + agenda.revisions)
    events = [_session(words, sitting, visit, round_id) for sitting in agenda.sittings]
    off = replace(visit, cancelled=True)
    events += [_session(words, sitting, off, round_id) for sitting in agenda.gone]
    every = (*agenda.sittings, *agenda.gone)
    first, last = min(s.starts for s in every).date(), max(s.ends for s in every).date()
    return _file("PUBLISH", [_zone(agenda.zone, first, last)], events)


def stays(words: Words, all_: Sequence[Stay]) -> str:
    """Visits of several rounds, to be looked at; one that is proposed takes nobody's time."""
    return _file("PUBLISH", [], [_stay(words, one) for one in all_])


def _stay(words: Words, one: Stay) -> Event:
    event = _event(words, one.visit, one.uid, one.summary, one.about)
    event.add("dtstart", one.starts)
    event.add("dtend", one.ends + timedelta(days=1))
    if one.proposed:
        event["STATUS"] = vText("TENTATIVE")
        event.add("transp", "TRANSPARENT")
    return event


def _session(words: Words, sitting: Sitting, visit: VisitEntry, round_id: str) -> Event:
    kind = words.choice("session", sitting.session)
    title = words.pair(kind, sitting.title)
    summary = words.pair(words.say(CALLED_OFF), title) if visit.cancelled else title
    about = _session_described(words, sitting, visit)
    event = _event(words, visit, f"{round_id}-session-{sitting.number}@ronda", summary, about)
    if where := sitting.venue or (sitting.body_met and f"{sitting.body_met}, {visit.around}"):
        event["LOCATION"] = vText(where)
    event.add("dtstart", sitting.starts)
    event.add("dtend", sitting.ends)
    return event


def _event(words: Words, visit: VisitEntry, uid: str, summary: str, description: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("sequence", visit.sequence)
    event.add("dtstamp", visit.stamp)
    event.add("summary", summary, parameters={"LANGUAGE": words.language_code})
    event.add("location", visit.location)
    event.add("description", description, parameters={"LANGUAGE": words.language_code})
    event.add("status", "CANCELLED" if visit.cancelled else "CONFIRMED")
    event.add("organizer", _address(visit.organizer))
    if visit.url and not visit.cancelled:
        event.add("url", visit.url)
    return event


def _address(somebody: Somebody) -> vCalAddress:
    address = vCalAddress(f"mailto:{somebody.email}")
    if somebody.name:
        address.params["CN"] = vText(somebody.name)
    return address


def _file(method: Method, zones: list[Timezone], events: list[Event]) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//Ronda//rounds of peer dialogue//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for component in (*zones, *events):
        calendar.add_component(component)
    return str(calendar.to_ical(), "utf-8")


def _zone(name: str, first: date, last: date) -> Timezone:
    """The rules of a time zone, for programs that know no IANA names; two years hold every change."""
    return _rules(name, first.year, last.year + 1)


@lru_cache(maxsize=256)
def _rules(zone: str, first_year: int, last_year: int) -> Timezone:
    """The clocks of a zone, which the library finds day by day: longer than all else a letter takes."""
    rules = Timezone.from_tzinfo(
        ZoneInfo(zone), zone, first_date=date(first_year, 1, 1), last_date=date(last_year, 12, 31)
    )
    # The library notes there how long the rules hold; programs show it to people.
    rules.pop("COMMENT", None)
    return rules
