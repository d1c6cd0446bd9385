"""Calendar files and letters of a visit that changes, as a real server takes them (V2, V4, V8, V10, Z2)."""

import re
from dataclasses import replace
from datetime import datetime, time
from email import message_from_bytes
from typing import Any

import icalendar
from sqlmodel import col, select, update

from rounds.state import effects as e
from rounds.submissions.changes import MoveVisit, ReviseAgenda, ReviseLocal
from rounds.submissions.visit import ArrangeLocal, MarkDates, Session, Window
from store.tables import Inbox, Officer, Participant
from tests.activities.test_calendars import (
    ASUNCION,
    DONE,
    ENDS,
    LATER,
    STARTS,
    agreed,
    answered,
    last,
    parts,
    schedule,
    text,
)
from tests.activities.world import FIRST, LEAD, OTHER, World, opening


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
    # An officer filed the move: who asked hears what came of it.
    async with world.database.writing() as s:
        mine = select(Participant.person_id).where(Participant.id == "responsible_officer")
        officer = (await s.exec(select(Officer.id).where(col(Officer.person_id).in_(mine)))).one()
        await s.exec(update(Inbox).where(col(Inbox.id) == sent).values(officer_id=officer))
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
