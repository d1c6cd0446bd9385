"""Drafts that the experts read, comments by section and passage, and what became of each: W2, W4."""

from dataclasses import replace
from typing import Any

import pytest

from rounds.interventions.parking import LEAVES
from rounds.state.effects import Close, Open
from rounds.state.round import Round
from rounds.steps import comments
from rounds.steps.comments import QuoteNotThere, check_quotes
from rounds.submissions.interventions import LeavePanel
from rounds.submissions.report import (
    Comment,
    CommentAnswer,
    CommentDraft,
    ConsolidateReport,
    FinishDraft,
    Need,
    Recommendation,
    ReviewReport,
    ReviseReport,
    SectionText,
)
from tests.rounds.scene import (
    CHILE,
    COLOMBIA,
    OFFICER,
    RIPSO,
    Verdict,
    ask,
    reported,
    seated,
    send,
    sent,
    texts,
    told,
    verdict,
    verdict_on,
)

FIRST = Comment(id="c1", section="findings", text="Which registers?")
SECOND = Comment(id="c2", section="recommendations", quote="One register", text="By when?")
TAKEN = CommentAnswer(on="c1", taken="taken_up")
NOT = CommentAnswer(on="c2", taken="not", why="Nobody knows yet")


def drafted() -> Round:
    """A round whose first draft both experts read."""
    round = seated()
    ask(round, "consolidate_report:1")
    send(round, "consolidate_report:1", ConsolidateReport(sections=texts()), OFFICER, sha256="1" * 64)
    ask(round, "comment_draft:expert-1:1", CHILE, role="expert-1")
    ask(round, "comment_draft:expert-2:1", COLOMBIA, role="expert-2")
    return round


def said(*made: Comment, **changes: Any) -> CommentDraft:
    choice: Any = "comments" if made else "none"
    whole = {"version": 1, "sha256": "1" * 64, "choice": choice, "comments": made, **changes}
    return CommentDraft(**whole)


DRAFTS = [
    pytest.param(said(), None, id="W2 no comments"),
    pytest.param(said(FIRST, SECOND), None, id="W2 comments by section and passage"),
    pytest.param(said(choice="comments"), ("comment_missing", "comments"), id="W2 comments that are none"),
    pytest.param(
        said(replace(FIRST, section="style")),
        ("unknown_section", "comments.0.section"),
        id="W4 a comment on no section",
    ),
    pytest.param(said(version=2), ("older_version", "version"), id="W2 another version"),
    pytest.param(said(sha256="3" * 64), ("older_version", "version"), id="W2 another text"),
]


@pytest.mark.parametrize(("body", "expected"), DRAFTS)
def test_an_expert_reads_the_draft(body: CommentDraft, expected: Verdict) -> None:
    assert verdict(drafted(), sent("comment_draft:expert-1:1", body, CHILE)) == expected


def test_each_reads_for_themselves_w2() -> None:
    assert verdict(drafted(), sent("comment_draft:expert-1:1", said(), COLOMBIA)) == ("not_yours", "")


def test_it_is_told_that_the_report_has_gone_on_once_all_have_read_and_nobody_comments_w2() -> None:
    round = drafted()
    send(round, "comment_draft:expert-1:1", said(), CHILE)
    assert "report_drafted" not in told(round)
    send(round, "comment_draft:expert-2:1", said(), COLOMBIA)
    assert "report_drafted" in told(round)
    commented = drafted()
    send(commented, "comment_draft:expert-1:1", said(FIRST), CHILE)
    send(commented, "comment_draft:expert-2:1", said(), COLOMBIA)
    assert "report_drafted" not in told(commented)


def test_the_same_comment_of_two_experts_is_answered_once_w4() -> None:
    round = drafted()
    send(round, "comment_draft:expert-1:1", said(FIRST, SECOND), CHILE)
    send(round, "comment_draft:expert-2:1", said(FIRST), COLOMBIA)
    assert [c.id for c in comments.on_draft(round, 1)] == ["c1", "c2"]
    assert comments.on_draft(round, 2) == ()


ANSWERS = [
    pytest.param((TAKEN, NOT), None, id="W4 each comment is answered"),
    pytest.param((TAKEN,), ("comment_unanswered", "responses.1"), id="W4 one is left out"),
    pytest.param((), ("comment_unanswered", "responses.0"), id="W4 none is answered"),
    pytest.param(
        (TAKEN, replace(NOT, why=" ")),
        ("reason_missing", "responses.1.why"),
        id="W4 not taken up, for no reason",
    ),
    pytest.param(
        (TAKEN, replace(NOT, taken="in_part", why="")),
        ("reason_missing", "responses.1.why"),
        id="W4 in part, for no reason",
    ),
]


@pytest.mark.parametrize(("given", "expected"), ANSWERS)
def test_the_draft_is_finished_with_an_answer_to_each_comment(
    given: tuple[CommentAnswer, ...], expected: Verdict
) -> None:
    round = drafted()
    send(round, "comment_draft:expert-1:1", said(FIRST), CHILE)
    send(round, "comment_draft:expert-2:1", said(SECOND), COLOMBIA)
    ask(round, "finish_draft:1")
    body = FinishDraft(sections=texts(), responses=given)
    assert verdict(round, sent("finish_draft:1", body, OFFICER)) == expected


@pytest.mark.parametrize(("given", "expected"), ANSWERS)
def test_the_report_is_revised_with_an_answer_to_each_comment(
    given: tuple[CommentAnswer, ...], expected: Verdict
) -> None:
    round = reported()
    ask(round, "review_report:2")
    review = ReviewReport(version=2, sha256="2" * 64, choice="changes", comments=(FIRST, SECOND))
    send(round, "review_report:2", review, "focal_point")
    ask(round, "revise_report:2")
    body = ReviseReport(sections=texts(), responses=given)
    assert verdict(round, sent("revise_report:2", body, OFFICER)) == expected


def test_comments_from_before_they_had_ids_need_no_answer_w4() -> None:
    round = reported()
    ask(round, "review_report:2")
    older = ReviewReport(version=2, sha256="2" * 64, choice="changes", comments=(replace(FIRST, id=""),))
    send(round, "review_report:2", older, "focal_point")
    ask(round, "revise_report:2")
    assert verdict(round, sent("revise_report:2", ReviseReport(sections=texts()), OFFICER)) is None


VERSION = ConsolidateReport(
    sections=(SectionText(section="findings", text="Three registers\noverlap, and nobody  keeps one."),),
    recommendations=(Recommendation(nature="reform", text="One register", reasons="Three overlap"),),
    needs=(Need(topic="other", topic_words="Data", support="training", priority="low", text="Courses"),),
)
QUOTES = [
    pytest.param("findings", "registers overlap, and nobody keeps", True, id="W4 a passage over two lines"),
    pytest.param("findings", "", True, id="W4 no passage"),
    pytest.param("findings", "registers are many", False, id="W4 words that are not there"),
    pytest.param("recommendations", "Three overlap", True, id="W4 the reasons of a recommendation"),
    pytest.param("cooperation_needs", "Courses", True, id="W4 a need"),
    pytest.param("findings", "One register", False, id="W4 a passage of another section"),
]


@pytest.mark.parametrize(("section", "quote", "stands"), QUOTES)
def test_a_passage_stands_in_the_section_that_is_commented(section: str, quote: str, stands: bool) -> None:
    made = (FIRST, Comment(section=section, quote=quote, text="Why?"))
    if stands:
        check_quotes(RIPSO, VERSION, made)
        return
    with pytest.raises(QuoteNotThere) as refused:
        check_quotes(RIPSO, VERSION, made)
    assert refused.value.field == "comments.1.quote"


def test_what_an_expert_who_leaves_had_to_read_passes_p8_w2() -> None:
    round = drafted()
    effects = send(round, "", LeavePanel(reason="A new post"), CHILE)
    assert Close(key="comment_draft:expert-1:1", state="closed") in effects
    assert [a.key for a in round.open_assignments()] == ["comment_draft:expert-2:1"]


def test_a_draft_that_nobody_could_be_asked_about_passes_w2() -> None:
    round = drafted()
    a = round.assignments["comment_draft:expert-1:1"]
    opened = Open(key=a.key, rule=round.rule(a), role=a.role, holders=a.holders)
    LEAVES[Open](round, opened)
    assert round.assignments[a.key].state == "closed"


def test_an_older_way_of_asking_for_changes_is_still_read_w4() -> None:
    assert verdict_on(ReviewReport(version=1, sha256="1", choice="changes", comments=(FIRST,))) is None
