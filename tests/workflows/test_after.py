"""After a round: two speak at once, one while it ends, a language is asked for late, silence (X2 Z8)."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from api.intake.intake import Verdict
from rounds.steps import publication
from rounds.submissions.interventions import DecideSilence, Waive
from rounds.submissions.people import Language
from rounds.submissions.publication import AuthorisePublication
from rounds.submissions.report import AskTranslations, ReplyRecommendations
from store.published_tables import Published, PublishedTextRow
from store.reads.states import as_it_stands
from store.tables import ReportVersion, Round
from tests.workflows import cast
from tests.workflows.publishing import countersigned
from tests.workflows.seen import Told, until
from tests.workflows.story import Story

DRAFT = "agree_announcement:1:responsible_officer:1"
SILENCE = "decide_silence:1"
TRANSLATION = "translate_report:en:1"
YEAR = 13 * 30 + 12
"""Days after which somebody who is asked every month has been silent for the year that is granted."""


async def internal(story: Story, rules: str) -> AuthorisePublication:
    """The round ends with a report that stays internal; what its approver may authorise."""
    await story.opened(rules=rules)
    await story.goes_to("decide_publication:1")
    a = await story.assignment("decide_publication:1")
    await story.does("approver", a.key, cast.decision(a, "internal"))
    await story.ends()
    return await authorisation(story)


async def authorisation(story: Story) -> AuthorisePublication:
    """Of the report that was approved, in its own language."""
    (version,) = [v for v in await story.rows(ReportVersion) if not v.translation_of]
    return AuthorisePublication(version=version.version, sha256=version.sha256, languages=("es",))


async def public(story: Story) -> bool | None:
    """Whether it is public; None before it ever was."""
    rows = await story.rows(Published)
    return rows[0].withdrawn_at is None if rows else None


async def becomes(story: Story, expected: bool) -> None:
    """It is public by itself, or is no longer."""

    async def so() -> bool:
        return await public(story) is expected

    await until(so)


async def states(story: Story) -> list[str]:
    """What became of each authorisation, as it is kept."""
    async with story.world.database.reading() as s:
        kept = await as_it_stands(s, story.round)
    assert kept
    return [a.state for a in kept.authorisations]


@pytest.mark.kept
async def test_x2_two_authorisations_at_once_begin_one_workflow_and_the_later_one_holds(
    story: Story, short: str
) -> None:
    body = await internal(story, short)
    day = (datetime.now(UTC) - publication.BEHIND).date()
    at_once = [body, replace(body, day=day), replace(body, latest=day)]
    # In writing: of the codes that somebody is sent only the newest is good.
    filed = (story.tries("approver", "", one, officer=story.officer) for one in at_once)
    verdicts = await asyncio.gather(*filed)
    for verdict in verdicts:
        assert verdict.refusal is None
        await story.answered(verdict.id)
    await story.comes_after()
    await countersigned(story)
    await becomes(story, True)
    assert sorted(await states(story)) == ["public", "replaced", "replaced"]


async def test_x2_what_the_approver_says_while_the_round_still_ends_is_taken_by_what_comes_after(
    story: Story, short: str
) -> None:
    await story.opened(rules=short)
    await story.goes_to("decide_publication:1")
    a = await story.assignment("decide_publication:1")
    body = await authorisation(story)
    decided = await story.tries("approver", a.key, cast.decision(a, "internal"))
    # The decision is taken; the round has its last batch still to write.
    verdict = await story.tries("approver", "", body)
    assert (decided.refusal, verdict.refusal) == (None, None)
    await story.answered(decided.id)
    await story.answered(verdict.id)
    await story.comes_after()
    await countersigned(story)
    await becomes(story, True)


async def test_x2_what_a_round_gave_back_as_it_closed_is_taken_by_what_comes_after(
    story: Story, short: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = await internal(story, short)
    ask = WorkflowHandle.execute_update

    async def given_back(self: WorkflowHandle[Any, Any], *given: Any, **more: Any) -> Any:
        if self.id == story.round:
            # So says the server, and goes on saying it, of what came to it in the round's last moment.
            words = "workflow update was aborted by closing workflow"
            raise RPCError(words, RPCStatusCode.NOT_FOUND, b"")
        return await ask(self, *given, **more)

    monkeypatch.setattr(WorkflowHandle, "execute_update", given_back)
    verdict = await story.tries("approver", "", body)
    assert verdict.state == "accepted"
    await story.comes_after()
    await countersigned(story)
    await becomes(story, True)


async def test_x2_whoever_speaks_while_what_came_after_the_round_ends_is_heard_by_it_or_by_the_next(
    story: Story, short: str
) -> None:
    await internal(story, short)
    languages: tuple[Language, ...] = ("en", "pt", "fr")
    for language in languages:
        asking = AskTranslations(languages=(language,))
        verdict = await story.tries("approver", "", asking)
        assert verdict.refusal is None
        await story.answered(verdict.id)
        await story.comes_after()
        waived = story.does("", f"translate_report:{language}:1", Waive(reason="None"), officer=story.officer)
        # It ends by itself a moment later, whatever is said meanwhile.
        told = await asyncio.gather(
            waived,
            story.tries("approver", "", ReplyRecommendations(replies=())),
            *(story.passes(seconds=seconds) for seconds in (9, 2, 1)),
            return_exceptions=True,
        )
        spoken = told[1]
        assert isinstance(spoken, Verdict)
        assert spoken.refusal is None
        await story.answered(spoken.id)
    async with story.world.database.reading() as s:
        kept = await as_it_stands(s, story.round)
    assert kept
    assert kept.wanted == languages


async def test_x2_a_further_language_is_asked_for_after_the_round_and_then_published_too(
    story: Story, short: str
) -> None:
    body = await internal(story, short)
    assert await story.refused("approver", "", replace(body, languages=("es", "en"))) == "language_not_there"
    await story.does("approver", "", AskTranslations(languages=("en",)))
    await story.comes_after()
    assert await story.is_open(TRANSLATION)
    assert await story.refused("approver", "", AskTranslations(languages=("en",))) == "language_there"
    await story.usual(TRANSLATION)
    await story.usual("review_translation:en:1")
    await story.does("approver", "", replace(body, languages=("es", "en")))
    await countersigned(story)
    await becomes(story, True)
    assert {text.language for text in await story.rows(PublishedTextRow)} == {"es", "en"}


@pytest.mark.kept
async def test_z8_what_is_silent_after_the_round_is_an_officer_s_to_end_and_the_round_stays_as_it_ended(
    story: Story, short: str
) -> None:
    await internal(story, short)
    await story.does("approver", "", AskTranslations(languages=("en",)))
    await story.comes_after()
    await story.lapses(TRANSLATION)
    assert Told("head_of_secretariat", "reminder") in await story.letters("reminder")
    await story.passes(days=YEAR)
    assert sorted(await story.open()) == [SILENCE, TRANSLATION]
    withdraws = DecideSilence(choice="withdraw", reason="Nobody translates it")
    assert await story.refused("responsible_officer", SILENCE, withdraws) == "round_is_over"
    await story.does("responsible_officer", SILENCE, DecideSilence(choice="wait"))
    before = len(await story.letters("reminder"))
    await story.passes(days=YEAR + 12)
    assert len(await story.letters("reminder")) > before
    assert sorted(await story.open()) == ["decide_silence:2", TRANSLATION]
    await story.does("responsible_officer", "decide_silence:2", replace(withdraws, choice="close"))
    await story.passes_until_it_ends(minutes=5)
    assert await story.states("translate_report") == {TRANSLATION: "expired"}
    (row,) = await story.rows(Round)
    assert (row.outcome, row.publishing) == ("internal", False)


async def test_z8_an_announcement_that_a_methodology_holds_open_falls_quiet_and_an_officer_is_asked(
    story: Story, methodology_in: Callable[..., str], tmp_path: Path
) -> None:
    patient = methodology_in("patient", "panel", "report", "publication")
    file, table = tmp_path / f"{patient}.toml", "[assignments.agree_announcement]"
    head, _, rest = file.read_text("utf-8").partition(table)
    file.write_text(head + table + rest.replace("ends_after = 3", "", 1), "utf-8")
    await internal(story, patient)
    await story.does("approver", "", await authorisation(story))
    await story.comes_after()
    await countersigned(story)
    await becomes(story, True)
    await story.lapses(DRAFT)
    await story.passes(days=YEAR)
    assert sorted(await story.open()) == [DRAFT, SILENCE]
    # Whoever speaks at last makes the decision needless.
    await story.usual(DRAFT)
    assert await story.states("decide_silence") == {SILENCE: "closed"}
    await story.usual("agree_announcement:1:approver:2")
    await story.passes_until_it_ends(minutes=5)
