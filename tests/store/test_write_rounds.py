"""Rounds and letters. Each effect, run twice, leaves what it left the first time (K1)."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col

from rounds.state import effects as e
from store.session import Database
from store.tables import CalendarEvent, Inbox, Letter, Participant, Person, Round
from store.writes import letters, rounds
from tests.store.scene import KEY, MY_ROUND, NOW, RIPSO, Scene, batch, officers, open_round, twice

LEASE = timedelta(seconds=60)


async def test_a_round_begins_with_its_people_and_the_secretariats(database: Database) -> None:
    officer = await officers(database)
    scene = Scene(database, await open_round(database, officer))
    opening_id = (await scene.rows(Inbox.id))[0][0]
    effect = e.Begin(opening=opening_id, methodology=RIPSO)
    await scene.do(rounds.begin, effect, serial=1)

    assert await scene.rows(
        Participant.id, Participant.role, Person.email, where=Person.id == Participant.person_id
    ) == [
        ("alternate_contact", "alternate_contact", "alternate@example.org"),
        ("focal_point", "focal_point", "focal@example.org"),
        ("head_of_secretariat", "head_of_secretariat", "head@example.org"),
        ("responsible_officer", "responsible_officer", "officer@example.org"),
    ]
    assert await scene.grants() == MY_ROUND
    assert await scene.rows(Inbox.state) == [("accepted",)]
    assert await scene.actions() == [(officer, "opened", scene.round)]
    assert await scene.rows(Round.initiative, Round.country, Round.secretariat_id, Round.step) == [
        ("A single social registry", "PRY", "DIS", "request")
    ]


async def test_the_visit_moves_and_is_cancelled_in_the_calendars(scene: Scene) -> None:
    first = e.Schedule(starts=date(2026, 5, 4), ends=date(2026, 5, 7), number=0, freeze=5, people=())
    moved = e.Schedule(starts=date(2026, 6, 1), ends=date(2026, 6, 3), number=1, freeze=5, people=())
    await scene.do(rounds.schedule, first, serial=3)
    await scene.do(rounds.schedule, moved, serial=4)
    await scene.do(rounds.unschedule, e.Unschedule(number=2, people=()), serial=5)

    columns = (CalendarEvent.sequence, CalendarEvent.starts, CalendarEvent.ends, CalendarEvent.state)
    assert await scene.rows(*columns) == [(2, date(2026, 6, 1), date(2026, 6, 3), "cancelled")]


async def test_a_version_of_the_report_is_written_once(scene: Scene) -> None:
    await scene.do(rounds.report, e.Report(version=1, sha256="ab", submission="1"))

    assert ("ronda", "report", "1") in await scene.actions()


async def test_news_are_recorded_once(scene: Scene) -> None:
    await scene.do(rounds.tell, e.Tell(what="panel_formed", people=("focal_point",)))

    assert ("ronda", "told", "panel_formed") in await scene.actions()


async def test_a_round_that_ends_ends_every_link(scene: Scene) -> None:
    now = batch(scene.round, serial=3, step="closed", outcome="internal")
    await twice(scene.database, lambda s: rounds.advance(s, now))

    assert {state for *_, state in await scene.grants()} == {"ended"}
    assert await scene.rows(Round.step, Round.outcome, Round.closed_at, Round.changed_at) == [
        ("closed", "internal", NOW + timedelta(hours=3), NOW + timedelta(hours=3))
    ]


async def write_letter(scene: Scene, key: str = "letter") -> None:
    now = batch(scene.round, serial=3)
    await twice(
        scene.database,
        lambda s: letters.write(
            s, now, key=key, participant_id="focal_point", template="assignment", params={"key": KEY}
        ),
    )


async def tried(scene: Scene, state: letters.State, *, at: datetime = NOW, error: str = "") -> None:
    """Somebody claims the letter, and says what came of it."""
    async with scene.database.writing() as s:
        claimed = await letters.claim(s, "letter", at, LEASE)
    assert claimed
    async with scene.database.writing() as s:
        await letters.settle(s, claimed, state, now=at, message_id="<1@ronda>", error=error)


async def test_a_letter_is_sent_once(scene: Scene) -> None:
    await write_letter(scene)
    await tried(scene, "uncertain", error="421 later")
    await tried(scene, "sent", at=NOW + LEASE)
    await tried(scene, "refused", at=NOW + 2 * LEASE)

    columns = (Letter.state, Letter.attempts, Letter.message_id, Letter.error, Letter.sent_at)
    assert await scene.rows(*columns) == [("sent", 2, "<1@ronda>", "", NOW + LEASE)]


async def test_a_letter_that_is_being_sent_is_nobody_elses_until_the_lease_has_ended(scene: Scene) -> None:
    await write_letter(scene)
    async with scene.database.writing() as s:
        await letters.claim(s, "letter", NOW, LEASE)
    almost = NOW + LEASE - timedelta(seconds=1)
    with pytest.raises(letters.Taken) as raised:
        async with scene.database.writing() as s:
            await letters.claim(s, "letter", almost, LEASE)
    assert raised.value.until == NOW + LEASE
    async with scene.database.writing() as s:
        assert await letters.claim(s, "letter", NOW + LEASE, LEASE)
    assert await scene.rows(Letter.attempts, Letter.leased_until) == [(2, NOW + 2 * LEASE)]


async def test_a_refused_letter_marks_the_address(scene: Scene) -> None:
    await write_letter(scene)
    await tried(scene, "refused", error="550")

    assert await scene.rows(Person.email, where=col(Person.refuses).is_(True)) == [("focal@example.org",)]


async def test_a_letter_sent_again_is_a_letter_of_its_own(scene: Scene) -> None:
    await write_letter(scene)
    await scene.do(letters.resend, e.Resend(letter="letter", submission="7"), serial=4)

    assert await scene.rows(Letter.key, Letter.state) == [
        ("letter", "waiting"),
        ("letter/again/7", "waiting"),
    ]
