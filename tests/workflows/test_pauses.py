"""Clocks that are stopped more than once, and by more than one officer (Z1)."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import pytest

from api.intake.intake import Verdict
from rounds.steps.warnings import DAY_OFF
from rounds.submissions.interventions import Extend, Pause, Resume
from rounds.submissions.refusals import Refusal
from rounds.submissions.request import ExamineRequest
from store.tables import Assignment
from tests.workflows.calendars import due_again
from tests.workflows.seen import until
from tests.workflows.story import Story

AGREE, PROPOSE = "agree_panel:1", "propose_panel:1"


async def agreeing(story: Story) -> datetime:
    """The focal point is asked to agree the panel: until when."""
    await story.opened()
    await story.goes_to(AGREE)
    await story.settled()
    return (await story.assignment(AGREE)).due_at


async def does(story: Story, key: str, body: Pause | Resume | Extend) -> Verdict | Refusal:
    """An officer does something and does not wait for what follows; somebody may have been faster."""
    try:
        return await story.tries("", key, body, officer=story.officer)
    except Refusal as refusal:
        return refusal


async def goes_on(story: Story) -> Assignment:
    """The clock goes on in the end; its row, once the round and the row say the same of it."""
    for key in (AGREE, ""):
        await does(story, key, Resume())

    async def same() -> Assignment | None:
        row, (a, *_) = await story.assignment(AGREE), (await story.status()).open
        return row if (row.due_at, row.paused) == (a.due, a.paused) == (a.due, False) else None

    return await until(same)


@pytest.mark.parametrize("key", [AGREE, ""], ids=["one_assignment", "the_whole_round"])
async def test_z1_ten_quick_pairs_of_pause_and_resume_move_nothing(story: Story, key: str) -> None:
    due = await agreeing(story)
    for _ in range(10):
        await does(story, key, Pause(reason="Elections"))
        await does(story, key, Resume())
    assert (await goes_on(story)).due_at == due


@pytest.mark.kept
async def test_z1_ten_pauses_of_an_hour_are_ten_hours_and_fourteen_more_are_a_day(story: Story) -> None:
    due = await agreeing(story)
    stood: list[tuple[datetime, datetime]] = []
    for hours in (*[1] * 10, 14.5):
        stopped = await story.now()
        await story.steers(AGREE, Pause(reason="Elections"))
        await story.passes(hours=hours)
        stood.append((stopped, await story.now()))
        await story.steers(AGREE, Resume())
        row = await goes_on(story)
        assert row.due_at == due_again(due, *stood)
    assert due <= row.due_at
    await story.lapses(AGREE)
    assert (await story.assignment(AGREE)).overdue
    assert len(await story.letters("reminder", to="focal_point")) == 2 + 1


async def test_z1_two_officers_who_stop_a_clock_and_let_it_go_on_at_once_move_nothing(story: Story) -> None:
    due = await agreeing(story)

    async def officer(key: str) -> None:
        for _ in range(4):
            await does(story, key, Pause(reason="Elections"))
            await does(story, key, Resume())

    await asyncio.gather(officer(AGREE), officer(""), officer(AGREE))
    assert (await goes_on(story)).due_at == due


async def test_z1_a_clock_stopped_again_at_once_after_days_is_due_on_the_day_that_its_days_make(
    story: Story,
) -> None:
    due = await agreeing(story)
    stopped = await story.now()
    await story.steers("", Pause(reason="Elections"))
    await story.passes(days=9)
    stood = (stopped, await story.now())
    await asyncio.gather(
        does(story, "", Resume()),
        does(story, AGREE, Pause(reason="The minister travels")),
        does(story, "", Pause(reason="A second round of them")),
    )
    assert (await goes_on(story)).due_at == due_again(due, stood)


async def test_z1_the_day_that_one_officer_names_stands_whatever_another_stops_beside_them(
    story: Story,
) -> None:
    due = await agreeing(story)
    later = due + timedelta(days=14)
    await asyncio.gather(
        does(story, AGREE, Pause(reason="Elections")),
        does(
            story, AGREE, Extend(due=later.date(), reason="Agreed on the telephone", acknowledged=(DAY_OFF,))
        ),
        does(story, AGREE, Resume()),
    )
    assert (await goes_on(story)).due_at == later


async def test_z1_what_is_being_opened_when_the_round_is_stopped_or_goes_on_does_as_the_round_does(
    story: Story,
) -> None:
    await story.opened()
    await story.goes_to("examine_request:1")
    await story.settled()
    accept = ExamineRequest(choice="accept")
    verdict = await story.tries("responsible_officer", "examine_request:1", accept)
    assert verdict.refusal is None
    await does(story, "", Pause(reason="Elections"))

    async def proposing(*, paused: bool) -> Assignment | None:
        rows = {row.key: row for row in await story.rows(Assignment)}
        told = {a.key: a.paused for a in (await story.status()).open}
        row = rows.get(PROPOSE)
        return row if row and row.paused == told.get(PROPOSE) == paused else None

    await until(partial(proposing, paused=True))
    assert (await story.status()).open[0].due
    await does(story, "", Resume())
    await until(partial(proposing, paused=False))
    await story.lapses(PROPOSE)
    assert (await story.assignment(PROPOSE)).overdue
