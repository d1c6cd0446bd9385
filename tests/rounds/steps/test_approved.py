"""What comes of an approved report: the beneficiary's word on it, further languages: W6, X2."""

from dataclasses import replace
from typing import Any

import pytest

from rounds.state.effects import Report
from rounds.state.round import Round
from rounds.steps import replies, translation
from rounds.submissions.publication import DecidePublication
from rounds.submissions.report import (
    AskTranslations,
    Comment,
    ConsolidateReport,
    Recommendation,
    Reply,
    ReplyRecommendations,
    ReviewReport,
    ReviewTranslation,
    TranslateReport,
)
from tests.rounds.scene import CHILE, OFFICER, Verdict, ask, seated, send, sent, texts, verdict

FIRST = Recommendation(id="r1", nature="reform", text="One register")
SECOND = Recommendation(id="r2", nature="adjustment", text="Update it")
SAID = Reply(on="r1", answer="in_part", why="Not this year")


def approved(*languages: Any) -> Round:
    """A round whose report, written in Spanish, the beneficiary has approved."""
    round = reviewed()
    body = ReviewReport(version=1, sha256="1" * 64, choice="approve", languages=languages)
    send(round, "review_report:1", body, "focal_point")
    return round


def reviewed() -> Round:
    round = seated()
    ask(round, "consolidate_report:1")
    report = ConsolidateReport(sections=texts(), recommendations=(FIRST, SECOND))
    send(round, "consolidate_report:1", report, OFFICER, sha256="1" * 64, language="es")
    ask(round, "review_report:1")
    return round


def review(**changes: Any) -> ReviewReport:
    return ReviewReport(**{"version": 1, "sha256": "1" * 64, "choice": "approve", **changes})


REVIEWS = [
    pytest.param(review(replies=(SAID,), shown=True), None, id="W6 a word on one of two"),
    pytest.param(review(), None, id="W6 no word at all"),
    pytest.param(
        review(replies=(replace(SAID, on="r9"),)),
        ("unknown_recommendation", "replies.0"),
        id="W6 a word on no recommendation",
    ),
    pytest.param(review(languages=("en", "fr")), None, id="X2 two further languages"),
    pytest.param(review(languages=("es",)), ("language_there", "languages"), id="X2 its own language"),
]


@pytest.mark.parametrize(("body", "expected"), REVIEWS)
def test_whoever_approves_may_say_more(body: ReviewReport, expected: Verdict) -> None:
    assert verdict(reviewed(), sent("review_report:1", body, "focal_point")) == expected


REPLIES = [
    pytest.param("focal_point", (SAID,), None, id="W6 the beneficiary"),
    pytest.param(CHILE, (SAID,), ("not_yours", ""), id="W6 an expert"),
    pytest.param(OFFICER, (SAID,), ("not_yours", ""), id="W6 an officer for nobody"),
    pytest.param(
        "focal_point",
        (SAID, replace(SAID, on="r9")),
        ("unknown_recommendation", "replies.1"),
        id="W6 no such recommendation",
    ),
]


@pytest.mark.parametrize(("by", "said", "expected"), REPLIES)
def test_the_beneficiary_says_what_it_accepts(by: str, said: tuple[Reply, ...], expected: Verdict) -> None:
    assert verdict(approved(), sent("", ReplyRecommendations(replies=said), by)) == expected


def test_nothing_is_said_of_what_is_not_approved_w6_x2() -> None:
    for body in (ReplyRecommendations(replies=(SAID,)), AskTranslations(languages=("en",))):
        assert verdict(reviewed(), sent("", body, "focal_point")) == ("not_approved", "")


def test_the_last_word_on_each_recommendation_holds_and_is_shown_only_if_wanted_w6() -> None:
    first = review(replies=(SAID, Reply(on="r2")), shown=True)
    later = ReplyRecommendations(replies=(replace(SAID, answer="accepted", why=""),))
    assert replies.latest([first]) == (SAID,)
    assert replies.latest([first, later]) == (replace(SAID, answer="accepted", why=""),)
    spoken: list[list[ReviewReport | ReplyRecommendations]] = [[], [first], [first, later]]
    assert [replies.shown(said) for said in spoken] == [False, True, False]


ASKED = [
    pytest.param("focal_point", ("en",), None, id="X2 the beneficiary"),
    pytest.param(OFFICER, ("en", "pt"), None, id="X2 the secretariat"),
    pytest.param(CHILE, ("en",), ("not_yours", ""), id="X2 an expert"),
    pytest.param("focal_point", (), ("choice_missing", "languages"), id="X2 no language"),
    pytest.param("focal_point", ("es",), ("language_there", "languages"), id="X2 its own language"),
    pytest.param("focal_point", ("fr",), ("language_there", "languages"), id="X2 asked for already"),
]


@pytest.mark.parametrize(("by", "languages", "expected"), ASKED)
def test_further_languages_are_asked_for(by: str, languages: Any, expected: Verdict) -> None:
    assert verdict(approved("fr"), sent("", AskTranslations(languages=languages), by)) == expected


def translated(round: Round, language: str = "en", n: int = 1, sha256: str = "e" * 64) -> list[Any]:
    key = f"translate_report:{language}:{n}"
    ask(round, key)
    body = TranslateReport(sections=texts(), recommendations=(FIRST, SECOND), pages=9)
    return send(round, key, body, OFFICER, id=f"t{n}", sha256=sha256)


def test_a_translation_is_a_version_of_its_own_bound_to_the_approved_one_x2() -> None:
    round = approved("en")
    assert translated(round)[1:] == [
        Report(
            version=2,
            sha256="e" * 64,
            submission="t1",
            language="en",
            pages=9,
            translation_of="1" * 64,
        )
    ]
    assert (round.version, round.sha256, round.language) == (1, "1" * 64, "es")
    translated(round, n=2, sha256="f" * 64)
    assert [(t.version, t.sha256) for t in round.translations] == [(2, "e" * 64), (3, "f" * 64)]
    assert translation.latest(round, "en") == round.translations[1]


DIFFERENT = [
    pytest.param((FIRST,), id="X2 one recommendation less"),
    pytest.param((SECOND, FIRST), id="X2 another order"),
    pytest.param((replace(FIRST, nature="innovation"), SECOND), id="X2 another kind"),
]


@pytest.mark.parametrize("recommended", DIFFERENT)
def test_a_translation_has_the_same_records(recommended: tuple[Recommendation, ...]) -> None:
    round = approved("en")
    ask(round, "translate_report:en:1")
    body = TranslateReport(sections=texts(), recommendations=recommended)
    assert verdict(round, sent("translate_report:en:1", body, OFFICER)) == (
        "translation_differs",
        "recommendations",
    )


def test_the_report_is_in_a_language_once_its_translation_is_approved_x2() -> None:
    round = approved("en")
    translated(round)
    assert translation.languages(round) == ("es",)
    made = translation.latest(round, "en")
    assert made
    ask(round, "review_translation:en:1", "focal_point", version=made.version, sha256=made.sha256)
    body = ReviewTranslation(version=2, sha256="e" * 64, choice="changes")
    assert verdict(round, sent("review_translation:en:1", body, "focal_point")) == (
        "comment_missing",
        "comments",
    )
    older = replace(body, choice="approve", sha256="1" * 64)
    assert verdict(round, sent("review_translation:en:1", older, "focal_point")) == (
        "older_version",
        "version",
    )
    changes = replace(body, comments=(Comment(section="findings", text="Registry"),))
    assert verdict(round, sent("review_translation:en:1", changes, "focal_point")) is None
    send(round, "review_translation:en:1", replace(body, choice="approve"), "focal_point")
    assert translation.languages(round) == ("es", "en")


LANGUAGES = [
    pytest.param(("es", "en"), None, id="X2 those that exist"),
    pytest.param(("en",), None, id="X2 the translation alone"),
    pytest.param(("es", "fr"), ("language_not_there", "languages"), id="X2 one that is not made yet"),
    pytest.param(("pt",), ("language_not_there", "languages"), id="X2 one that nobody asked for"),
]


@pytest.mark.parametrize(("languages", "expected"), LANGUAGES)
def test_the_report_is_authorised_in_languages_in_which_it_exists(languages: Any, expected: Verdict) -> None:
    round = approved("en", "fr")
    translated(round)
    ask(round, "review_translation:en:1", "focal_point", version=2, sha256="e" * 64)
    body = ReviewTranslation(version=2, sha256="e" * 64, choice="approve")
    send(round, "review_translation:en:1", body, "focal_point")
    ask(round, "decide_publication:1")
    decided = DecidePublication(version=1, sha256="1" * 64, choice="publish", languages=languages)
    assert verdict(round, sent("decide_publication:1", decided, "focal_point")) == expected
