"""Reminders: one letter a person and day with all that is open, over all rounds, of what is still to do."""

from datetime import UTC, date, datetime, timedelta

from rounds.state import effects as e
from rounds.submissions.interventions import AskMoreTime
from store import inbox
from store.tables import Officer
from tests.activities.world import NOON, OPENING, RIPSO, World, opening

AGREE = opening("agree_panel:1", "focal_point", ["focal_point"])
REMIND = e.Remind(key="agree_panel:1", holders=("focal_point",))
MORNING = datetime(2027, 3, 10, 12, tzinfo=UTC)
"""Nine o'clock in Asuncion."""


async def two_rounds(world: World) -> tuple[str, str]:
    """A second round of the same people, with the same assignment open."""
    await world.commit(AGREE)
    first = world.round
    async with world.database.writing() as s:
        officer = next(o for o in await world.rows_in(s, Officer) if not o.head)
        world.round = (await inbox.keep_opening(s, id="second", body=OPENING, officer_id=officer.id)).round_id
    await world.commit(e.Begin(opening="second", methodology=RIPSO))
    await world.commit(AGREE, now=NOON + timedelta(days=1))
    return first, world.round


async def remind(world: World, round: str, now: datetime = MORNING) -> None:
    world.round = round
    await world.commit(REMIND, now=now)


def said(world: World) -> str:
    part = world.mailbox.letters()[-1].get_body(("plain",))
    assert part
    text: str = part.get_content()
    return text


async def test_two_rounds_remind_a_person_once_a_day_of_what_is_open_in_both_z1(each_world: World) -> None:
    first, second = await two_rounds(each_world)
    before = len(each_world.ids())
    for round in (first, second):
        await remind(each_world, round)
    person = await each_world.person("focal_point")
    assert [row.key for row in await each_world.letters_of("reminder")] == [
        f"reminder/{person.id}/2027-03-10"
    ]
    assert len(each_world.ids()) == before + 1
    text = said(each_world)
    for round in (first, second):
        assert await _link(each_world, round) in text


async def _link(world: World, round: str) -> str:
    world.round = round
    return await world.url("agree_panel:1", "focal_point")


async def test_what_one_round_has_heard_is_not_reminded_of_by_the_other_z1(world: World) -> None:
    first, second = await two_rounds(world)
    done = await _link(world, first)
    await world.commit(e.Close(key="agree_panel:1", state="fulfilled"))
    await remind(world, first)
    assert await world.letters_of("reminder") == []
    await remind(world, second)
    assert len(await world.letters_of("reminder")) == 1
    assert done not in said(world)


async def test_after_an_outage_all_that_is_overdue_is_one_letter_of_that_day_z1(world: World) -> None:
    first, second = await two_rounds(world)
    back = MORNING + timedelta(days=90)
    for round in (first, second, first):
        await remind(world, round, back)
    assert len(await world.letters_of("reminder")) == 1
    await remind(world, second, back + timedelta(days=1))
    assert len(await world.letters_of("reminder")) == 2


async def test_a_paused_assignment_is_not_in_a_reminder_of_the_others_z1(world: World) -> None:
    first, second = await two_rounds(world)
    still = await _link(world, first)
    due = MORNING + timedelta(days=9)
    await world.commit(e.Move(key="agree_panel:1", due=due, monthly_from=due, paused=True, tell=()))
    await remind(world, second)
    assert still not in said(world)


async def test_an_owner_is_told_that_their_delay_is_known_and_who_knows_z1(world: World) -> None:
    await world.commit(AGREE)
    await world.commit(
        e.Escalate(key="agree_panel:1", to=("alternate_contact",), level=1, holders=("focal_point",)),
        now=MORNING,
    )
    assert sorted(await world.to("reminder")) == ["alternate_contact", "focal_point"]
    assert "contacto alterno" in said(world)
    told = world.mailbox.letters()[-2]
    assert (
        told["Subject"] == "RIPSO 2026-1 Paraguay: Con retraso: Acordar el panel, a la espera de Focal Point"
    )


async def test_the_officer_reads_who_asks_until_when_and_why_z1(world: World) -> None:
    await world.commit(AGREE)
    body = AskMoreTime(due=date(2027, 6, 1), reason="Feria judicial")
    await world.take(body, "agree_panel:1", "focal_point")
    await world.commit(
        opening("decide_extension:agree_panel:1:1", "responsible_officer", ["responsible_officer"])
    )
    text = said(world)
    assert [
        word for word in ("Focal Point", "Feria judicial", "1 de junio de 2027") if word not in text
    ] == []
