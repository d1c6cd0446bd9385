"""The report and the decision on it: changed, older versions, silence (W2 to W4, X1, X2)."""

import pytest

from rounds.state.round import Outcome
from store.tables import ReportVersion
from tests.workflows import cast
from tests.workflows.cast import RIPSO
from tests.workflows.seen import Told, pending_letters
from tests.workflows.story import Story

pytestmark = pytest.mark.kept


async def test_w4_x1_a_report_changed_twice_has_three_versions_and_only_the_last_is_reviewed_and_decided_on(
    story: Story, short: str
) -> None:
    await story.opened(rules=short)
    await story.goes_to("review_report:1")
    reviewed = []
    for n in (1, 2):
        a = await story.assignment(f"review_report:{n}")
        reviewed.append(a)
        await story.does("approver", a.key, cast.review(a, "changes"))
        await story.usual(f"revise_report:{n}")
        await story.goes_to(f"review_report:{n + 1}")
    for older in reviewed:
        assert await story.refused("approver", "review_report:3", cast.review(older)) == "older_version"
    await story.usual("review_report:3")
    assert (
        await story.refused("approver", "decide_publication:1", cast.decision(reviewed[0])) == "older_version"
    )
    last = await story.assignment("decide_publication:1")
    await story.does("approver", last.key, cast.decision(last, "internal"))
    versions = sorted(await story.rows(ReportVersion), key=lambda v: v.version)
    assert [v.version for v in versions] == [1, 2, 3]
    assert len({v.sha256 for v in versions}) == 3
    assert await story.ends() == Outcome(outcome="internal", version=3, sha256=versions[2].sha256)
    assert await story.refused("approver", last.key, cast.decision(last)) == "round_is_over"


async def test_w4_silence_at_the_review_is_escalated_and_held_and_never_approves(
    story: Story, short: str
) -> None:
    await story.opened(rules=short)
    await story.goes_to("review_report:1")
    await story.lapses("review_report:1")
    told = [Told(role, "reminder") for role in RIPSO.rule("review_report").escalate_to]
    mine = Told("approver", "reminder")
    assert await pending_letters(story) == {mine: 2 + 1, told[0]: 1}
    await story.passes(days=3 * 30 + 12)
    # One level further each month up to the top, and each month those who know of it already.
    expected = {mine: 2 + 1 + 3, told[0]: 4, told[1]: 3}
    assert await pending_letters(story) == expected
    assert (await story.assignment("review_report:1")).told == [t.to for t in told]
    status = await story.status()
    assert (status.step, status.waiting_on, status.escalated) == ("report", ("approver",), True)
    await story.usual("review_report:1")
    assert await story.open() == ["decide_publication:1"]


async def test_x2_silence_never_publishes_after_twelve_monthly_reminders_the_report_stays_internal(
    story: Story, short: str
) -> None:
    await story.opened(rules=short)
    await story.goes_to("decide_publication:1")
    a = await story.assignment("decide_publication:1")
    await story.lapses(a.key)
    await story.passes(days=12 * 30 + 12)
    assert await story.open() == [a.key]
    assert await story.letters("reminder") == [Told("approver", "reminder")] * (2 + 1 + 12)
    await story.passes_until_it_ends(days=31)
    assert await story.ends() == Outcome(outcome="internal", version=1, sha256=a.sha256)
    assert await story.states("decide_publication") == {a.key: "expired"}
