"""Nothing is public before an officer who had no part in the decision has countersigned it (L11, X2)."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, select

from rounds.submissions.interventions import DecideSilence
from store.outbox import PENDING
from store.reads.states import as_it_stands
from store.tables import Letter, Participant
from tests.workflows import cast
from tests.workflows.publishing import authorisation, becomes, countersigned, decided, over, public
from tests.workflows.seen import Told, until
from tests.workflows.story import Story

pytestmark = pytest.mark.kept

KEY = "countersign_publication:1"
DRAFT = "agree_announcement:1:responsible_officer:1"
WORD = "agree_announcement:1:approver:2"
YEAR = 13 * 30 + 12
"""Days after which somebody who is asked every month has been silent for the year that is granted."""


async def states(story: Story) -> list[str]:
    """What became of each authorisation, as it is kept."""
    async with story.world.database.reading() as s:
        kept = await as_it_stands(s, story.round)
    assert kept
    return [a.state for a in kept.authorisations]


async def test_l11_what_is_authorised_waits_for_the_countersign_while_its_announcement_is_agreed(
    story: Story, short: str
) -> None:
    await decided(story, short, "publish")
    await story.comes_after()
    await story.usual(DRAFT)
    await story.usual(WORD)
    await story.passes(days=2)
    assert await public(story) is None
    status = await story.status()
    assert (status.publication, [a.key for a in status.open]) == ("waiting", [KEY])
    a = await story.assignment(KEY)
    other = replace(cast.countersign(a), sha256="0" * 64)
    assert await story.refused("responsible_officer", KEY, other) == "older_version"
    assert await story.refused("approver", KEY, cast.countersign(a)) == "not_yours"
    await story.usual(KEY)
    await becomes(story, True)
    # Its words were agreed before: they go out as soon as it is public.
    assert Told("alternate_contact", "announcement") in await story.letters("announcement")
    await over(story)


async def test_l11_what_is_returned_is_void_its_giver_is_told_why_and_may_authorise_anew(
    story: Story, short: str
) -> None:
    await decided(story, short, "publish")
    await story.comes_after()
    a = await story.assignment(KEY)
    silent = cast.countersign(a, "return")
    assert await story.refused("responsible_officer", KEY, silent) == "reason_missing"
    await story.does("responsible_officer", KEY, replace(silent, reason="The minister has changed"))
    told = [letter.to for letter in await story.letters(about="publication_returned")]
    assert sorted(told) == ["approver", "focal_point"]
    # Nothing is agreed about what is void.
    assert await story.open() == []
    assert (await states(story), await public(story)) == (["returned"], None)
    await story.does("approver", "", await authorisation(story))
    assert await countersigned(story) == "countersign_publication:2"
    await becomes(story, True)
    assert await states(story) == ["returned", "public"]


async def test_l11_a_silent_officer_s_delay_comes_to_the_head_who_countersigns_unasked(
    story: Story, short: str
) -> None:
    await decided(story, short, "publish")
    await story.comes_after()
    assert await story.holders(KEY) == ["responsible_officer"]
    day = (await story.now()).date()
    await story.lapses(KEY)

    async def told() -> bool:
        # Whoever heads a secretariat has one letter a day of all its rounds, whichever came first.
        (head,) = {p.person_id for p in await story.rows(Participant) if p.role == "head_of_secretariat"}
        async with story.world.database.reading() as s:
            written = await s.exec(select(Letter.key).where(col(Letter.key).startswith(f"{PENDING}/{head}/")))
            days = {date.fromisoformat(key.rpartition("/")[2]) for key in written}
        return (await story.assignment(KEY)).escalated == 1 and max(days, default=day) > day

    await until(told)
    assert await public(story) is None
    await story.does("head_of_secretariat", KEY, cast.countersign(await story.assignment(KEY)))
    await becomes(story, True)


async def test_l11_who_filed_the_decision_in_writing_countersigns_nothing_of_it_the_head_does(
    story: Story, short: str
) -> None:
    await story.opened(rules=short)
    await story.goes_to("decide_publication:1")
    a = await story.assignment("decide_publication:1")
    await story.does("approver", a.key, cast.decision(a), officer=story.officer)
    await story.ends()
    await story.comes_after()
    assert await story.holders(KEY) == ["head_of_secretariat"]
    signed = cast.countersign(await story.assignment(KEY))
    assert await story.refused("responsible_officer", KEY, signed) == "same_officer"
    in_their_place = {"officer": story.officer}
    assert await story.refused("head_of_secretariat", KEY, signed, **in_their_place) == "same_officer"
    assert await public(story) is None
    await story.does("head_of_secretariat", KEY, signed)
    await becomes(story, True)


async def test_l11_a_newer_authorisation_is_countersigned_anew_and_the_older_one_no_more(
    story: Story, short: str
) -> None:
    await decided(story, short, "publish")
    await story.comes_after()
    await story.does("approver", "", await authorisation(story))
    assert await countersigned(story) == "countersign_publication:2"
    await becomes(story, True)
    assert await states(story) == ["replaced", "public"]
    assert await story.states("countersign_publication") == {
        KEY: "closed",
        "countersign_publication:2": "fulfilled",
    }


async def test_l11_a_countersign_that_is_let_go_after_a_year_of_silence_publishes_nothing(
    story: Story, short: str
) -> None:
    await decided(story, short, "publish")
    await story.comes_after()
    await story.lapses(KEY)
    await story.passes(days=YEAR)
    assert sorted(await story.open()) == [KEY, "decide_silence:1"]
    await story.does(
        "responsible_officer", "decide_silence:1", DecideSilence(choice="close", reason="Nobody answers")
    )
    await over(story)
    assert await story.letters("told", to="approver", about="publication_returned")
    assert (await states(story), await public(story)) == (["returned"], None)
