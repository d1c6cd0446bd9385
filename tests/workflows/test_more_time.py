"""Time that is asked for, and time that stands still, told as stories (Z1)."""

from datetime import date, timedelta

from rounds.submissions.interventions import AskMoreTime, DecideExtension, Pause, Resume
from rounds.submissions.visit import ReadyVisit
from store.tables import CalendarEvent
from tests.workflows.seen import Told, until
from tests.workflows.story import Story

AGREE = "agree_panel:1"
FIRST = f"decide_extension:{AGREE}:1"


def asking(due: date) -> AskMoreTime:
    return AskMoreTime(due=due, reason="The minister travels")


async def test_z1_time_within_the_slack_is_had_for_the_asking_and_reminders_move_with_it(
    story: Story,
) -> None:
    await story.opened()
    await story.goes_to(AGREE)
    await story.settled()
    before = await story.assignment(AGREE)
    assert before.slack_until
    await story.does("focal_point", AGREE, asking(before.slack_until))

    async def moved() -> bool:
        return (await story.assignment(AGREE)).due_at > before.due_at

    await until(moved)
    after = await story.assignment(AGREE)
    assert (after.due_at.date(), after.slack_used) == (before.slack_until, True)
    assert sorted(await story.letters("moved")) == [
        Told("focal_point", "moved", AGREE),
        Told("responsible_officer", "moved", AGREE),
    ]
    await story.passes_to(before.due_at)
    assert not (await story.assignment(AGREE)).overdue
    await story.passes_to(after.due_at)
    assert (await story.assignment(AGREE)).overdue
    assert len(await story.letters("reminder", to="focal_point")) == 2 + 1


async def test_z1_time_beyond_the_slack_is_the_officers_to_grant_or_to_refuse(story: Story) -> None:
    await story.opened()
    await story.goes_to(AGREE)
    await story.settled()
    before = await story.assignment(AGREE)
    later = before.due_at.date() + timedelta(days=60)
    await story.does("focal_point", AGREE, asking(later))
    await until(lambda: story.is_open(FIRST))
    assert await story.holders(FIRST) == ["responsible_officer"]
    assert await story.refused("focal_point", AGREE, asking(later)) == "more_time_asked"
    no = DecideExtension(choice="refuse", reason="The visit is fixed")
    await story.does("responsible_officer", FIRST, no)
    refused = await story.letters("told", about="more_time_refused")
    assert refused == [Told("focal_point", "told", "more_time_refused")]
    assert (await story.assignment(AGREE)).due_at == before.due_at

    await story.does("focal_point", AGREE, asking(later))
    second = f"decide_extension:{AGREE}:2"
    await until(lambda: story.is_open(second))
    # Sixty days later may be a day off: granted all the same, once the officer has seen that.
    grant = DecideExtension(choice="grant", acknowledged=("day_off",))
    await story.does("responsible_officer", second, grant)
    assert (await story.assignment(AGREE)).due_at.date() == later
    assert await story.letters("moved") == [Told("focal_point", "moved", AGREE)]


async def test_z1_a_request_is_needless_once_the_task_is_done(story: Story) -> None:
    await story.opened()
    await story.goes_to(AGREE)
    await story.settled()
    later = (await story.assignment(AGREE)).due_at.date() + timedelta(days=60)
    await story.does("focal_point", AGREE, asking(later))
    await until(lambda: story.is_open(FIRST))
    await story.usual(AGREE)
    assert await story.states("decide_extension") == {FIRST: "closed"}
    assert await story.refused("focal_point", AGREE, asking(later)) == "not_open"


async def test_z1_a_round_that_stands_still_reminds_nobody_freezes_nothing_and_begins_no_visit(
    story: Story,
) -> None:
    await story.opened()
    await story.goes_to("set_agenda:1", leaving=("write_questions:expert-1",))
    await story.settled()
    (event,) = await story.rows(CalendarEvent)
    await story.steers("", Pause(reason="An earthquake"))
    told = [t for t in await story.letters("told") if t.about == "paused"]
    assert len(told) == len(set(told)) > 5
    quiet = len(await story.letters())
    await story.passes_to((await story.assignment("set_agenda:1")).due_at + timedelta(days=120))
    assert (await story.now()).date() > event.ends
    assert len(await story.letters()) == quiet
    assert (await story.states("write_questions", "ready_visit"))["write_questions:expert-1"] == "open"
    await story.steers("", Resume(reason="It is over"))
    await until(lambda: story.is_open("ready_visit:1"))
    assert (await story.assignment("write_questions:expert-1")).state == "open"
    starts = (await story.now()).date() + timedelta(days=60)
    moving = ReadyVisit(
        choice="move", reason="The roads are open", starts=starts, ends=starts + timedelta(days=3)
    )
    await story.does("responsible_officer", "ready_visit:1", moving)
    await story.goes_to()


async def test_z1_a_visit_whose_first_day_passed_in_a_pause_is_decided_upon(story: Story) -> None:
    await story.opened()
    await story.goes_to("propose_dates:1")
    await story.goes_on()
    (event,) = await story.rows(CalendarEvent)
    await story.steers("", Pause(reason="A change of government"))
    days = (event.ends - (await story.now()).date()).days + 30
    await story.passes(days=days)
    assert await story.open() == []
    await story.steers("", Resume())
    missed = "ready_visit:missed:1"
    await until(lambda: story.is_open(missed))
    starts = (await story.now()).date() + timedelta(days=40)
    moving = ReadyVisit(choice="move", reason="New dates", starts=starts, ends=starts + timedelta(days=3))
    await story.does("responsible_officer", missed, moving)
    assert await story.open() == []
    await story.goes_to("record_findings:1")
    assert (await story.now()).date() >= starts


async def test_z1_what_opens_while_the_round_stands_still_waits_with_it(story: Story) -> None:
    await story.opened()
    await story.goes_to("examine_request:1")
    await story.steers("", Pause(reason="Elections"))
    await story.usual("examine_request:1")
    assert (await story.assignment("propose_panel:1")).paused
    await story.passes(days=200)
    assert await story.letters("reminder") == []
    await story.steers("", Resume())
    row = await story.assignment("propose_panel:1")
    assert (row.paused, row.overdue) == (False, False)
    await story.passes_to(row.due_at)
    assert (await story.assignment("propose_panel:1")).overdue
