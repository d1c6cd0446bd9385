"""The report: W2 to W4, X4."""

from dataclasses import replace
from typing import Any

import pytest

from rounds.state.effects import Report
from rounds.steps.records import identified
from rounds.submissions.report import (
    Comment,
    ConsolidateReport,
    Contribute,
    Need,
    Recommendation,
    ReviewReport,
    ReviseReport,
    SectionText,
)
from tests.rounds.scene import (
    OFFICER,
    RIPSO,
    Verdict,
    ask,
    reported,
    seated,
    send,
    sent,
    texts,
    verdict,
    verdict_on,
)

NEED = Need(topic="data_protection", support="training", priority="low", text="Courses")
RECOMMENDED = Recommendation(nature="reform", text="One register", rests_on="question:1")
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
        texts("round_description", "findings", "cooperation_needs"),
        (),
        ("section_missing", "sections.2.text"),
        id="W3 no recommendations",
    ),
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
        (replace(NEED, topic=""),),
        ("choice_missing", "needs.0.topic"),
        id="X4 a need without a topic",
    ),
]


RECORDS = [
    pytest.param({"recommendations": (RECOMMENDED,)}, None, id="W6 a recommendation by its kind"),
    pytest.param(
        {"recommendations": (replace(RECOMMENDED, text=" "),)},
        ("text_missing", "recommendations.0.text"),
        id="W6 a recommendation of nothing",
    ),
    pytest.param(
        {"recommendations": (replace(RECOMMENDED, id="a1"), replace(RECOMMENDED, id="a1", text="Another"))},
        ("same_record", "recommendations.1"),
        id="W6 two recommendations of one id",
    ),
    pytest.param(
        {"recommendations": (replace(RECOMMENDED, id="what I think"),)},
        ("wrong_shape", "recommendations.0.id"),
        id="W6 words in the place of an id",
    ),
    pytest.param(
        {"recommendations": (replace(RECOMMENDED, rests_on="what I heard"),)},
        ("wrong_shape", "recommendations.0.rests_on"),
        id="W6 words in the place of a finding",
    ),
    pytest.param(
        {"needs": (replace(NEED, topic="fishing"),)},
        ("unknown_topic", "needs.0.topic"),
        id="Z4 X4 a topic that is not in the list",
    ),
    pytest.param(
        {"needs": (replace(NEED, topic="other"),)},
        ("text_missing", "needs.0.topic_words"),
        id="Z4 X4 another topic without words",
    ),
    pytest.param(
        {"needs": (replace(NEED, topic="other", topic_words="Ports"),)},
        None,
        id="Z4 X4 another topic in words",
    ),
    pytest.param(
        {"needs": (replace(NEED, priority=None),)},
        ("choice_missing", "needs.0.priority"),
        id="X4 a need without a priority",
    ),
]


@pytest.mark.parametrize(
    "model", [Contribute, ConsolidateReport, ReviseReport], ids=["part", "first", "next"]
)
@pytest.mark.parametrize(("written", "expected"), RECORDS)
def test_recommendations_and_needs_are_records(
    model: Any, written: dict[str, Any], expected: Verdict
) -> None:
    assert verdict_on(model(sections=texts(), **written)) == expected


def test_a_methodology_without_recommendations_takes_none_w6() -> None:
    body = ConsolidateReport(sections=texts(), recommendations=(RECOMMENDED,))
    without = replace(RIPSO, recommendations_section="")
    assert verdict_on(body, methodology=without) == ("wrong_shape", "recommendations")


def test_a_round_that_began_before_there_were_topics_says_them_in_words_z4() -> None:
    need = replace(NEED, topic="other", topic_words="Ports")
    body = ConsolidateReport(sections=texts(), needs=(need,))
    assert verdict_on(body, methodology=replace(RIPSO, topics=())) is None


def test_a_recommendation_alone_is_a_contribution_w2_w6() -> None:
    assert verdict_on(Contribute(sections=(), recommendations=(RECOMMENDED,))) is None


def test_a_record_keeps_its_id_in_every_version_and_a_new_one_is_given_one_w6() -> None:
    twice = Contribute(sections=(), recommendations=(RECOMMENDED, RECOMMENDED), needs=(NEED,))
    first = identified(twice)
    ids = [r.id for r in first.recommendations]
    assert len(set(ids)) == 2
    assert all(ids)
    assert identified(twice) == first
    changed = replace(first, recommendations=tuple(replace(r, text="Other") for r in first.recommendations))
    assert identified(changed) == changed


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
        language="es",
    )
    assert effects[1:] == [Report(version=1, sha256="a" * 64, submission="v1", language="es")]
    ask(round, "revise_report:1")
    send(round, "revise_report:1", ReviseReport(sections=texts()), OFFICER, id="v2", sha256="b" * 64)
    assert (round.version, round.sha256) == (2, "b" * 64)


def review(**changes: Any) -> ReviewReport:
    return ReviewReport(**{"version": 2, "sha256": "2" * 64, "choice": "approve", **changes})


def said(*sections: str, text: str = "Say more") -> tuple[Comment, ...]:
    return tuple(Comment(section=section, text=text) for section in sections)


REVIEWS = [
    pytest.param(review(), None, id="W4 approve this version"),
    pytest.param(review(choice="changes", comments=said("findings")), None, id="W4 changes by section"),
    pytest.param(review(choice="changes"), ("comment_missing", "comments"), id="W4 changes without comments"),
    pytest.param(
        review(choice="changes", comments=said("findings", text=" ")),
        ("text_missing", "comments.0.text"),
        id="W4 changes with blank comments",
    ),
    pytest.param(
        review(choice="changes", comments=said("style")),
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
    twice = sent("review_report:2", review(choice="changes", comments=said("findings")), "focal_point")
    assert verdict(round, twice) == ("already_answered", "")
