"""The first days of stories, and which of them are played."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from tests.workflows.first_days import OTHERS, USUAL, chosen, dealt
from tests.workflows.story import Story

COMMIT = "153eb3d9f1c2a7e5b8d4061f3a2c9e7b5d8f0a16"


def test_twenty_four_first_days_are_spread_over_two_years() -> None:
    days = sorted(OTHERS.values())
    assert len(set(days)) == 24
    assert days[-1] - days[0] < timedelta(days=2 * 366)
    assert max(later - earlier for earlier, later in pairwise(days)) < timedelta(days=100)


def test_every_first_day_is_still_to_come() -> None:
    now = datetime.now(UTC)
    assert [day for day in (USUAL, *OTHERS.values()) if day <= now] == []


def test_without_a_wish_a_story_begins_on_its_own_day() -> None:
    assert chosen("") is None


def test_days_are_asked_for_by_name_or_all_at_once() -> None:
    assert chosen("all") == OTHERS
    assert chosen("leap-day,sunday") == {"leap-day": OTHERS["leap-day"], "sunday": OTHERS["sunday"]}


def test_a_commit_draws_two_days_always_the_same() -> None:
    drawn = chosen(COMMIT)
    assert drawn
    assert len(drawn) == 2
    assert drawn.items() <= OTHERS.items()
    assert chosen(COMMIT) == drawn
    assert {name for n in range(200) for name in chosen(f"{n}") or ()} == OTHERS.keys()


def test_the_stories_of_a_commit_are_dealt_over_both_of_its_days() -> None:
    stories = [f"story {n}" for n in range(60)]
    days = [dealt(COMMIT, story) or {} for story in stories]
    assert [len(one) for one in days] == [1] * 60
    assert [name for name in chosen(COMMIT) or () if sum(name in one for one in days) < 20] == []
    assert [dealt(COMMIT, story) for story in stories] == days


def test_the_next_commit_deals_a_story_anew() -> None:
    assert {name for n in range(400) for name in dealt(f"{n}", "a story") or ()} == OTHERS.keys()


def test_a_story_is_played_from_every_day_that_is_asked_for_by_name() -> None:
    assert dealt("all", "a story") == OTHERS
    assert dealt("leap-day,sunday", "a story") == chosen("leap-day,sunday")
    assert dealt("", "a story") is None


async def test_a_round_begins_on_the_first_day_of_its_story(story: Story) -> None:
    await story.opened()
    examine = await story.assignment("examine_request:1")
    assert timedelta(0) <= examine.opened_at - story.first_day < timedelta(minutes=1)
    assert timedelta(0) <= await story.now() - story.first_day < timedelta(minutes=1)
