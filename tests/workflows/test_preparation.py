"""The preparation: dates that clash, clocks that are moved, answers that are frozen, an incomplete agenda."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from rounds.submissions.questions import AnswerQuestionnaire
from rounds.submissions.visit import MarkDates, ReadyVisit
from store import inbox
from store.tables import CalendarEvent, Round
from tests.workflows.calendars import PARAGUAY, working_days
from tests.workflows.seen import Told
from tests.workflows.story import Story

AGENDA = "set_agenda:1"


async def preparing(story: Story, key: str, *leaving: str) -> Story:
    await story.opened()
    return await story.goes_to(key, leaving=leaving)


async def visit(story: Story) -> CalendarEvent:
    (event,) = await story.rows(CalendarEvent)
    return event


async def the_visit_would_begin(story: Story) -> None:
    """It is the evening of the visit's first day, and the agenda is missing."""
    await preparing(story, "ready_visit:1", AGENDA)


@pytest.mark.kept
async def test_v8_dates_that_clash_are_proposed_again_until_one_suits_everyone(story: Story) -> None:
    await preparing(story, "mark_dates:focal_point:1")
    for role, suits in (("focal_point", (1,)), ("expert-1", (2,)), ("expert-2", (1, 2))):
        (by,) = await story.holders(f"mark_dates:{role}:1")
        await story.does(by, f"mark_dates:{role}:1", MarkDates(choice="some", suits=suits))
    assert await story.rows(CalendarEvent) == []
    await story.usual("propose_dates:2")
    for role, suits in (("focal_point", (2,)), ("expert-1", (1, 2)), ("expert-2", (2,))):
        (by,) = await story.holders(f"mark_dates:{role}:2")
        await story.does(by, f"mark_dates:{role}:2", MarkDates(choice="some", suits=suits))
    proposed = await story.assignment("propose_dates:2")
    async with story.world.database.reading() as s:
        kept = await inbox.one(s, proposed.submission_id)
    assert kept
    agreed = inbox.body_of(kept).windows[1]
    event = await visit(story)
    assert (event.starts, event.ends, event.sequence) == (agreed.starts, agreed.ends, 0)
    assert AGENDA in await story.open()


@pytest.mark.kept
async def test_d2_answers_are_frozen_five_working_days_before_the_visit_and_the_visit_takes_place(
    story: Story,
) -> None:
    await preparing(story, "answer_questionnaire:1")
    await story.goes_to("record_findings:1", leaving=("answer_questionnaire:1",))
    frozen = await story.assignment("answer_questionnaire:1")
    assert frozen.state == "frozen"
    assert frozen.closed_at
    closed = frozen.closed_at.astimezone(PARAGUAY.zone)
    begins = datetime.combine((await visit(story)).starts, time(9), PARAGUAY.zone)
    # The day of the closing is the first of the five; the first of the visit is none of them.
    day = timedelta(days=1)
    assert (closed.hour, PARAGUAY.is_working(closed.date())) == (9, True)
    assert working_days(closed - day, begins - day) == 5
    late = AnswerQuestionnaire(answers=("Too", "late"))
    assert await story.refused("focal_point", "answer_questionnaire:1", late) == "not_open"


async def test_d2_questions_that_are_frozen_make_no_questionnaire(story: Story) -> None:
    await preparing(story, "write_questions:expert-2")
    await story.goes_to("record_findings:1", leaving=("write_questions:expert-2",))
    assert await story.states("write_questions", "send_questionnaire") == {
        "write_questions:expert-1": "fulfilled",
        "write_questions:expert-2": "frozen",
    }


@pytest.mark.kept
async def test_v1_the_visit_does_not_begin_on_an_incomplete_agenda_until_an_officer_waives_it(
    story: Story,
) -> None:
    await the_visit_would_begin(story)
    assert (await story.status()).step == "preparation"
    assert (await story.assignment(AGENDA)).overdue
    begin: Any = ReadyVisit(choice="begin")
    assert await story.refused("responsible_officer", "ready_visit:1", begin) == "reason_missing"
    await story.usual("ready_visit:1")
    assert (await story.states("set_agenda"))[AGENDA] == "waived"
    assert (await story.status()).step == "visit"
    await story.goes_to("record_findings:1")


@pytest.mark.kept
async def test_v8_the_visit_is_moved_and_every_calendar_has_the_next_sequence(story: Story) -> None:
    await the_visit_would_begin(story)
    before = await visit(story)
    starts = before.starts + timedelta(days=28)
    moved = ReadyVisit(
        choice="move", reason="The agenda takes longer", starts=starts, ends=starts + timedelta(days=4)
    )
    await story.does("responsible_officer", "ready_visit:1", moved)
    after = await visit(story)
    assert (after.uid, after.sequence, after.starts, after.ends) == (
        before.uid,
        1,
        starts,
        starts + timedelta(days=4),
    )
    assert not (await story.assignment(AGENDA)).overdue
    assert len(await story.letters("visit")) == 2 * 6
    await story.goes_to("ready_visit:2", leaving=(AGENDA,))
    await story.usual(AGENDA)
    assert (await story.states("ready_visit"))["ready_visit:2"] == "closed"
    await story.goes_to("record_findings:1")


async def test_v1_an_agenda_completed_meanwhile_makes_the_officers_decision_needless(story: Story) -> None:
    await the_visit_would_begin(story)
    await story.usual(AGENDA)
    assert await story.states("ready_visit") == {"ready_visit:1": "closed"}
    assert (await story.status()).step == "visit"
    assert await story.letters("told", to="responsible_officer") == [
        Told("responsible_officer", "told", "panel_agreed"),
        Told("responsible_officer", "told", "invitation_accepted candidate-1.1.1"),
        Told("responsible_officer", "told", "agenda_set"),
    ]


async def test_until_its_first_morning_a_visit_is_prepared_and_then_it_begins(story: Story) -> None:
    await preparing(story, AGENDA)
    while keys := await story.open():
        await story.usual(keys[0])
    ready = await visit(story)
    opens = datetime.combine(ready.starts, time(9), PARAGUAY.zone)
    assert await story.now() < opens - timedelta(days=1)
    assert (await story.status()).step == "preparation"
    (row,) = await story.rows(Round)
    assert row.step == "preparation"
    await story.passes_to(opens + timedelta(minutes=1))
    assert (await story.status()).step == "visit"
    # It is written down on that morning, and not only when something is asked next.
    await story.settled()
    (row,) = await story.rows(Round)
    assert (row.step, await story.open()) == ("visit", [])
