"""Somebody has been silent for more than a year: an officer decides what becomes of the round (Z8)."""

import pytest

from rounds.submissions.interventions import DecideSilence
from tests.workflows.seen import Told, each_once
from tests.workflows.story import Story

DECISION = "decide_silence:1"


async def silent(story: Story, short: str) -> None:
    """The approver has said nothing of the report for more than a year."""
    await story.opened(rules=short)
    await story.goes_to("review_report:1")
    await story.lapses("review_report:1")
    await story.passes(days=13 * 30 + 12)
    assert await story.open() == ["review_report:1", DECISION]
    assert await story.holders(DECISION) == ["responsible_officer"]


@pytest.mark.kept
async def test_z8_a_round_that_was_silent_for_a_year_is_closed_as_dormant_and_everyone_is_told_why(
    story: Story, short: str
) -> None:
    await silent(story, short)
    closing = DecideSilence(choice="close", reason="Another government")
    await story.does("responsible_officer", DECISION, closing)
    assert (await story.ends()).outcome == "dormant"
    told = await story.letters("told")
    each_once(told)
    assert Told("approver", "told", "closed") in told
    assert await story.refused("approver", "review_report:1", closing) == "round_is_over"


@pytest.mark.kept
async def test_z8_a_round_that_waits_on_reminds_for_another_year_and_an_answer_makes_the_decision_needless(
    story: Story, short: str
) -> None:
    await silent(story, short)
    await story.does("responsible_officer", DECISION, DecideSilence(choice="wait"))
    before = len(await story.letters("reminder", to="approver"))
    await story.passes(days=13 * 30 + 24)
    assert len(await story.letters("reminder", to="approver")) == before + 12
    assert await story.open() == ["review_report:1", "decide_silence:2"]
    await story.usual("review_report:1")
    assert await story.states("decide_silence") == {DECISION: "fulfilled", "decide_silence:2": "closed"}
    assert await story.open() == ["decide_publication:1"]


async def test_z8_a_round_that_is_withdrawn_after_long_silence_ends_as_any_withdrawn_one(
    story: Story, short: str
) -> None:
    await silent(story, short)
    await story.does(
        "responsible_officer", DECISION, DecideSilence(choice="withdraw", reason="As the ministry wishes")
    )
    assert (await story.ends()).outcome == "withdrawn"
