"""What real life changes of a visit: its agenda and arrangements, its dates, its form, at each step (V10)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from rounds.state.keys import Key
from rounds.submissions.changes import DecideMove, MoveVisit, ReviseAgenda, ReviseLocal
from rounds.submissions.interventions import LeavePanel, Withdraw
from rounds.submissions.visit import Item, MarkDates, ReadyVisit, Window
from store.tables import CalendarEvent, Inbox
from tests.workflows import cast
from tests.workflows.anyone import Anyone
from tests.workflows.seen import Told, until
from tests.workflows.story import Story

AGENDA, LOCAL = "set_agenda:1", "arrange_local:1"
MARKERS = ("focal_point", "expert-1", "expert-2")
REVISED = ReviseAgenda(sessions=cast.AGENDA.sessions)
BUSES = Item(what="Buses", owner="Protocol", by=date(2027, 3, 1), state="done")
DAY = timedelta(days=1)
STAY = timedelta(days=3)


async def arranged(story: Story) -> CalendarEvent:
    """The agenda and both lists are complete, and the visit is ahead."""
    await story.opened()
    await story.goes_to(AGENDA)
    while open_ := [key for key in await story.open() if key in (AGENDA, LOCAL, "arrange_international:1")]:
        await story.usual(open_[0])
    return await event(story)


async def a_week_before(story: Story) -> CalendarEvent:
    """It is a week before a visit without an agenda, and an officer is asked about it."""
    await story.opened()
    await story.goes_to(AGENDA)
    while todo := [key for key in await story.open() if key != AGENDA]:
        await story.usual(todo[0])
    found = await event(story)
    await story.passes_to(datetime.combine(found.starts - 7 * DAY, time(11), UTC))
    assert await story.open() == [AGENDA]
    await story.passes(hours=3)
    assert await story.open() == [AGENDA, "ready_visit:1"]
    return found


async def event(story: Story) -> CalendarEvent:
    (found,) = await story.rows(CalendarEvent)
    return found


async def begins(story: Story) -> None:
    """It is the evening of the visit's first day."""
    await story.goes_past("preparation")
    assert (await story.now()).date() == (await event(story)).starts


async def told(story: Story, what: str) -> list[str]:
    """To whom news were written, in a stable order."""
    rows = [row for row in await story.letter_rows() if row.params.get("what") == what]
    return sorted(row.participant_id for row in rows)


async def travellers(story: Story) -> list[str]:
    """Whoever was told of the dates of the visit."""
    return sorted({t.to for t in await story.letters("visit")})


def without(people: list[str], who: str) -> list[str]:
    """All but whoever brought it about."""
    return [person for person in people if person != who]


async def mark(story: Story, role: str, n: int, *suits: int) -> None:
    key = str(Key("mark_dates", role, n))
    (by,) = await until(lambda: story.holders(key))
    await story.does(by, key, MarkDates(choice="some" if suits else "none", suits=suits))


def later(found: CalendarEvent, days: int = 28) -> Window:
    starts = found.starts + timedelta(days=days)
    return Window(starts=starts, ends=starts + STAY)


@pytest.mark.kept
async def test_v10_agenda_and_lists_are_revised_before_the_visit_and_on_its_days_and_not_after(
    story: Story,
) -> None:
    before = await arranged(story)
    people = without(await travellers(story), "focal_point")
    await story.does("focal_point", AGENDA, REVISED)
    assert await told(story, "agenda_revised") == people
    await begins(story)
    await story.does("focal_point", AGENDA, REVISED)
    assert await told(story, "agenda_revised") == sorted([*people, *people])
    await story.does("focal_point", LOCAL, ReviseLocal(items=(BUSES,)))
    assert await told(story, "arrangements_revised") == ["responsible_officer"]
    assert (await event(story)).sequence == before.sequence
    await story.goes_to("record_findings:1")
    assert await story.refused("focal_point", AGENDA, REVISED) == "visit_over"
    kept = [row for row in await story.rows(Inbox) if row.kind in ("set_agenda", "revise_agenda")]
    assert [row.state for row in sorted(kept, key=lambda row: row.received_at)] == ["accepted"] * 3 + [
        "refused"
    ]


@pytest.mark.kept
async def test_v8_v10_a_complete_visit_moves_once_everyone_has_agreed_again(story: Story) -> None:
    before = await arranged(story)
    people = await travellers(story)
    move = MoveVisit(windows=(later(before), later(before, 35)), reason="An election")
    await story.steers("", move)
    assert await story.refused("", "", move, officer=story.officer) == "move_pending"
    for role in MARKERS[:-1]:
        await mark(story, role, 2, 2, 1)
    assert (await event(story)).starts == before.starts
    await mark(story, MARKERS[-1], 2, 2)
    await until(lambda: _moved(story, later(before, 35).starts))
    after = await event(story)
    assert (after.uid, after.sequence, after.ends) == (before.uid, 1, later(before, 35).ends)
    assert sorted(t.to for t in await story.letters("visit")) == sorted([*people, *people])
    await story.goes_to("record_findings:1")
    assert (await story.now()).date() >= after.ends


async def _moved(story: Story, starts: date) -> bool:
    return (await event(story)).starts == starts


@pytest.mark.kept
async def test_v8_v10_a_move_that_one_expert_cannot_keep_changes_nothing_until_the_officer_decides(
    story: Story,
) -> None:
    before = await arranged(story)
    people = await travellers(story)
    await story.steers("", MoveVisit(windows=(later(before),), reason="An election"))
    for role in MARKERS[:-1]:
        await mark(story, role, 2, 1)
    await mark(story, MARKERS[-1], 2)

    async def heard() -> bool:
        return await told(story, "move_not_agreed") == people

    await until(heard)
    now = await event(story)
    assert (now.starts, now.sequence) == (before.starts, 0)
    await story.steers("", DecideMove(choice="move", window=1, reason="There is no other week"))
    now = await event(story)
    assert (now.starts, now.sequence) == (later(before).starts, 1)
    await story.goes_to("record_findings:1")


async def test_v10_a_move_is_given_up_while_somebody_is_silent_and_everyone_is_told_once(
    story: Story,
) -> None:
    before = await arranged(story)
    people = await travellers(story)
    await story.steers("", MoveVisit(windows=(later(before),), reason="An election"))
    await mark(story, "focal_point", 2, 1)
    await story.steers("", DecideMove(choice="keep", reason="The election was put off"))
    assert await told(story, "visit_stays") == without(people, "responsible_officer")
    states = await story.states("mark_dates")
    asked = {key: state for key, state in states.items() if key.endswith(":2")}
    assert asked == {
        "mark_dates:focal_point:2": "fulfilled",
        "mark_dates:expert-1:2": "closed",
        "mark_dates:expert-2:2": "closed",
    }
    await story.goes_to("record_findings:1")
    assert (await event(story)).starts == before.starts


async def test_v10_a_visit_that_is_interrupted_goes_on_on_other_days(story: Story) -> None:
    before = await arranged(story)
    await begins(story)
    move = later(before, 14)
    await story.steers("", MoveVisit(windows=(move,), reason="A storm"))
    for role in MARKERS:
        await mark(story, role, 2, 1)
    await until(lambda: _moved(story, move.starts))
    await story.passes_to(datetime.combine(before.ends, time(23, 50), UTC))
    assert "record_findings:1" not in await story.states()
    await story.goes_to("record_findings:1")
    assert (await story.now()).date() >= move.ends


async def test_p8_v10_whoever_takes_the_seat_of_an_expert_who_leaves_answers_for_the_move(
    story: Story,
) -> None:
    before = await arranged(story)
    await story.steers("", MoveVisit(windows=(later(before),), reason="An election"))
    for role in ("focal_point", "expert-2"):
        await mark(story, role, 2, 1)
    (leaving,) = await until(lambda: story.holders("mark_dates:expert-1:2"))
    await story.does(leaving, "", LeavePanel(reason="Another post"))
    assert (await event(story)).starts == before.starts
    await story.goes_to("answer_invitation:candidate-1.1.2", leaving=("mark_dates:expert-1:2",))
    await story.usual("answer_invitation:candidate-1.1.2")
    (new,) = await until(lambda: story.holders("mark_dates:expert-1:2"))
    assert new != leaving
    await mark(story, "expert-1", 2, 1)
    await until(lambda: _moved(story, later(before).starts))


async def test_z2_v10_a_round_that_is_withdrawn_while_a_move_is_agreed_ends_with_all_of_it(
    story: Story,
) -> None:
    before = await arranged(story)
    await story.steers("", MoveVisit(windows=(later(before),), reason="An election"))
    await until(lambda: story.holders("mark_dates:expert-1:2"))
    await story.does("focal_point", "", Withdraw())
    assert (await story.ends()).outcome == "withdrawn"
    assert set((await story.states("mark_dates")).values()) == {"fulfilled", "closed"}


@pytest.mark.kept
async def test_v1_v10_an_unfinished_visit_is_asked_about_a_week_before_and_completed_it_is_not(
    story: Story,
) -> None:
    found = await a_week_before(story)
    assert (await story.assignment("ready_visit:1")).opened_at.date() == found.starts - 7 * DAY
    await story.usual(AGENDA)
    assert (await story.states("ready_visit"))["ready_visit:1"] == "closed"
    await story.goes_to("record_findings:1")
    assert await story.letters(to="responsible_officer", about="ready_visit:1") == [
        Told("responsible_officer", "assignment", "ready_visit:1")
    ]


async def test_v1_v8_an_unfinished_visit_that_moves_is_asked_about_again_a_week_before(story: Story) -> None:
    found = await a_week_before(story)
    move = later(found)
    body = ReadyVisit(choice="move", reason="More time", starts=move.starts, ends=move.ends)
    await story.does("responsible_officer", "ready_visit:1", body)
    await story.goes_to("ready_visit:2", leaving=(AGENDA,))
    assert (await story.assignment("ready_visit:2")).opened_at.date() == move.starts - 7 * DAY


@pytest.mark.kept
async def test_v5_v10_another_form_is_agreed_for_the_same_days(story: Story) -> None:
    people: Any = Anyone("mecigep")
    await story.opened(rules="mecigep", people=people)
    await story.goes_to(AGENDA)
    while open_ := [key for key in await story.open() if key in (AGENDA, LOCAL)]:
        await story.usual(open_[0])
    before = await event(story)
    await story.steers("", MoveVisit(visit_form="videoconference", reason="A storm"))
    asked = await until(lambda: _asked(story, 2))
    for role in (Key.parse(key).about for key in asked):
        await mark(story, role, 2, 1)

    async def raised() -> bool:
        return (await event(story)).sequence == 1

    await until(raised)
    now = await event(story)
    assert (now.starts, now.ends) == (before.starts, before.ends)
    last = [row for row in await story.letter_rows() if row.template == "visit"][-1]
    assert (last.params["form"], last.params["was_form"]) == ("videoconference", "on_site")


async def _asked(story: Story, n: int) -> list[str]:
    keys = [key for key in await story.states("mark_dates") if key.endswith(f":{n}")]
    return keys if len(keys) > 1 else []
