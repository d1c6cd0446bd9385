"""A round that cannot write what happened in it says so, goes on answering, and is mended by an officer."""

from datetime import timedelta
from typing import Any

import pytest
from temporalio.common import RetryPolicy

from activities import committing
from activities.unit_of_work import UnitOfWork
from rounds.state.effects import Open
from rounds.submissions.interventions import RetryBatch, SkipBatch
from rounds.submissions.request import ExamineRequest
from store.audit_log import Audit
from tests.workflows.seen import until
from tests.workflows.story import Story
from workflows import names, options

PROPOSE = "propose_panel:1"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two attempts show the same as twenty-five."""
    quick = RetryPolicy(initial_interval=timedelta(milliseconds=10), maximum_attempts=2)
    monkeypatch.setitem(options.COMMIT, "retry_policy", quick)


async def stuck(story: Story, patch: pytest.MonkeyPatch) -> None:
    """The assignment to propose a panel cannot be written."""
    does = committing.EFFECTS[Open]

    async def fails(work: UnitOfWork, effect: Any) -> None:
        if (work.batch.round, effect.key) == (story.round, PROPOSE):
            raise KeyError("Somebody With A Name")
        await does(work, effect)

    patch.setitem(committing.EFFECTS, Open, fails)
    await story.opened()
    accept = ExamineRequest(choice="accept")
    verdict = await story.tries("responsible_officer", "examine_request:1", accept)
    assert verdict.state == "accepted"

    async def said() -> bool:
        return (await story.status()).stuck == "KeyError"

    await until(said)
    assert await is_stuck(story)


async def is_stuck(story: Story) -> bool:
    """What the Temporal UI's list says."""
    return bool((await story.handle.describe()).typed_search_attributes.get(names.STUCK))


async def test_a_round_that_cannot_write_goes_on_without_what_fails(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        await stuck(story, patch)
        skip = SkipBatch(reason="Its row is damaged")
        skipped = await story.tries("", "", skip, officer=story.officer)
        await story.answered(skipped.id)
    assert not await is_stuck(story)
    left = [row.detail["what"] for row in await story.rows(Audit) if row.action == "left_out"]
    assert left == ["open"]
    # Nobody was asked, and there is no date: it is answered all the same.
    assert await story.open() == []
    await story.does("responsible_officer", PROPOSE, story.people.panel(story.name))
    await story.goes_to("answer_invitation:candidate-1.1.1")


async def test_a_round_that_could_not_write_goes_on_when_it_is_mended(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        await stuck(story, patch)
        again = await story.tries("", "", RetryBatch(), officer=story.officer)
        assert again.state == "accepted"
        await until(lambda: is_stuck(story))
    await until(lambda: _heals(story))
    await story.goes_to("agree_panel:1")


async def _heals(story: Story) -> bool:
    await story.tries("", "", RetryBatch(), officer=story.officer)
    return not (await story.status()).stuck
