"""A round that is withdrawn, at any step, by whom it belongs to or by an operator (Z2)."""

from contextlib import suppress
from datetime import timedelta

import pytest
from temporalio.service import RPCError

from rounds.state.round import Outcome
from rounds.submissions.interventions import Withdraw
from rounds.submissions.request import ExamineRequest
from store.tables import CalendarEvent, Round
from tests.workflows.seen import Told, each_once
from tests.workflows.story import Story

WITHDRAW = Withdraw(reason="Another government")
STEPS = {
    "request": "examine_request:1",
    "panel": "answer_invitation:candidate-1.1.1",
    "preparation": "set_agenda:1",
    "visit": "record_findings:1",
    "report": "review_report:1",
    "publication": "decide_publication:1",
}
"""What is open in each step, where the round is withdrawn."""
KEPT = ("request", "preparation", "visit")
"""Steps whose histories are saved: the others' hold nothing that these and other stories' do not."""


async def withdrawn(story: Story) -> list[Told]:
    """The round ended as withdrawn; who was told of it."""
    assert (await story.ends()).outcome == "withdrawn"
    (row,) = await story.rows(Round)
    assert row.outcome == "withdrawn"
    assert {"open", "lingering"}.isdisjoint((await story.states()).values())
    told = await story.letters("told", about="closed")
    each_once(told)
    return told


@pytest.mark.parametrize("step", [pytest.param(s, marks=pytest.mark.kept) if s in KEPT else s for s in STEPS])
async def test_z2_the_beneficiary_withdraws_and_everyone_concerned_is_told_once(
    story: Story, step: str
) -> None:
    await story.opened()
    await story.goes_to(STEPS[step])
    assert (await story.status()).step == step
    concerned = {"focal_point", "approver", "responsible_officer", "alternate_contact"}
    concerned |= set(await story.holders(STEPS[step]))
    await story.does("focal_point", "", WITHDRAW)
    told = await withdrawn(story)
    assert concerned <= {t.to for t in told}
    cancelled = [event.state for event in await story.rows(CalendarEvent)]
    invited = step not in ("request", "panel")
    assert cancelled == ([] if not invited else ["cancelled" if step == "preparation" else "confirmed"])
    # The visit leaves the calendar with the letter that says so: one letter, with its file.
    assert await story.letters("visit", about="CANCEL") == []
    taken_off = [row.participant_id for row in await story.letter_rows() if "visit" in row.params]
    assert len(set(taken_off)) == len(taken_off) == (6 if step == "preparation" else 0)
    assert await story.letters("receipt", about="withdraw") == []


@pytest.mark.kept
async def test_z2_a_cancellation_by_an_operator_withdraws_the_round_even_twice(story: Story) -> None:
    await story.opened()
    await story.goes_to("answer_invitation:candidate-1.1.1")
    await story.handle.cancel()
    await story.handle.cancel()
    assert await story.ends() == Outcome(outcome="withdrawn")
    told = await withdrawn(story)
    assert {"candidate-1.1.1", "candidate-1.2.1", "focal_point"} <= {t.to for t in told}


async def test_z2_a_cancellation_while_the_round_closes_changes_nothing(story: Story) -> None:
    await story.opened()
    await story.goes_to("agree_panel:1")
    await story.tries("focal_point", "", WITHDRAW)
    await story.handle.cancel()
    assert await story.ends() == Outcome(outcome="withdrawn")
    await withdrawn(story)


async def test_z2_a_cancellation_while_a_decline_is_written_keeps_the_decline(story: Story) -> None:
    await story.opened()
    declined = ExamineRequest(choice="decline", reason="Outside the network's subject")
    await story.does("responsible_officer", "examine_request:1", declined)
    with suppress(RPCError):  # it may have ended already
        await story.handle.cancel()
    assert (await story.ends()).outcome == "declined"
    each_once(await story.letters())


async def test_z2_a_cancellation_before_the_first_moment_withdraws_the_round(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.intake.engine.PATIENCE", timedelta(milliseconds=200))
    await story.world.rest()
    try:
        verdict = await story.opened(wait=False)
        await verdict.handle.cancel()
    finally:
        await story.world.work()
    await story.answered(story.opening)
    assert await story.ends() == Outcome(outcome="withdrawn")
    await withdrawn(story)


async def test_z2_only_the_beneficiary_or_an_officer_withdraws_a_round(story: Story) -> None:
    await story.opened()
    await story.goes_to("write_questions:expert-1")
    assert await story.refused("candidate-1.1.1", "", WITHDRAW) == "not_yours"
    assert await story.letters("refused") == []
    await story.does("approver", "", WITHDRAW)
    await withdrawn(story)
