"""The report: W2 to W4, X4."""

from typing import Any

import pytest

from rounds.state.effects import Report
from rounds.submissions.report import (
    ConsolidateReport,
    Contribute,
    Need,
    ReviewReport,
    ReviseReport,
    SectionText,
)
from tests.rounds.scene import OFFICER, Verdict, ask, reported, seated, send, sent, texts, verdict, verdict_on

NEED = Need(topic="Data", support="training", text="Courses")
THREE = ("round_description", "findings", "recommendations")


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param(texts("findings"), None, id="W2 one section"),
        pytest.param((), ("nothing_written", "sections"), id="W2 nothing"),
        pytest.param(texts("findings", text=" "), ("nothing_written", "sections"), id="W2 blank"),
        pytest.param(
            texts("findings", "scores"),
            ("unknown_section", "sections.1.section"),
            id="W3 W5 a section of scores",
        ),
    ],
)
def test_what_an_expert_contributes(sections: tuple[SectionText, ...], expected: Verdict) -> None:
    assert verdict_on(Contribute(sections=sections)) == expected


REPORTS = [
    pytest.param(texts(), (), None, id="W3 all four sections"),
    pytest.param(texts(*THREE), (NEED,), None, id="X4 needs as records stand for their section"),
    pytest.param(
        texts(*THREE), (), ("section_missing", "sections.3.text"), id="W3 neither needs nor their section"
    ),
    pytest.param(
        texts("findings", "recommendations", "cooperation_needs"),
        (NEED,),
        ("section_missing", "sections.0.text"),
        id="W3 no description of the round",
    ),
    pytest.param(
        (*texts(), SectionText(section="ranking", text="1.")),
        (),
        ("unknown_section", "sections.4.section"),
        id="W3 W5 a section of ranks",
    ),
    pytest.param(
        (*texts(*THREE), SectionText(section="cooperation_needs", text=" ")),
        (),
        ("section_missing", "sections.3.text"),
        id="W3 a blank section",
    ),
    pytest.param(
        texts(),
        (Need(topic="", support="other", text="x"),),
        ("text_missing", "needs.0.topic"),
        id="X4 a need without a topic",
    ),
]


@pytest.mark.parametrize("model", [ConsolidateReport, ReviseReport], ids=["first", "next"])
@pytest.mark.parametrize(("sections", "needs", "expected"), REPORTS)
def test_a_version_of_the_report(
    model: Any, sections: tuple[SectionText, ...], needs: tuple[Need, ...], expected: Verdict
) -> None:
    assert verdict_on(model(sections=sections, needs=needs)) == expected


def test_each_version_is_in_force_when_it_is_sent_and_bound_to_its_hash_w4() -> None:
    round = seated()
    ask(round, "consolidate_report:1")
    effects = send(
        round,
        "consolidate_report:1",
        ConsolidateReport(sections=texts()),
        OFFICER,
        id="v1",
        sha256="a" * 64,
    )
    assert effects[1:] == [Report(version=1, sha256="a" * 64, submission="v1")]
    ask(round, "revise_report:1")
    send(round, "revise_report:1", ReviseReport(sections=texts()), OFFICER, id="v2", sha256="b" * 64)
    assert (round.version, round.sha256) == (2, "b" * 64)


def review(**changes: Any) -> ReviewReport:
    return ReviewReport(**{"version": 2, "sha256": "2" * 64, "choice": "approve", **changes})


REVIEWS = [
    pytest.param(review(), None, id="W4 approve this version"),
    pytest.param(review(choice="changes", comments=texts("findings")), None, id="W4 changes by section"),
    pytest.param(review(choice="changes"), ("comment_missing", "comments"), id="W4 changes without comments"),
    pytest.param(
        review(choice="changes", comments=texts("findings", text="")),
        ("comment_missing", "comments"),
        id="W4 changes with blank comments",
    ),
    pytest.param(
        review(choice="changes", comments=texts("style")),
        ("unknown_section", "comments.0.section"),
        id="W4 comments on no section of the report",
    ),
    pytest.param(
        review(version=1, sha256="1" * 64),
        ("older_version", "version"),
        id="W4 a decision on an older version",
    ),
    pytest.param(review(sha256="1" * 64), ("older_version", "version"), id="W4 another hash"),
    pytest.param(review(version=3), ("older_version", "version"), id="W4 a version that does not exist"),
]


@pytest.mark.parametrize(("body", "expected"), REVIEWS)
def test_the_approvers_review_of_the_second_version(body: ReviewReport, expected: Verdict) -> None:
    round = reported()
    ask(round, "review_report:2")
    assert verdict(round, sent("review_report:2", body, "focal_point")) == expected


def test_a_review_is_given_once_and_in_person_w4() -> None:
    round = reported()
    ask(round, "review_report:2")
    on_behalf = sent("review_report:2", review(), "focal_point", officer=OFFICER)
    assert verdict(round, on_behalf) == ("only_in_person", "")
    send(round, "review_report:2", review(), "focal_point")
    twice = sent("review_report:2", review(choice="changes", comments=texts("findings")), "focal_point")
    assert verdict(round, twice) == ("already_answered", "")
