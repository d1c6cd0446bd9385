"""Calendar files as they arrive: what RFC 5545, RFC 5546 and RFC 6047 require of them (V4, V7, V8, Z2)."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from sqlmodel import col, update

from rounds.state import effects as e
from rounds.submissions.changes import MoveVisit, ReviseAgenda, ReviseLocal
from rounds.submissions.visit import ArrangeLocal, Item, MarkDates, Session, SetAgenda, Window
from store.tables import Participant
from tests.activities.world import FIRST, LEAD, NOON, OTHER, World, opening

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


async def test_v8_v10_a_move_is_told_with_what_was_and_why(world: World) -> None:
    await world.panel()
    await world.commit(schedule())
    move = MoveVisit(windows=(Window(starts=LATER, ends=LATER + (ENDS - STARTS)),), reason="A storm")
    sent = await world.take(move, "", "responsible_officer")
    moved = replace(schedule(LATER, 1), was_starts=STARTS, was_ends=ENDS, submission=sent)
    await world.commit(moved)
    said = text(last(world))
    assert "The dates of the visit have changed." in said
    assert "Until now:\nMonday, 7 June 2027 – Thursday, 10 June 2027" in said  # noqa: RUF001 - the dash of a span
    assert "Reason:\nA storm" in said


REVISED = ReviseAgenda(
    sessions=(
        Session(
            day=3,
            starts=time(14),
            ends=time(16),
            session="working_meeting",
            title="Gobernanza",
            venue="Salón A",
            participants=("expert-1", "focal_point"),
            language="es",
        ),
    )
)


async def revised(world: World) -> None:
    """The agenda loses a session and has the other on another day, in a room, with two people."""
    await agreed(world)
    sent = await world.send(REVISED, "set_agenda:1", "focal_point")
    await world.commit(
        e.Take(submission=sent, key="set_agenda:1", subject=REVISED.kind, by="focal_point", officer=""),
        e.Tell(what="agenda_revised", people=(OTHER,), key="set_agenda:1", submission=sent),
    )


async def test_v4_v10_a_revised_agenda_raises_the_sequence_and_takes_away_what_it_has_no_more(
    world: World,
) -> None:
    await revised(world)
    letter = last(world)
    calendar = parts(letter)["agenda.ics"][1]
    meeting, gone = calendar.walk("VEVENT")
    assert [(str(x["UID"]), int(x["SEQUENCE"]), str(x["STATUS"])) for x in (meeting, gone)] == [
        (f"{world.round}-session-1@ronda", 1, "CONFIRMED"),
        (f"{world.round}-session-2@ronda", 1, "CANCELLED"),
    ]
    assert meeting["DTSTART"].dt == datetime(2027, 6, 9, 14, tzinfo=ASUNCION)
    assert meeting["LOCATION"] == "Salón A"
    assert meeting["DESCRIPTION"].split("\n") == [
        "Working meeting on the initiative",
        "Who takes part: Focal Point",
        "Language of the session: Spanish",
    ]
    assert gone["SUMMARY"] == "Cancelled: Opening protocol session: Apertura"
    assert gone["DESCRIPTION"] == "This session does not take place."
    assert gone["LOCATION"] == "Gabinete Social, Paraguay"


async def test_v10_the_letter_says_what_has_changed_in_the_agenda(world: World) -> None:
    await revised(world)
    said = text(last(world))
    assert "Focal Point has changed the agenda of the visit." in said
    changed = said.index("Changed:\nWednesday, 9 June 2027, 14:00")
    before = said.index("Until now: Tuesday, 8 June 2027, 14:00")
    left_out = said.index("Left out:\nMonday, 7 June 2027, 09:00")
    assert changed < before < left_out


async def test_v10_when_the_visit_moves_after_a_revision_the_sequence_goes_on_growing(world: World) -> None:
    await revised(world)
    await world.commit(schedule(LATER, 1))
    meeting, gone = parts(last(world))["agenda.ics"][1].walk("VEVENT")
    assert [(int(x["SEQUENCE"]), str(x["STATUS"])) for x in (meeting, gone)] == [
        (2, "CONFIRMED"),
        (2, "CANCELLED"),
    ]


async def test_v2_v10_a_revised_list_is_told_with_what_has_changed(world: World) -> None:
    await agreed(world)
    await answered(world, "arrange_local", ArrangeLocal(items=(DONE,)))
    body = ReviseLocal(items=(replace(DONE, owner="Ceremonial"),), press="open")
    sent = await world.send(body, "arrange_local:1", "focal_point")
    await world.commit(
        e.Take(submission=sent, key="arrange_local:1", subject=body.kind, by="focal_point", officer=""),
        e.Tell(what="arrangements_revised", people=(OTHER,), key="arrange_local:1", submission=sent),
    )
    letter = last(world)
    said = text(letter)
    assert "Who takes care of it: Ceremonial" in said
    assert "Until now: Sala, Done" in said
    assert "Open to the press\nUntil now: No press" in said
    (_, event) = parts(letter)["agenda.ics"][1].walk("VEVENT")
    assert "Open to the press" in event["DESCRIPTION"]
    assert int(event["SEQUENCE"]) == 1


async def test_v8_v10_the_officer_is_told_whom_a_move_does_not_suit_and_the_others_that_it_is_off(
    world: World,
) -> None:
    await agreed(world)
    move = MoveVisit(windows=(Window(starts=LATER, ends=LATER + (ENDS - STARTS)),), reason="A storm")
    sent = await world.take(move, "", "responsible_officer")
    none = MarkDates(choice="none")
    key = "mark_dates:expert-2:1"
    await world.commit(opening(key, "expert-2", [OTHER]))
    await world.take(none, key, OTHER, e.Close(key=key, state="fulfilled"))
    people = (OTHER, "responsible_officer")
    await world.commit(e.Tell(what="move_not_agreed", people=people, submission=sent))
    expert, officer = (text(letter) for letter in world.mailbox.letters()[-2:])
    assert "The visit stays as it was agreed: Monday, 7 June 2027" in expert
    assert "Jamaica One" not in expert.replace("Dear Jamaica One", "")
    assert "No conviene a: Jamaica One" in officer


async def test_z2_v10_who_leaves_is_told_so_in_their_calendar_and_not_that_the_visit_is_off(
    world: World,
) -> None:
    await agreed(world)
    async with world.database.writing() as s:
        await s.exec(update(Participant).where(col(Participant.id) == OTHER).values(state="left"))
    await world.commit(e.Unschedule(number=1, people=(OTHER,)))
    found = parts(last(world))
    for event in [x for _, calendar in found.values() for x in calendar.walk("VEVENT")]:
        assert event["DESCRIPTION"] == "You no longer take part in this round."
        assert event["STATUS"] == "CANCELLED"
        assert "URL" not in event


async def test_calendar_files_arrive_with_crlf_alone_and_with_lines_that_are_folded(world: World) -> None:
    """V8: RFC 5545 3.1, after a real server has taken the letter, in every language."""
    await revised(world)
    everyone = (FIRST, OTHER, "focal_point", "responsible_officer", LEAD)
    await world.commit(schedule(LATER, 1, everyone))
    await world.commit(e.Unschedule(number=2, people=everyone))
    seen = 0
    for envelope in world.mailbox.taken:
        raw = envelope.content
        assert isinstance(raw, bytes)
        assert re.search(rb"(?<!\r)\n", raw) is None
        for part in message_from_bytes(raw).walk():
            if part.get_content_type() == "text/calendar":
                seen += 1
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                assert re.search(rb"(?<!\r)\n|\r(?!\n)", content) is None
                check_ical(content)
    assert seen > 10


def check_ical(content: bytes) -> None:
    """RFC 5545: lines of 75 octets at most, each a name and a value; components that end."""
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    unfolded = content.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode("utf-8").split("\r\n")[:-1]
    open_: list[str] = []
    for line in unfolded:
        name, colon, value = line.partition(":")
        assert colon
        assert re.match(r"[A-Z-]+", name), line
        if name == "BEGIN":
            open_.append(value)
        elif name == "END":
            assert open_.pop() == value
    assert open_ == []
    calendar: Any = icalendar.Calendar.from_ical(content)
    for event in calendar.walk("VEVENT"):
        once = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "SEQUENCE")
        assert not [name for name in once if isinstance(event.get(name), list)]
        assert event["DTEND"].dt > event["DTSTART"].dt


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
