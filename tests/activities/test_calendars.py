"""Calendar files as they arrive: what RFC 5545, RFC 5546 and RFC 6047 require of them (V4, V7, V8, Z2)."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from rounds.state import effects as e
from rounds.submissions.visit import ArrangeLocal, Item, Session, SetAgenda
from tests.activities.world import FIRST, NOON, OTHER, World, opening

STARTS, ENDS, LATER = date(2027, 6, 7), date(2027, 6, 10), date(2027, 7, 5)
ASUNCION = ZoneInfo("America/Asuncion")
DAY = timedelta(days=1)
AGENDA = SetAgenda(
    sessions=(
        Session(day=2, starts=time(14), ends=time(16), session="working_meeting", title="Gobernanza"),
        Session(day=1, starts=time(9), ends=time(10), session="opening_session", title="Apertura"),
    )
)
DONE = Item(what="Sala", owner="Protocolo", by=STARTS, state="done")


def schedule(starts: date = STARTS, number: int = 0, people: tuple[str, ...] = (OTHER,)) -> e.Schedule:
    return e.Schedule(starts=starts, ends=starts + (ENDS - STARTS), number=number, freeze=5, people=people)


async def answered(world: World, kind: str, body: Any, *more: e.Effect) -> None:
    """An assignment of the focal point, opened and fulfilled."""
    key = f"{kind}:1"
    await world.commit(opening(key, "focal_point", ["focal_point"]))
    sent = await world.send(body, key, "focal_point")
    take = e.Take(submission=sent, key=key, subject=kind, by="focal_point", officer="")
    await world.commit(take, e.Close(key=key, state="fulfilled", submission=sent), *more)


async def agreed(world: World) -> None:
    """A visit with dates, and its agenda told to an expert who reads English."""
    await world.panel()
    await world.commit(schedule())
    await answered(
        world, "set_agenda", AGENDA, e.Tell(what="agenda_set", people=(OTHER,), key="set_agenda:1")
    )


def parts(letter: EmailMessage) -> dict[str, tuple[EmailMessage, Any]]:
    """The calendar parts of a letter by name, each with what is in it."""
    found = [p for p in letter.walk() if p.get_content_type() == "text/calendar"]
    return {str(p.get_param("name")): (p, icalendar.Calendar.from_ical(p.get_content())) for p in found}


def last(world: World) -> EmailMessage:
    return world.mailbox.letters()[-1]


def text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body
    found: str = body.get_content()
    return found.replace("\r\n", "\n")


def _check_organizer(letter: EmailMessage, event: Any) -> None:
    """The organizer is whom the letter comes from, by address and by name: so programs take changes."""
    (sender,) = letter["From"].addresses
    assert event["ORGANIZER"] == f"mailto:{sender.addr_spec}"
    assert event["ORGANIZER"].params["CN"] == sender.display_name


REQUIRED = {"UID", "DTSTAMP", "ORGANIZER", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "STATUS", "LOCATION"}
METHODS = ["REQUEST", "REQUEST", "CANCEL"]


async def test_v8_an_invitation_its_update_and_its_cancellation_have_what_the_standards_require(
    world: World,
) -> None:
    await world.panel()
    await world.commit(schedule())
    await world.commit(schedule(LATER, 1))
    await world.commit(e.Unschedule(number=2, people=(OTHER,)))
    letters = world.mailbox.letters()[-3:]
    uids = set()
    for number, (letter, method) in enumerate(zip(letters, METHODS, strict=True)):
        part, calendar = parts(letter)["visit.ics"]
        (event,) = calendar.walk("VEVENT")
        # RFC 6047: the part's method is the calendar's, its charset is said, and no line is too long.
        assert part.get_param("method") == str(calendar["METHOD"]) == method
        assert (part.get_content_charset(), part.get_param("component")) == ("utf-8", "VEVENT")
        assert part["Content-Transfer-Encoding"] in ("7bit", "quoted-printable", "base64")
        assert (str(calendar["VERSION"]), bool(calendar["PRODID"])) == ("2.0", True)
        assert set(event) >= {*REQUIRED, "ATTENDEE"}
        uids.add(str(event["UID"]))
        assert int(event["SEQUENCE"]) == number
        assert event["STATUS"] == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")
        _check_organizer(letter, event)
        assert event["ATTENDEE"] == "mailto:jamaica.one@example.org"
        assert event["ATTENDEE"].params["CN"] == "Jamaica One"
        assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
        assert event["ATTENDEE"].params["RSVP"] == "FALSE"
        assert event["DTSTAMP"].dt == NOON
        # Whole days, the last one not counted: no night is taken, and no time zone is needed.
        first = STARTS if number == 0 else LATER
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (first, first + (ENDS - STARTS) + DAY)
        assert calendar.walk("VTIMEZONE") == []
        assert ("does not take place" in event["DESCRIPTION"]) == (method == "CANCEL")
    assert uids == {f"{world.round}@ronda"}


@pytest.mark.parametrize(
    ("who", "country", "title"),
    [(OTHER, "Paraguay", "Visit of the panel"), (FIRST, "Paraguay", "Visita del panel")],
    ids=["en", "es"],
)
async def test_v8_z3_what_a_calendar_shows_is_in_the_recipients_language(
    world: World, who: str, country: str, title: str
) -> None:
    await world.panel()
    await world.commit(schedule(people=(who,)))
    (event,) = parts(last(world))["visit.ics"][1].walk("VEVENT")
    person = await world.person(who)
    assert title in str(event["SUMMARY"])
    assert event["SUMMARY"].params["LANGUAGE"] == person.language
    assert event["LOCATION"] == f"Gabinete Social, {country}"
    assert ("concrete ideas" in event["DESCRIPTION"]) == (person.language == "en")


async def test_v1_v9_the_agenda_is_told_with_one_event_a_session_in_the_visits_time_zone(
    world: World,
) -> None:
    await agreed(world)
    letter = last(world)
    part, calendar = parts(letter)["agenda.ics"]
    assert part.get_content_disposition() == "attachment"
    assert part.get_param("method") == str(calendar["METHOD"]) == "PUBLISH"
    events = calendar.walk("VEVENT")
    assert len(calendar.walk("VTIMEZONE")) == 1
    for event in events:
        assert set(event) >= REQUIRED
        # RFC 5546: what is published has no attendees.
        assert "ATTENDEE" not in event
        _check_organizer(letter, event)
        assert re.fullmatch(r"https://ronda\.example/l/[0-9a-f]{16}/agenda", event["URL"])
    assert "COMMENT" not in calendar.to_ical().decode()
    assert [(str(x["UID"]), x["DTSTART"].dt, str(x["SUMMARY"])) for x in events] == [
        (
            f"{world.round}-session-2@ronda",
            datetime(2027, 6, 7, 9, tzinfo=ASUNCION),
            "Opening protocol session: Apertura",
        ),
        (
            f"{world.round}-session-1@ronda",
            datetime(2027, 6, 8, 14, tzinfo=ASUNCION),
            "Working meeting on the initiative: Gobernanza",
        ),
    ]
    said = text(letter)
    assert "The experts do not come to present the work of their own country" in said
    # On site the clock of the place counts, and no other.
    assert "14:00 – 16:00 (Asunción)" in said  # noqa: RUF001 - the dash of a span
    assert "Jamaica)" not in said


async def test_v5_a_meeting_takes_place_with_the_body_that_is_met_and_no_other_stands_in_its_line(
    world: World,
) -> None:
    bodies = ("Ministerio de Hacienda", "Gabinete Social")
    titles = ("Ministerio de Hacienda", "Apertura")
    said = zip(AGENDA.sessions, titles, bodies, strict=True)
    meetings = SetAgenda(sessions=tuple(replace(s, title=t, body_met=b) for s, t, b in said))
    await world.panel()
    await world.commit(schedule())
    told = e.Tell(what="agenda_set", people=(FIRST,), key="set_agenda:1")
    await answered(world, "set_agenda", meetings, told)
    events = parts(last(world))["agenda.ics"][1].walk("VEVENT")
    assert {str(event["LOCATION"]) for event in events} == {f"{body}, Paraguay" for body in bodies}
    # The one whose title is the body itself names it once.
    assert ["Hacienda" in event["DESCRIPTION"] for event in events] == [False, False]
    assert text(last(world)).count("Ministerio de Hacienda") == 1
    assert text(last(world)).count("Gabinete Social\n") == 1


async def test_v8_the_sessions_move_with_the_visit_and_leave_calendars_with_it(world: World) -> None:
    await agreed(world)
    await world.commit(schedule(LATER, 1))
    moved = parts(last(world))["agenda.ics"][1].walk("VEVENT")
    assert [(int(x["SEQUENCE"]), x["DTSTART"].dt.date(), x["STATUS"]) for x in moved] == [
        (1, LATER, "CONFIRMED"),
        (1, date(2027, 7, 6), "CONFIRMED"),
    ]
    await world.commit(e.Unschedule(number=2, people=(OTHER,)))
    gone = parts(last(world))["agenda.ics"][1].walk("VEVENT")
    assert {(int(x["SEQUENCE"]), str(x["STATUS"])) for x in gone} == {(2, "CANCELLED")}
    assert {x["UID"] for x in gone} == {x["UID"] for x in moved}


async def test_v8_a_newcomer_is_told_of_agreed_dates_and_not_of_changed_ones(world: World) -> None:
    await agreed(world)
    await world.commit(schedule(number=1, people=(FIRST,)))
    assert "Las fechas de la visita están acordadas" in text(last(world))
    assert set(parts(last(world))) == {"visit.ics", "agenda.ics"}


async def test_v8_the_letter_says_the_first_and_the_last_day(world: World) -> None:
    await world.panel()
    await world.commit(schedule())
    said = text(last(world))
    assert "First day:\nMonday, 7 June 2027\n" in said
    assert "Last day:\nThursday, 10 June 2027\n" in said
    assert "This letter carries an invitation" in said
    assert "attached" not in said


PRESS = "Visibility in the press"


async def test_v7_letters_about_the_visit_say_what_the_press_may_see_once_it_is_known(world: World) -> None:
    await agreed(world)
    assert PRESS not in text(last(world))
    await answered(world, "arrange_local", ArrangeLocal(items=(DONE,)))
    await world.commit(schedule(LATER, 1))
    letter = last(world)
    assert f"{PRESS}: No press" in " ".join(text(letter).split())
    (event,) = parts(letter)["visit.ics"][1].walk("VEVENT")
    assert f"{PRESS}: No press" in event["DESCRIPTION"]
    await world.commit(opening("ready_visit:1", "responsible_officer", ["responsible_officer"]))
    assert "Sin prensa" in text(last(world))
    await world.commit(opening("agree_panel:1", "focal_point", ["focal_point"]))
    assert "prensa" not in text(last(world))


async def test_v7_a_list_that_was_waived_leaves_the_visit_without_press(world: World) -> None:
    await agreed(world)
    await world.commit(opening("arrange_local:1", "focal_point", ["focal_point"]))
    await world.commit(e.Close(key="arrange_local:1", state="waived"))
    await world.commit(schedule(LATER, 1))
    assert "No press" in text(last(world))
