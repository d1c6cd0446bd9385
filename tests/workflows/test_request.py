"""The request: completed, examined, returned, declined, forgotten (Q1 to Q7)."""

import pytest

from rounds.state.round import Outcome
from rounds.submissions.request import ConfirmNote, ExamineRequest
from store.tables import Round
from tests.workflows import cast
from tests.workflows.seen import Told, each_once, pending_letters
from tests.workflows.story import Story

pytestmark = pytest.mark.kept


async def test_q1_a_round_opened_from_contacts_alone_waits_for_the_focal_points_note(story: Story) -> None:
    await story.opened(note=False)
    assert await story.open() == ["complete_request:1"]
    assert await story.holders("complete_request:1") == ["focal_point"]
    assert (
        await story.refused("focal_point", "examine_request:1", ExamineRequest(choice="accept")) == "not_open"
    )
    await story.does("focal_point", "complete_request:1", cast.COMPLETE)
    assert await story.open() == ["examine_request:1"]
    (round_,) = await story.rows(Round)
    assert round_.initiative == cast.NOTE.initiative


async def test_q7_a_returned_request_goes_back_to_the_focal_point_and_is_examined_again(story: Story) -> None:
    await story.opened()
    returned = ExamineRequest(choice="return", reason="Say which programmes it is about")
    await story.does("responsible_officer", "examine_request:1", returned)
    assert await story.open() == ["complete_request:2"]
    await story.does("focal_point", "complete_request:2", cast.COMPLETE)
    await story.does("responsible_officer", "examine_request:2", ExamineRequest(choice="accept"))
    assert await story.open() == ["propose_panel:1"]


async def test_q8_whoever_asks_hears_that_the_request_arrived_and_what_became_of_it(story: Story) -> None:
    await story.opened(confirmed=False)
    assert await story.open() == ["confirm_note:1"]
    assert await story.letters() == [Told("focal_point", "assignment", "confirm_note:1")]
    await story.usual("confirm_note:1")
    returned = ExamineRequest(choice="return", reason="Say which programmes it is about")
    await story.does("responsible_officer", "examine_request:1", returned)
    await story.does("focal_point", "complete_request:2", cast.COMPLETE)
    await story.does("responsible_officer", "examine_request:2", ExamineRequest(choice="accept"))
    assert (await story.letters(to="focal_point"))[1:] == [
        Told("focal_point", "receipt", "confirm_note:1"),
        Told("focal_point", "assignment", "complete_request:2"),
        Told("focal_point", "receipt", "complete_request:2"),
        Told("focal_point", "told", "request_accepted"),
    ]
    assert await story.letters(to="alternate_contact") == [
        Told("alternate_contact", "told", "request_returned")
    ]


async def test_q8_a_note_that_the_focal_point_will_correct_is_written_by_them_and_then_examined(
    story: Story,
) -> None:
    await story.opened(confirmed=False)
    await story.does("focal_point", "confirm_note:1", ConfirmNote(choice="correct"))
    assert await story.open() == ["complete_request:2"]
    await story.does("focal_point", "complete_request:2", cast.COMPLETE)
    assert await story.open() == ["examine_request:2"]
    assert (await story.letters(to="focal_point"))[:2] == [
        Told("focal_point", "assignment", "confirm_note:1"),
        Told("focal_point", "assignment", "complete_request:2"),
    ]


async def test_q8_a_note_that_nobody_confirms_lapses_after_six_monthly_reminders(story: Story) -> None:
    await story.opened(confirmed=False)
    await story.lapses("confirm_note:1")
    await story.passes(days=6 * 30 + 12)
    assert (await story.status()).waiting_on == ("focal_point",)
    await story.passes_until_it_ends(days=31)
    assert await story.ends() == Outcome(outcome="lapsed")
    assert await story.states() == {"confirm_note:1": "expired"}


async def test_q7_a_declined_request_ends_the_round_and_everyone_is_told_once(story: Story) -> None:
    await story.opened()
    declined = ExamineRequest(choice="decline", reason="Outside the network's subject")
    await story.does("responsible_officer", "examine_request:1", declined)
    assert await story.ends() == Outcome(outcome="declined")
    told = await story.letters("told", about="closed")
    each_once(told)
    assert {t.to for t in told} == {
        "focal_point",
        "alternate_contact",
        "technical_team-1",
        "approver",
        "responsible_officer",
        "head_of_secretariat",
    }
    again = ExamineRequest(choice="accept")
    assert await story.refused("responsible_officer", "examine_request:1", again) == "round_is_over"


async def test_q1_a_request_that_nobody_completes_lapses_after_six_monthly_reminders(story: Story) -> None:
    await story.opened(note=False)
    await story.lapses("complete_request:1")
    assert (await story.assignment("complete_request:1")).overdue
    mine, officers = Told("focal_point", "reminder"), Told("responsible_officer", "reminder")
    assert await pending_letters(story) == {mine: 2 + 1, officers: 1}
    await story.passes(days=6 * 30 + 12)
    assert (await story.status()).waiting_on == ("focal_point",)
    expected = {mine: 2 + 1 + 6, officers: 1 + 6}
    assert await pending_letters(story) == expected
    await story.passes_until_it_ends(days=31)
    assert await story.ends() == Outcome(outcome="lapsed")
    assert await story.states() == {"complete_request:1": "expired"}
    assert await pending_letters(story) == expected
