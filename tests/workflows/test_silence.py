"""Three silent years: the round ends, or waits for somebody by name, and nobody is flooded (Z8)."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from activities.working_days import WorkingDays, of_participant
from methodologies.loader import methodology
from rounds.submissions.interventions import DecideSilence
from store.tables import Letter, Participant, Person
from tests.workflows import cast
from tests.workflows.anyone import Anyone
from tests.workflows.seen import Told, each_once, until
from tests.workflows.story import Story

YEARS = timedelta(days=3 * 365)
DECISION = "decide_silence:1"
MOST = 40
AT_ONCE = 4
"""Rounds that are lived side by side."""
RIPSO = (
    *("complete_request:1", "examine_request:1", "propose_panel:1", "agree_panel:1"),
    *("answer_invitation:candidate-1.1.1", "write_questions:expert-1", "send_questionnaire:1"),
    *("answer_questionnaire:1", "mark_dates:expert-1:1", "set_agenda:1", "record_findings:1"),
    *("contribute:expert-2", "consolidate_report:1", "review_report:1", "decide_publication:1"),
)
MECIGEP = (
    *("propose_framework:1", "agree_framework:1", "write_self_assessment:1"),
    *("answer_self_assessment:authority-1", "name_states:1", "propose_dates:1", "write_lessons:1"),
)
"""Where everybody falls silent: with what is open beside it, every kind that a round asks for by itself."""


async def person_calendars(story: Story) -> dict[str, WorkingDays]:
    """The calendar of each person of a round."""
    (rules,) = {m for m in ("ripso", "mecigep") if f"-{m}-" in story.round}
    async with story.world.database.reading() as s:
        people = {p.person_id: p for p in await story.rows(Participant)}
        persons = [await s.get(Person, id) for id in people]
    return {
        p.id: of_participant(people[p.id].role, p.country, p.time_zone, methodology(rules))
        for p in persons
        if p
    }


def left_at(letter: Letter) -> datetime:
    """When a letter of what is pending goes, in the round's time."""
    hold = letter.held_until - letter.recorded_at if letter.held_until else timedelta(0)
    return letter.written_at + hold


async def odd(story: Story) -> Iterator[str]:
    """What is wrong with the letters that were written."""
    calendars, letters = await person_calendars(story), await story.letter_rows()
    sums = Counter(letter.person_id for letter in letters)
    found = [f"{story.title}: {n} letters" for n in sums.values() if n > MOST]
    daily: Counter[tuple[str, date]] = Counter()
    for letter in letters:
        if letter.template != "reminder":
            continue
        calendar = calendars[letter.person_id]
        here = left_at(letter).astimezone(calendar.zone)
        daily[letter.person_id, here.date()] += 1
        if not (9 <= here.hour < 12 and calendar.is_working(here.date())):
            found.append(f"{story.title}: {letter.participant_id} {here}")
    found += [f"{story.title}: {key} {n} letters" for key, n in daily.items() if n > 1]
    return iter(found)


async def falls_silent(story: Story, key: str, rules: str, people: object) -> list[str]:
    """Everybody does what is asked until `key` is open, and then nobody does for three years."""
    await story.opened(note=not key.startswith("complete"), rules=rules, people=people)
    await story.goes_to(key)
    over = not await story.world.skipper.fast_forward(story.handle, YEARS)
    await until(story.all_sent)
    found = list(await odd(story))
    if over:
        return found
    quiet = await story.settled()
    named = all(await asyncio.gather(*(story.holders(a.key) for a in quiet.open)))
    if not named or DECISION not in [a.key for a in quiet.open]:
        found.append(f"{story.title}: {quiet.open}")
    before = len(await story.letter_rows())
    await story.passes(days=200)
    if len(await story.letter_rows()) != before:
        found.append(f"{story.title}: letters for ever")
    await story.breaks_off()
    return found


@pytest.mark.parametrize(
    ("rules", "keys"), [("ripso", RIPSO), ("mecigep", MECIGEP)], ids=["Z8 RIPSO", "Z8 MECIGEP"]
)
async def test_after_three_silent_years_a_round_has_ended_or_waits_for_somebody_and_nobody_was_flooded(
    story: Story, rules: str, keys: tuple[str, ...]
) -> None:
    side_by_side = asyncio.Semaphore(AT_ONCE)
    people = Anyone(rules) if rules == "mecigep" else cast

    async def one(key: str) -> list[str]:
        async with side_by_side:
            other = Story(story.world, f"{story.title} {key}", story.first_day)
            return await falls_silent(other, key, rules, people)

    assert [odd for found in await asyncio.gather(*map(one, keys)) for odd in found] == []
    await story.opened(rules=rules, people=people)


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
