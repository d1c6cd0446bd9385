"""How long a report may be, as it is sent and as its readers have it: W1."""

from dataclasses import replace
from typing import Any

import pytest

from rounds import rules
from rounds.steps.records import identified
from rounds.submissions.publication import AuthorisePublication, DecidePublication
from rounds.submissions.refusals import Refusal
from rounds.submissions.report import (
    ConsolidateReport,
    FinishDraft,
    Reply,
    ReplyRecommendations,
    ReviewReport,
    ReviseReport,
    TranslateReport,
)
from tests.rounds.scene import RIPSO, texts, verdict_on


@pytest.mark.parametrize("model", [ConsolidateReport, FinishDraft, ReviseReport, TranslateReport])
def test_a_report_of_more_pages_than_it_may_have_is_refused_and_told_by_how_many_w1(model: Any) -> None:
    assert verdict_on(model(sections=texts(), pages=20)) is None
    with pytest.raises(Refusal) as refused:
        rules.check_body(RIPSO, "PRY", model(sections=texts(), pages=23))
    assert (refused.value.code, refused.value.values) == (
        "report_too_long",
        {"pages": 23, "most": 20, "over": 3},
    )


SAYS = (Reply(on="r2", answer="not", why="Because"),)
BOUND: dict[str, Any] = {"version": 2, "sha256": "2" * 64}
PRINTED = [
    pytest.param(ReviewReport(**BOUND, choice="approve", replies=SAYS, shown=True), "replies", id="approval"),
    pytest.param(ReplyRecommendations(replies=SAYS, shown=True), "replies", id="later word"),
    pytest.param(
        DecidePublication(**BOUND, choice="publish", languages=("es",)), "languages", id="authorisation"
    ),
    pytest.param(AuthorisePublication(**BOUND, languages=("es", "en")), "languages", id="authorised anew"),
]


@pytest.mark.parametrize(("body", "field"), PRINTED)
@pytest.mark.parametrize(
    ("pages", "longest", "code"),
    [
        pytest.param(0, 0, None, id="W1 W6 nothing is printed"),
        pytest.param(20, 2, None, id="W1 W6 as long as it may be"),
        pytest.param(21, 2, "printed_too_long", id="W1 W6 a page more, for what is said of the second"),
        pytest.param(21, 0, "report_too_long", id="W1 a page more, and nothing is said"),
    ],
)
def test_what_its_readers_have_is_no_longer_than_it_may_be(
    body: Any, field: str, pages: int, longest: int, code: str | None
) -> None:
    said = verdict_on(replace(body, pages=pages, longest=longest))
    assert said == ((code, field if longest else "") if code else None)


def test_it_is_told_which_word_is_the_longest_w1_w6() -> None:
    body = ReplyRecommendations(replies=SAYS, shown=True, pages=23, longest=4)
    with pytest.raises(Refusal) as refused:
        rules.check_body(RIPSO, "PRY", body)
    assert refused.value.values == {"pages": 23, "most": 20, "number": 4}


def test_a_methodology_without_a_limit_takes_any_number_of_pages_w1() -> None:
    without = replace(RIPSO, limits=replace(RIPSO.limits, report_pages=0))
    assert verdict_on(ConsolidateReport(sections=texts(), pages=200), methodology=without) is None


def test_nobody_says_how_many_pages_there_are_w1() -> None:
    said = identified(ReplyRecommendations(replies=SAYS, shown=True, pages=3, longest=1))
    assert (said.pages, said.longest) == (0, 0)
    assert identified(ConsolidateReport(sections=texts(), pages=3)).pages == 0
