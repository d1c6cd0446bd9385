"""The panel: changed, declined, silent, late, used up, left (P1 to P8)."""

import asyncio

import pytest

from api.links.tasks.context import gather
from api.links.tasks.registry import PAGES
from rounds.submissions.interventions import LeavePanel
from rounds.submissions.panel import AgreeCandidate, AgreePanel
from rounds.submissions.questions import WriteQuestions
from store.reads import links
from store.tables import Grant, Participant
from templates.render import Renderer
from tests.workflows import cast
from tests.workflows.seen import Told
from tests.workflows.story import Story

FIRST, SECOND = "candidate-1.1.1", "candidate-1.1.2"
"""The candidates for the first seat, in their order."""
ONLY = "candidate-1.2.1"
"""The one candidate for the second seat."""


def invitation(candidate: str) -> str:
    return f"answer_invitation:{candidate}"


async def accepts(story: Story, candidate: str) -> None:
    await story.does(candidate, invitation(candidate), cast.ACCEPT)


async def declines(story: Story, candidate: str) -> None:
    await story.does(candidate, invitation(candidate), cast.DECLINE)


async def invited(story: Story) -> Story:
    """The panel is agreed and the first of each seat is invited."""
    await story.opened()
    return await story.goes_to(invitation(FIRST))


async def seated(story: Story) -> dict[int | None, str]:
    """Who sits where."""
    sitting = [
        p for p in await story.rows(Participant) if p.role.startswith("expert-") and p.state == "active"
    ]
    return {p.seat: p.id for p in sitting}


@pytest.mark.kept
async def test_p1_a_panel_that_is_asked_to_change_is_proposed_again_and_its_own_candidates_invited(
    story: Story,
) -> None:
    await story.opened()
    await story.goes_to("agree_panel:1")
    changes = AgreePanel(choice="changes", comment="Somebody from the Andes")
    await story.does("focal_point", "agree_panel:1", changes)
    assert await story.open() == ["propose_panel:2"]
    await story.does("responsible_officer", "propose_panel:2", cast.panel(story.name, of="second"))
    await story.does("focal_point", "agree_panel:2", cast.AGREE)
    assert await story.open() == ["answer_invitation:candidate-2.1.1", "answer_invitation:candidate-2.2.1"]
    assert await story.letters("assignment", to=FIRST) == []


@pytest.mark.kept
async def test_p8_when_a_candidate_declines_the_next_is_invited_at_once(story: Story) -> None:
    await invited(story)
    await declines(story, FIRST)
    assert await story.states("answer_invitation") == {
        invitation(FIRST): "lingering",
        invitation(SECOND): "open",
        invitation(ONLY): "open",
    }
    declined = await story.letters("told", about=f"invitation_declined {FIRST}")
    assert declined == [Told("responsible_officer", "told", f"invitation_declined {FIRST}")]
    await accepts(story, SECOND)
    await accepts(story, ONLY)
    assert await seated(story) == {1: SECOND, 2: ONLY}
    assert await story.holders("write_questions:expert-1") == [SECOND]


@pytest.mark.kept
async def test_p8_silence_brings_two_reminders_and_then_the_alternates_invitation(story: Story) -> None:
    await invited(story)
    await accepts(story, ONLY)
    await story.lapses(invitation(FIRST))
    assert await story.letters("reminder") == [Told(FIRST, "reminder")] * 2
    assert await story.states("answer_invitation") == {
        invitation(FIRST): "lingering",
        invitation(SECOND): "open",
        invitation(ONLY): "fulfilled",
    }
    await accepts(story, SECOND)
    assert await seated(story) == {1: SECOND, 2: ONLY}
    assert Told(FIRST, "seat_filled") in await story.letters()


@pytest.mark.kept
async def test_p8_the_silent_one_who_accepts_while_the_seat_is_open_takes_it_and_the_alternate_is_told(
    story: Story,
) -> None:
    await invited(story)
    await story.lapses(invitation(FIRST))
    await accepts(story, FIRST)
    assert await seated(story) == {1: FIRST}
    assert (await story.states("answer_invitation"))[invitation(SECOND)] == "closed"
    assert await story.letters("seat_filled") == [Told(SECOND, "seat_filled")]
    assert await story.refused(SECOND, invitation(SECOND), cast.ACCEPT) == "not_open"


async def test_p8_the_silent_one_who_accepts_after_the_seat_is_filled_is_refused(story: Story) -> None:
    await invited(story)
    await story.lapses(invitation(FIRST))
    await accepts(story, SECOND)
    assert await story.holders(invitation(FIRST)) == []
    assert await story.refused(FIRST, invitation(FIRST), cast.ACCEPT) == "not_open"
    assert await seated(story) == {1: SECOND}


async def test_p8_of_two_who_accept_one_seat_at_the_same_instant_one_has_it(story: Story) -> None:
    await invited(story)
    await story.lapses(invitation(FIRST))
    tried = await asyncio.gather(*(story.tries(who, invitation(who), cast.ACCEPT) for who in (FIRST, SECOND)))
    (won,) = [row for row in tried if row.state == "accepted"]
    (lost,) = [row.refusal for row in tried if row.state == "refused"]
    await story.answered(won.id)
    assert lost
    assert lost.code == "not_open"
    assert await seated(story) == {1: (FIRST, SECOND)[tried.index(won)]}


async def test_p8_one_who_declined_comes_back_while_the_seat_is_open(story: Story) -> None:
    await invited(story)
    await declines(story, FIRST)
    await accepts(story, FIRST)
    assert await seated(story) == {1: FIRST}
    assert await story.letters("seat_filled") == [Told(SECOND, "seat_filled")]


@pytest.mark.kept
async def test_p8_with_no_alternate_left_one_is_added_and_the_beneficiary_agrees_them(story: Story) -> None:
    await invited(story)
    await declines(story, ONLY)
    await story.usual("add_candidate:expert-2:1")
    assert await story.refused(
        "focal_point", "agree_candidate:expert-2:1", AgreeCandidate(choice="changes")
    ) == ("comment_missing")
    other = AgreeCandidate(choice="changes", comment="Somebody who speaks Spanish")
    await story.does("focal_point", "agree_candidate:expert-2:1", other)
    await story.does("responsible_officer", "add_candidate:expert-2:2", cast.added(story.name, "other"))
    await story.does("focal_point", "agree_candidate:expert-2:2", AgreeCandidate(choice="agree"))
    await accepts(story, "candidate-added-2.2")
    await accepts(story, FIRST)
    assert await seated(story) == {1: FIRST, 2: "candidate-added-2.2"}
    assert await story.letters(to="candidate-added-2.1") == []


@pytest.mark.kept
async def test_p8_when_an_expert_leaves_the_next_is_invited_at_once_and_their_work_passes_on(
    story: Story,
) -> None:
    await invited(story)
    await story.goes_to("write_questions:expert-1")
    await story.does(FIRST, "", LeavePanel(reason="A new post"))
    assert await story.holders("write_questions:expert-1") == []
    assert await story.holders(invitation(SECOND)) == [SECOND]
    late = WriteQuestions(questions=("May I still ask?",))
    assert await story.refused(FIRST, "write_questions:expert-1", late) == "not_yours"
    assert await story.letters("receipt", about="leave_panel") == [Told(FIRST, "receipt", "leave_panel")]
    rest = {"focal_point", "responsible_officer", "coordinator-1.1", "coordinator-1.2", ONLY}
    assert {t.to for t in await story.letters("told", about=f"expert_left {FIRST}")} == rest
    await accepts(story, SECOND)
    assert {t.to for t in await story.letters("told", about=f"expert_joined {SECOND}")} == rest
    assert await seated(story) == {1: SECOND, 2: ONLY}
    assert await story.letters("brief") == [Told(SECOND, "brief", "write_questions:expert-1")]
    await story.does(SECOND, "write_questions:expert-1", late)


async def offered(story: Story, key: str) -> list[str]:
    """The questions that a page starts from, for whoever opens their link to an assignment now."""
    (grant,) = [g.id for g in await story.rows(Grant) if g.assignment_key == key and g.state == "live"]
    async with story.world.database.reading() as s:
        read = await links.link(s, grant)
        assert read
        assert read.assignment
        page, words = PAGES[read.assignment.kind], Renderer().words("es")
        m = await gather(s, read, read.assignment, words, reads=page.reads, unfinished=page.unfinished)
    return [str(question) for question in page.prepare(m).values["questions"]]


async def test_p8_the_questions_of_an_expert_who_left_are_in_the_questionnaire_and_their_successor_adds_none(
    story: Story,
) -> None:
    await invited(story)
    await story.goes_to("write_questions:expert-1")
    written = WriteQuestions(questions=("Who pays?", "Who decides?"))
    await story.does(FIRST, "write_questions:expert-1", written)
    await story.does(FIRST, "", LeavePanel(reason="A new post"))
    await accepts(story, SECOND)
    assert await story.letters("brief") == []
    await story.usual("write_questions:expert-2")
    assert await offered(story, "send_questionnaire:1") == [
        "Who pays?",
        "Who decides?",
        "Who keeps the register?",
    ]
