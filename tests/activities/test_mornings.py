"""One letter a day of what is pending, in each reader's own working morning (Z8)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, update

from rounds.state import effects as e
from rounds.state.batches import Following
from rounds.submissions.interventions import ReplacePerson
from store import outbox
from store.reads import asked
from store.tables import Letter, Participant
from tests.activities.test_post import once
from tests.activities.test_reminders import AGREE, two_rounds
from tests.activities.world import NOON, World, contact

KEY = "agree_panel:1"
EVENING = datetime(2027, 3, 10, 21, tzinfo=UTC)
"""Wednesday, six o'clock in Asuncion: when something falls due."""
FRIDAY_EVENING = EVENING + timedelta(days=2)
TOLD = e.Escalate(key=KEY, to=("responsible_officer",), level=1, holders=("focal_point",))


async def days(world: World) -> dict[str, str]:
    """For which day each participant has a letter of what is pending."""
    return {row.participant_id: row.key.rpartition("/")[2] for row in await world.letters_of("reminder")}


async def held(world: World, participant: str) -> timedelta:
    """How long the letter of a participant is held."""
    (row,) = [row for row in await world.letters_of("reminder") if row.participant_id == participant]
    return row.held_until - row.recorded_at if row.held_until else timedelta(0)


async def test_what_falls_due_in_an_evening_is_told_to_each_in_their_own_morning_z8(world: World) -> None:
    await world.commit(AGREE)
    world.holds = True
    await world.commit(TOLD, now=EVENING)
    assert await days(world) == {"focal_point": "2027-03-11", "responsible_officer": "2027-03-11"}
    asuncion, washington = [await held(world, who) for who in ("focal_point", "responsible_officer")]
    assert timedelta(hours=15) <= asuncion < timedelta(hours=15, minutes=15)
    # Before the clocks there change: two hours behind Asuncion.
    assert washington - asuncion == timedelta(hours=2)
    assert len(world.ids()) == 1
    await world.morning_comes()
    assert len(world.ids()) == 3


async def test_over_a_weekend_and_a_holiday_it_waits_for_whoever_has_one_z8(world: World) -> None:
    async with world.database.writing() as s:
        # Whose days off count is said by the round that somebody takes part in.
        await s.exec(
            update(Participant).where(col(Participant.id) == "alternate_contact").values(country="URY")
        )
    await world.commit(AGREE)
    before_easter = datetime(2027, 3, 19, 21, tzinfo=UTC)
    await world.commit(
        e.Escalate(key=KEY, to=("alternate_contact",), level=1, holders=("focal_point",)), now=before_easter
    )
    # In Uruguay offices are closed for the whole week, in Paraguay from Thursday.
    assert await days(world) == {"focal_point": "2027-03-22", "alternate_contact": "2027-03-29"}


async def test_what_was_answered_before_the_morning_comes_is_written_about_to_nobody_z8(world: World) -> None:
    await world.commit(AGREE)
    world.holds = True
    await world.commit(TOLD, now=EVENING)
    await world.commit(e.Close(key=KEY, state="fulfilled"), now=EVENING + timedelta(hours=1))
    await world.morning_comes()
    assert await world.letters_of("reminder") == []
    assert len(world.ids()) == 1


async def test_what_comes_up_in_two_rounds_until_the_morning_is_one_letter_of_both_z8(world: World) -> None:
    first, second = await two_rounds(world)
    world.holds = True
    before = len(world.ids())
    for round, now in ((first, FRIDAY_EVENING), (second, FRIDAY_EVENING + timedelta(hours=9))):
        world.round = round
        await world.commit(TOLD, now=now)
    assert await days(world) == {"focal_point": "2027-03-15", "responsible_officer": "2027-03-15"}
    await world.morning_comes()
    assert len(world.ids()) == before + 2
    officer = next(x for x in world.mailbox.letters()[before:] if "Focal Point" not in x["To"])
    text = officer.get_body(("plain",))
    assert text
    assert text.get_content().count("Esta tarea se espera de Focal Point") == 2
    assert "2 tareas que se esperan de otras personas" in officer["Subject"]


async def test_news_of_a_delay_that_come_after_the_letter_of_the_day_come_the_next_day_z8(
    world: World,
) -> None:
    first, second = await two_rounds(world)
    morning = datetime(2027, 3, 11, 14, tzinfo=UTC)
    for round, minutes in ((first, 0), (second, 5)):
        world.round = round
        await world.commit(TOLD, now=morning + timedelta(minutes=minutes))
    mine = [row.key for row in await world.letters_of("reminder") if row.participant_id != "focal_point"]
    assert [key.rpartition("/")[2] for key in mine] == ["2027-03-11", "2027-03-12"]


async def test_a_monthly_reminder_is_left_out_after_a_letter_that_said_the_same_z8(world: World) -> None:
    await world.commit(AGREE)
    morning = datetime(2027, 3, 10, 13, tzinfo=UTC)
    monthly = e.Remind(key=KEY, holders=("focal_point",), next_from=morning + timedelta(days=30), passed=3)
    plain = e.Remind(key=KEY, holders=("focal_point",))
    for n, (effect, letters) in enumerate([(plain, 1), (monthly, 1), (plain, 2)]):
        await world.commit(effect, now=morning + timedelta(days=n))
        assert len(await world.letters_of("reminder")) == letters
    await world.commit(monthly, now=morning + timedelta(days=30))
    assert len(await world.letters_of("reminder")) == 3


async def test_the_world_says_on_which_working_morning_the_next_monthly_reminder_comes_z8(
    world: World,
) -> None:
    await world.commit(AGREE)
    saturday = datetime(2027, 4, 10, 12, tzinfo=UTC)
    written = await world.commit(
        e.Remind(key=KEY, holders=("focal_point",), next_from=saturday, passed=3), now=NOON
    )
    (following,) = written.following
    assert following == Following(key=KEY, at=following.at, passed=3)
    assert saturday + timedelta(days=2) <= following.at < saturday + timedelta(days=2, minutes=15)


async def test_whoever_takes_the_place_of_one_who_was_told_is_told_z8(world: World) -> None:
    await world.commit(AGREE)
    await world.commit(e.Escalate(key=KEY, to=("alternate_contact",), level=1), now=EVENING)
    newcomer = ReplacePerson(participant="alternate_contact", newcomer=contact("New Alternate"))
    await world.take(
        newcomer,
        "",
        "",
        e.Replace(old="alternate_contact", new="alternate_contact~2", keys=()),
    )
    old, new = [await world.person(who) for who in ("alternate_contact", "alternate_contact~2")]
    async with world.database.reading() as s:
        assert [t.assignment.key for t in await asked.told_of(s, new.id)] == [KEY]
        assert await asked.told_of(s, old.id) == []


@pytest.mark.parametrize("old", ["escalation", "overdue"])
async def test_an_older_letter_of_a_delay_that_waits_still_goes_out_z8(world: World, old: str) -> None:
    await world.commit(AGREE)
    world.mailbox.rcpt = "450 greylisted"
    await once(world, e.Remind(key=KEY, holders=("focal_point",)))
    async with world.database.writing() as s:
        (letter,) = [row for row in await world.rows_in(s, Letter) if row.template == "reminder"]
        letter.template = old
    world.mailbox.rcpt = ""
    assert await world.letters.send_letter(world.jobs[-1]) == "sent"


async def test_a_letter_that_is_held_is_not_missed_before_its_morning(world: World) -> None:
    await world.commit(AGREE)
    world.holds = True
    await world.commit(TOLD, now=EVENING)
    now = datetime.now(UTC)
    async with world.database.reading() as s:
        assert await outbox.quiet_since(s, now + timedelta(hours=14)) == ()
        assert len(await outbox.quiet_since(s, now + timedelta(hours=18))) == 2
        assert len(await outbox.all_waiting(s)) == 2
