"""What a round outlives: a fresh history, a worker that restarts or has no memory, a server that is away."""

from datetime import timedelta

import pytest

from tests.workflows import cast
from tests.workflows.publishing import becomes, countersigned
from tests.workflows.seen import Told, each_once, until
from tests.workflows.story import Story
from workflows.round import RoundWorkflow

STEPS = {
    "request": "examine_request:1",
    "panel": "answer_invitation:candidate-1.2.1",
    "preparation": "mark_dates:expert-1:1",
    "visit": "record_findings:1",
    "report": "contribute:expert-2",
    "publication": "decide_publication:1",
}
"""What is open in the middle of each step."""
LETTERS = 88
"""Of a round in which everybody does at once what is asked of them."""
PUBLISHED = 8
"""With the news that its report is public, and the requests to countersign and to agree on its words."""


async def continues_as_new(story: Story) -> None:
    """The round goes on with a fresh history."""
    before = (await story.handle.describe()).run_id
    title = f"continued as new: {(await story.status()).step}, {len(story.also)}"
    story.also[title] = story.world.client.get_workflow_handle(story.round, run_id=before)
    await story.handle.signal(RoundWorkflow.continue_as_new)

    async def renewed() -> bool:
        return (await story.handle.describe()).run_id != before

    await until(renewed)


async def ends_with_each_letter_once(story: Story) -> None:
    """The round ends as any other does, and nobody was written to twice."""
    await story.goes_to()
    assert (await story.ends()).outcome == "authorised"
    await story.comes_after()
    await countersigned(story)
    await becomes(story, True)
    told = await story.letters()
    each_once(told)
    assert len(told) == LETTERS + PUBLISHED


@pytest.mark.kept
async def test_a_round_continued_as_new_in_the_middle_of_every_step_goes_on_as_it_stood(story: Story) -> None:
    await story.opened()
    for step, key in STEPS.items():
        await story.goes_to(key)
        before = await story.settled()
        assert before.step == step
        await continues_as_new(story)
        assert await story.status() == before
    await ends_with_each_letter_once(story)


@pytest.mark.kept
async def test_a_round_continued_as_new_while_it_waits_in_silence_keeps_its_reminders(story: Story) -> None:
    await story.opened()
    await story.goes_to("answer_invitation:candidate-1.1.1")
    due = (await story.assignment("answer_invitation:candidate-1.1.1")).due_at
    await story.passes(days=6)  # the first reminder is over, the second to come
    await continues_as_new(story)
    await story.passes_to(due)
    assert await story.letters("reminder", to="candidate-1.1.1") == [Told("candidate-1.1.1", "reminder")] * 2
    assert (await story.states("answer_invitation"))["answer_invitation:candidate-1.1.2"] == "open"


@pytest.mark.kept
async def test_a_round_continued_as_new_while_nothing_is_open_comes_to_its_visit(story: Story) -> None:
    await story.opened()
    await story.goes_to("propose_dates:1")
    await story.goes_on()
    assert await story.open() == []
    await continues_as_new(story)
    await story.goes_to("record_findings:1")
    each_once(await story.letters())


async def test_a_submission_handled_before_a_fresh_history_is_not_taken_again_after_it(story: Story) -> None:
    await story.opened()
    id = await story.usual("examine_request:1")
    await continues_as_new(story)
    await story.relayed(id)
    await story.goes_to("agree_panel:1")
    assert await story.letters("refused") == []
    assert await story.states("examine_request", "propose_panel") == {
        "examine_request:1": "fulfilled",
        "propose_panel:1": "fulfilled",
    }


async def test_a_restart_of_the_worker_in_the_middle_changes_nothing(story: Story) -> None:
    await story.opened()
    await story.goes_to("mark_dates:expert-1:1")
    await story.world.rest()
    await story.world.work()
    await story.goes_to("set_agenda:1")
    each_once(await story.letters())


async def test_a_worker_without_memory_plays_a_whole_round(story: Story) -> None:
    async with story.world.without_cache():
        await story.opened()
        await ends_with_each_letter_once(story)


async def test_a_worker_without_memory_plays_silence(story: Story) -> None:
    async with story.world.without_cache():
        await story.opened()
        await story.goes_to("answer_invitation:candidate-1.1.1")
        await story.lapses("answer_invitation:candidate-1.1.1")
        assert (
            await story.letters("reminder", to="candidate-1.1.1") == [Told("candidate-1.1.1", "reminder")] * 2
        )
        second = "answer_invitation:candidate-1.1.2"
        await story.does("candidate-1.1.2", second, cast.ACCEPT)
        await story.goes_to("propose_dates:1")


@pytest.mark.kept
async def test_k2_what_was_kept_while_the_server_was_away_counts_although_its_deadline_passed(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    await story.opened()
    await story.goes_to("answer_invitation:candidate-1.1.1")
    key = "answer_invitation:candidate-1.1.1"
    due = (await story.assignment(key)).due_at
    # A letter that is broken off waits for its lease to end, a minute of the wall clock.
    await until(story.all_sent)
    server = story.world.served.server
    await server.kill()
    try:
        monkeypatch.setattr("api.intake.engine.PATIENCE", timedelta(seconds=1))
        verdict = await story.tries("candidate-1.1.1", key, cast.ACCEPT)
        assert verdict.state == "received"
    finally:
        await server.start()
    await story.passes_to(due)
    await story.relayed(verdict.id)
    await story.answered(verdict.id)
    assert (await story.states("answer_invitation"))[key] == "fulfilled"
    assert await story.letters(to="candidate-1.1.2") == []
    assert await story.letters("reminder", to="candidate-1.1.1") == []


@pytest.mark.kept
async def test_k2_silence_acts_when_what_was_kept_is_refused(story: Story) -> None:
    await story.opened()
    await story.goes_to("agree_panel:1")
    a = await story.assignment("agree_panel:1")
    id = await story.keeps("approver", a.key, cast.AGREE)
    await story.passes_to(a.due_at)
    assert not (await story.assignment(a.key)).overdue
    await story.relayed(id)
    await story.answered(id, "refused")
    await story.passes(minutes=5)
    assert (await story.assignment(a.key)).overdue
    assert await story.letters("refused") == [Told("approver", "refused", a.key)]
    assert await story.letters("reminder", to="alternate_contact") == [Told("alternate_contact", "reminder")]
