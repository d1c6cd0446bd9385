"""A declared conflict of interest is reviewed before its candidate is seated (P6, P8)."""

import pytest

from rounds.submissions.panel import ReviewConflict
from tests.workflows import cast
from tests.workflows.seen import Told
from tests.workflows.story import Story
from tests.workflows.test_panel import FIRST, ONLY, SECOND, accepts, invitation, invited, seated

REVIEW = f"review_conflict:{FIRST}"
EXCLUDE = ReviewConflict(choice="exclude", reason="The employer keeps the register that is looked at")


async def declared(story: Story) -> Story:
    """The first candidate accepts, with circumstances to be looked at."""
    await invited(story)
    await story.does(FIRST, invitation(FIRST), cast.DECLARE)
    return story


async def test_p6_whoever_declares_a_conflict_sits_once_it_is_cleared_and_nobody_else_is_invited_meanwhile(
    story: Story,
) -> None:
    await declared(story)
    assert await seated(story) == {}
    assert await story.open() == sorted([invitation(ONLY), REVIEW])
    await story.lapses(REVIEW)
    assert (await story.assignment(REVIEW)).told == ["head_of_secretariat"]
    assert invitation(SECOND) not in await story.states()
    await story.does("responsible_officer", REVIEW, ReviewConflict(choice="clear"))
    assert (await seated(story))[1] == FIRST
    assert invitation(SECOND) not in await story.states()


@pytest.mark.kept
async def test_p6_p8_the_excluded_candidate_is_thanked_and_the_next_is_invited_at_once(story: Story) -> None:
    await declared(story)
    without = ReviewConflict(choice="exclude")
    assert await story.refused("responsible_officer", REVIEW, without) == "reason_missing"
    await story.does("responsible_officer", REVIEW, EXCLUDE)
    assert Told(FIRST, "told", "conflict_excluded") in await story.letters(to=FIRST)
    assert await story.holders(invitation(SECOND)) == [SECOND]
    assert await story.refused(FIRST, invitation(FIRST), cast.ACCEPT) == "already_answered"
    await accepts(story, SECOND)
    assert (await seated(story))[1] == SECOND


async def test_p8_an_earlier_invitation_may_still_be_accepted_while_a_statement_is_reviewed(
    story: Story,
) -> None:
    await invited(story)
    await story.lapses(invitation(FIRST))
    await story.does(FIRST, invitation(FIRST), cast.DECLARE)
    await accepts(story, SECOND)
    assert (await seated(story))[1] == SECOND
    assert (await story.states("review_conflict")) == {REVIEW: "closed"}
    assert await story.letters("seat_filled") == [Told(FIRST, "seat_filled")]
    assert await story.refused("responsible_officer", REVIEW, EXCLUDE) == "not_open"
