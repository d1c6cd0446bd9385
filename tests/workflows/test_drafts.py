"""Drafts that the experts read, an approved report in further languages, the beneficiary's word on it."""

from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from rounds.state.round import Outcome
from rounds.submissions.interventions import LeavePanel, Waive
from rounds.submissions.publication import AuthorisePublication
from rounds.submissions.report import (
    AskTranslations,
    Comment,
    CommentAnswer,
    CommentDraft,
    ConsolidateReport,
    FinishDraft,
    Recommendation,
    Reply,
    ReplyRecommendations,
    ReviewReport,
    ReviewTranslation,
    TranslateReport,
)
from store.published_tables import PublishedNeedRow, PublishedTextRow
from store.tables import Assignment, ReportVersion
from tests.workflows import cast
from tests.workflows.anyone import Anyone
from tests.workflows.publishing import countersigned
from tests.workflows.seen import until
from tests.workflows.story import Story

pytestmark = pytest.mark.kept
METHODOLOGIES = ("ripso", "mecigep")
COMMENT = Comment(id="c1", section="findings", text="Which registers?")


def commented(a: Assignment, *made: Comment) -> CommentDraft:
    return CommentDraft(version=a.version, sha256=a.sha256, choice="comments", comments=made)


def approval(a: Assignment, *languages: Any, **more: Any) -> ReviewReport:
    return ReviewReport(version=a.version, sha256=a.sha256, choice="approve", languages=languages, **more)


async def versions(story: Story) -> list[tuple[int, str, bool]]:
    """Each version: its number, its language, whether it is a translation."""
    rows = sorted(await story.rows(ReportVersion), key=lambda v: v.version)
    return [(v.version, v.language, bool(v.translation_of)) for v in rows]


async def to_the_drafts(story: Story, rules: str) -> list[str]:
    """Everybody does what is asked of them until the experts read the first draft."""
    await story.opened(rules=rules, people=Anyone(rules))
    await story.goes_to("comment_draft:expert-1:1")
    return sorted(key for key in await story.open() if key.startswith("comment_draft"))


async def reads(story: Story, key: str, *made: Comment) -> None:
    """Whoever holds it reads a draft, with comments or none."""
    a = await story.assignment(key)
    (by, *_) = await story.holders(key)
    await story.does(by, key, commented(a, *made) if made else cast.usual(story.name, a))


@pytest.mark.parametrize("rules", METHODOLOGIES)
async def test_w2_w4_comments_on_a_draft_are_answered_before_it_goes_to_the_beneficiary(
    story: Story, rules: str
) -> None:
    keys = await to_the_drafts(story, rules)
    first, *others = keys
    assert "review_report:1" not in await story.open()
    await reads(story, first, COMMENT)
    for key in others:
        assert await story.open() == [k for k in keys if k >= key]
        await reads(story, key)
    assert await story.open() == ["finish_draft:1"]
    (writer, *_) = await story.holders("finish_draft:1")
    sections = Anyone(rules).sections("What we found at last")
    unanswered = FinishDraft(sections=sections)
    assert await story.refused(writer, "finish_draft:1", unanswered) == "comment_unanswered"
    answers = (CommentAnswer(on="c1", taken="in_part", why="The names are not public"),)
    await story.does(writer, "finish_draft:1", FinishDraft(sections=sections, responses=answers))
    review = await story.assignment("review_report:1")
    assert await story.open() == ["review_report:1"]
    assert (review.version, await versions(story)) == (2, [(1, "es", False), (2, "es", False)])
    await story.usual("review_report:1")
    await story.goes_to()
    assert await story.ends() == Outcome(outcome="authorised", version=2, sha256=review.sha256)


@pytest.mark.parametrize("rules", METHODOLOGIES)
async def test_w2_whoever_reads_no_draft_in_time_lets_it_pass(story: Story, rules: str) -> None:
    keys = await to_the_drafts(story, rules)
    for key in keys[1:]:
        await reads(story, key)
    await story.lapses(keys[0])
    assert await story.states("comment_draft") == {keys[0]: "expired", **dict.fromkeys(keys[1:], "fulfilled")}
    assert await story.open() == ["review_report:1"]
    assert "escalation" not in {told.template for told in await story.letters()}


async def test_w2_what_an_expert_who_leaves_had_to_read_passes_too(story: Story, short: str) -> None:
    await story.opened(rules=short)
    await story.goes_to("comment_draft:expert-1:1")
    (by, *_) = await story.holders("comment_draft:expert-1:1")
    await story.does(by, "", LeavePanel(reason="A new post"))
    await reads(story, "comment_draft:expert-2:1")
    assert await story.open() == ["review_report:1"]


async def test_w4_each_next_version_is_read_by_the_experts_too(story: Story, short: str) -> None:
    await story.opened(rules=short)
    await story.goes_to("review_report:1")
    a = await story.assignment("review_report:1")
    await story.does("approver", a.key, cast.review(a, "changes"))
    await story.usual("revise_report:1")
    assert sorted(await story.open()) == ["comment_draft:expert-1:2", "comment_draft:expert-2:2"]


async def published(story: Story) -> dict[str, PublishedTextRow]:
    """What is public of the report, by language, once it is."""
    await story.comes_after()
    await countersigned(story)

    async def so() -> bool:
        return bool(await story.rows(PublishedTextRow))

    await until(so)
    return {text.language: text for text in await story.rows(PublishedTextRow)}


def said_in(text: PublishedTextRow) -> str:
    """What its page says in its sections."""
    return "".join(section["html"] for section in text.sections)


def printed(story: Story, text: PublishedTextRow) -> str:
    """What its document says."""
    pages = PdfReader(story.world.files / text.pdf_sha256).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("rules", METHODOLOGIES)
async def test_x2_the_report_is_translated_before_it_is_decided_on_and_published_in_what_exists(
    story: Story, rules: str
) -> None:
    people = Anyone(rules)
    await story.opened(rules=rules, people=people)
    await story.goes_to("review_report:1")
    review = await story.assignment("review_report:1")
    await story.does("approver", review.key, approval(review, "en", "fr"))
    assert sorted(await story.open()) == ["translate_report:en:1", "translate_report:fr:1"]
    await story.usual("translate_report:en:1")
    first = await story.assignment("review_translation:en:1")
    changes = ReviewTranslation(
        version=first.version, sha256=first.sha256, choice="changes", comments=(COMMENT,)
    )
    await story.does("approver", first.key, changes)
    await story.usual("translate_report:en:2")
    await story.usual("review_translation:en:2")
    await story.steers("translate_report:fr:1", Waive(reason="No translator"))
    decided = await story.assignment("decide_publication:1")
    assert (decided.version, decided.sha256) == (review.version, review.sha256)
    assert await versions(story) == [(1, "es", False), (2, "en", True), (3, "en", True)]
    body = cast.decision(decided)
    french = replace(body, languages=("es", "fr"))
    assert await story.refused("approver", decided.key, french) == "language_not_there"
    await story.does("approver", decided.key, replace(body, languages=("es", "en")))
    assert (await story.ends()).outcome == "authorised"
    texts = await published(story)
    assert {language: text.original for language, text in texts.items()} == {"es": True, "en": False}
    assert "In other words" in said_in(texts["en"])
    assert "In other words" not in said_in(texts["es"])
    assert "Translated from the original in Spanish" in printed(story, texts["en"])
    numbers = {tuple(one["number"] for one in text.recommendations) for text in texts.values()}
    assert len(numbers) == 1
    held = {one["code"]: one["holds"] for one in texts["en"].sections if one["holds"]}
    assert held == {"recommendations": "recommendations", "cooperation_needs": "needs"}
    needs = await story.rows(PublishedNeedRow)
    ids = {code: [need.id for need in needs if need.language == code] for code in texts}
    assert ids["es"] == ids["en"]


@pytest.mark.parametrize("shown", [True, False])
async def test_x2_a_language_is_asked_for_while_the_decision_waits_and_w6_the_beneficiary_says_its_word(
    story: Story, short: str, shown: bool
) -> None:
    await story.opened(rules=short)
    await story.goes_to("consolidate_report:1")
    recommended = (Recommendation(id="r1", nature="reform", text="One register"),)
    report = ConsolidateReport(sections=cast.sections("What was found"), recommendations=recommended)
    (writer, *_) = await story.holders("consolidate_report:1")
    await story.does(writer, "consolidate_report:1", report)
    await story.goes_to("review_report:1")
    review = await story.assignment("review_report:1")
    unknown = approval(review, replies=(Reply(on="r9", answer="not"),))
    assert await story.refused("approver", review.key, unknown) == "unknown_recommendation"
    await story.does("approver", review.key, approval(review))
    await story.does("approver", "", AskTranslations(languages=("pt",)))
    assert sorted(await story.open()) == ["decide_publication:1", "translate_report:pt:1"]
    said = ReplyRecommendations(replies=(Reply(on="r1", answer="accepted"),), shown=shown)
    await story.does("approver", "", said)
    a = await story.assignment("translate_report:pt:1")
    less = TranslateReport(sections=cast.sections("Em outras palavras"))
    (translator, *_) = await story.holders(a.key)
    assert await story.refused(translator, a.key, less) == "translation_differs"
    await story.does(translator, a.key, replace(less, recommendations=recommended))
    await story.usual("review_translation:pt:1")
    decided = await story.assignment("decide_publication:1")
    await story.does("approver", decided.key, replace(cast.decision(decided), languages=("es", "pt")))
    assert (await story.ends()).outcome == "authorised"
    for text in (texts := await published(story)).values():
        (one,) = text.recommendations
        assert (one["number"], one["text"]) == (1, "One register")
        assert one["answer"] == ("accepted" if shown else "")
    assert ("Aceita" in printed(story, texts["pt"])) is shown
    # The last word holds, long after; what is public says it once that is authorised again.
    later = ReplyRecommendations(replies=(Reply(on="r1", answer="in_part", why="Not at once"),), shown=True)
    assert await story.refused("responsible_officer", "", later) == "not_yours"
    await story.does("approver", "", later)
    again = AuthorisePublication(version=decided.version, sha256=decided.sha256, languages=("es", "pt"))
    await story.does("approver", "", again)
    await countersigned(story)

    async def changed() -> bool:
        said = [text.recommendations[0] for text in await story.rows(PublishedTextRow)]
        return [one["answer_reasons"] for one in said] == ["Not at once"] * 2

    await until(changed)
