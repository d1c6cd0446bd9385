"""What officers do to a round while it waits: extend, pause, waive, file for others, replace (Z1)."""

from datetime import timedelta

import pytest

from rounds.steps.warnings import DAY_OFF
from rounds.submissions.interventions import Extend, Pause, ReplacePerson, Resume, SendAgain, Waive
from rounds.submissions.request import ExamineRequest
from store.tables import Grant, Participant
from tests.workflows import cast
from tests.workflows.calendars import PARAGUAY, due_again
from tests.workflows.seen import Told
from tests.workflows.story import Story

AGREE = "agree_panel:1"
WHY = "Agreed on the telephone"


async def agreeing(story: Story) -> Story:
    """The focal point is asked to agree the panel."""
    await story.opened()
    return await story.goes_to(AGREE)


@pytest.mark.kept
async def test_z1_a_deadline_extended_while_it_waits_moves_with_its_reminders(story: Story) -> None:
    await agreeing(story)
    before = (await story.assignment(AGREE)).due_at
    later = before + timedelta(days=14)
    await story.steers(AGREE, Extend(due=later.date(), reason=WHY, acknowledged=(DAY_OFF,)))
    assert (await story.assignment(AGREE)).due_at == later
    assert await story.letters("moved") == [Told("focal_point", "moved", AGREE)]
    await story.passes_to(before)
    assert not (await story.assignment(AGREE)).overdue
    await story.passes_to(later)
    assert (await story.assignment(AGREE)).overdue
    assert len(await story.letters("reminder", to="focal_point")) == 2 + 1
    assert await story.letters("reminder", to="alternate_contact") == [Told("alternate_contact", "reminder")]


async def test_z1_a_deadline_extended_after_it_passed_passes_once_more(story: Story) -> None:
    await agreeing(story)
    await story.lapses(AGREE)
    later = (await story.assignment(AGREE)).due_at + timedelta(days=7)
    await story.steers(AGREE, Extend(due=later.date(), reason=WHY, acknowledged=(DAY_OFF,)))
    assert not (await story.assignment(AGREE)).overdue
    await story.lapses(AGREE)
    assert (await story.assignment(AGREE)).overdue
    alternates = await story.letters("reminder", to="alternate_contact")
    assert alternates == [Told("alternate_contact", "reminder")] * 2


async def test_z1_an_earlier_date_is_refused(story: Story) -> None:
    await agreeing(story)
    due = (await story.settled()).next_due
    assert due
    again = Extend(due=due.date(), reason=WHY, acknowledged=(DAY_OFF,))
    assert await story.refused("", AGREE, again, officer=story.officer) == "date_not_later"
    assert await story.refused("focal_point", AGREE, again) == "officers_only"


@pytest.mark.kept
@pytest.mark.parametrize("key", [AGREE, ""], ids=["one_assignment", "the_whole_round"])
async def test_z1_after_a_pause_the_time_that_remained_counts(story: Story, key: str) -> None:
    await agreeing(story)
    due = (await story.assignment(AGREE)).due_at
    await story.passes(days=1)
    await story.steers(key, Pause(reason="Elections"))
    stopped = await story.now()
    assert (await story.assignment(AGREE)).paused
    assert await story.refused("", key, Pause(reason="Again"), officer=story.officer) == ("already_paused")
    await story.passes(days=60)
    assert await story.letters("reminder") == []
    goes_on = await story.now()
    await story.steers(key, Resume(reason="They are over"))
    row = await story.assignment(AGREE)
    assert (row.paused, row.overdue) == (False, False)
    assert row.due_at == due_again(due, (stopped, goes_on)) > goes_on
    assert row.due_at.astimezone(PARAGUAY.zone).hour == 18
    await story.lapses(AGREE)
    assert (await story.assignment(AGREE)).overdue
    assert len(await story.letters("reminder", to="focal_point")) == 2 + 1


async def test_z1_an_assignment_may_be_done_while_its_clock_stands_still(story: Story) -> None:
    await agreeing(story)
    await story.steers(AGREE, Pause(reason="Elections"))
    await story.usual(AGREE)
    assert (await story.states("agree_panel"))[AGREE] == "fulfilled"


@pytest.mark.kept
async def test_z1_an_officer_waives_what_the_round_can_go_on_without_and_nothing_else(story: Story) -> None:
    await story.opened()
    await story.goes_to("write_questions:expert-1")
    await story.steers("write_questions:expert-1", Waive(reason="Their questions are asked"))
    assert (await story.assignment("write_questions:expert-1")).state == "waived"
    again = Waive(reason=WHY)
    assert await story.refused("", "write_questions:expert-1", again, officer=story.officer) == "not_open"
    assert await story.refused("", "propose_dates:1", again, officer=story.officer) == "not_waivable"


async def test_an_officer_files_for_the_owner_but_never_an_undertaking_or_a_review_and_waives_no_decision(
    story: Story, short: str
) -> None:
    await story.opened(rules=short)
    await story.goes_to(AGREE)
    filed = await story.does("focal_point", AGREE, cast.AGREE, officer=story.officer)
    row = await story.assignment(AGREE)
    assert (row.state, row.submission_id) == ("fulfilled", filed)
    invitation = "answer_invitation:candidate-1.1.1"
    assert await story.refused("candidate-1.1.1", invitation, cast.ACCEPT, officer=story.officer) == (
        "only_in_person"
    )
    for key in ("review_report:1", "decide_publication:1"):
        await story.goes_to(key)
        if key == "review_report:1":
            review = cast.review(await story.assignment(key))
            assert await story.refused("approver", key, review, officer=story.officer) == "only_in_person"
        await story.settled()
        waived = Waive(reason=WHY)
        assert await story.refused("", key, waived, officer=story.officer) == "not_waivable"


@pytest.mark.kept
async def test_a_replaced_person_hands_their_tasks_over_and_their_links_end(story: Story) -> None:
    await agreeing(story)
    newcomer = cast.contact("newcomer", story.name)
    await story.steers("", ReplacePerson(participant="focal_point", newcomer=newcomer))
    assert await story.holders(AGREE) == ["focal_point~2"]
    assert await story.letters("handed_over") == [Told("focal_point~2", "handed_over")]
    states = {p.id: p.state for p in await story.rows(Participant)}
    assert (states["focal_point"], states["focal_point~2"]) == ("replaced", "active")
    assert {g.state for g in await story.rows(Grant) if g.participant_id == "focal_point"} == {"revoked"}
    assert await story.refused("focal_point", AGREE, cast.AGREE) == "not_yours"
    await story.does("focal_point~2", AGREE, cast.AGREE)
    await story.goes_to("mark_dates:focal_point:1")
    assert await story.holders("mark_dates:focal_point:1") == ["focal_point~2"]


async def test_a_letter_is_sent_again_with_a_message_id_of_its_own(story: Story) -> None:
    await agreeing(story)
    (letter,) = [r for r in await story.letter_rows() if r.params.get("key") == AGREE]
    await story.steers("", SendAgain(letter=letter.key))
    twice = [r for r in await story.letter_rows() if r.params.get("key") == AGREE]
    assert len({r.key for r in twice}) == 2


async def test_only_who_is_named_may_do_it_and_only_what_was_asked(story: Story) -> None:
    await agreeing(story)
    assert await story.refused("approver", AGREE, cast.AGREE) == "not_yours"
    assert await story.refused("focal_point", AGREE, ExamineRequest(choice="accept")) == "wrong_kind"
    assert await story.refused("focal_point", "agree_panel:2", cast.AGREE) == "not_open"
    await story.usual(AGREE)
    assert await story.refused("focal_point", AGREE, cast.AGREE) == "already_answered"
