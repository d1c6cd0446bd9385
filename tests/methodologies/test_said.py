"""What letters say of a methodology and its secretariat: in every language, or not at all."""

from typing import Any

import pytest

from methodologies.loader import methodology, names
from rounds.methodology.file import MethodologyRefused
from rounds.methodology.said import NEWS
from rounds.submissions.people import LANGUAGES
from templates.render import Renderer
from tests.methodologies.test_loader import parsed

RENDERER = Renderer()
QUESTIONS = ("questionnaire_sent", "answers_arrived", "answers_frozen")


@pytest.mark.parametrize("name", names())
def test_every_methodology_says_in_each_language_what_it_is_and_who_runs_it(name: str) -> None:
    """Z3."""
    m = methodology(name)
    assert set(m.about) == set(m.secretariat_names) == set(LANGUAGES)
    assert len(set(m.about.values())) == len(LANGUAGES)
    assert m.document.startswith("https://")
    assert all(m.name in text and len(text) < 260 for text in m.about.values())


@pytest.mark.parametrize("name", names())
def test_no_hours_of_work_are_said_that_no_document_gives_and_what_it_costs_has_a_name(name: str) -> None:
    """P6, P9: the invitation says of what is not agreed that it is to be agreed."""
    m = methodology(name)
    assert m.work == {}
    assert set(m.costs.values()) == {"to_be_agreed"}
    for language in LANGUAGES:
        words = RENDERER.words(language)
        for item, payer in m.costs.items():
            assert words.choice("costs", item) != item.replace("_", " ")
            assert words.choice("payer", payer) != payer.replace("_", " ") or language == "en"


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        pytest.param({"about": {"es": "Qué es"}}, "about: each of es, en, pt, fr once", id="Z3 one language"),
        pytest.param(
            {"secretariat_names": dict.fromkeys(LANGUAGES, " ")}, "there is no text", id="Z3 no name"
        ),
        pytest.param({"document": "http://x.example"}, "starts with https://", id="a document anywhere"),
        pytest.param({"work": {"dance": 3}}, "work: no such kind of assignment", id="P6 work that is none"),
        pytest.param({"costs": {"insurance": "nobody"}}, "costs: who pays is one of", id="P6 who pays"),
        pytest.param({"news": {"rain": ["expert"]}}, "news: no such news 'rain'", id="Q8 news that are none"),
        pytest.param(
            {"news": {"panel_formed": ["king"]}}, "news: no such role 'king'", id="Q8 a role that is none"
        ),
        pytest.param(
            {"news": {"panel_formed": ["expert", "expert"]}}, "'expert' stands twice", id="Q8 a role twice"
        ),
        pytest.param({"news": {"panel_formed": "expert"}}, "news cannot be", id="Q8 a role and no list"),
    ],
)
def test_what_is_said_in_part_or_of_nothing_is_refused(entries: dict[str, Any], message: str) -> None:
    with pytest.raises(MethodologyRefused) as caught:
        parsed(lambda file: file.update(entries))
    assert message in str(caught.value)


def test_a_methodology_that_says_nothing_of_itself_is_read() -> None:
    said = ("about", "document", "secretariat_names", "work", "costs", "news")
    bare = parsed(lambda file: [file.pop(name) for name in said])
    assert [getattr(bare, name) for name in said] == [{}, "", {}, {}, {}, {}]


@pytest.mark.parametrize("name", names())
def test_each_methodology_says_of_every_happening_that_it_can_have_who_is_told(name: str) -> None:
    """Q8."""
    m = methodology(name)
    without = {
        "framework_agreed": not m.asks("agree_framework"),
        "framework_commented": not m.asks("agree_framework"),
        "self_assessment_answered": not m.asks("answer_self_assessment"),
        "findings_recorded": not m.asks("record_findings"),
        **{what: not m.asks("answer_questionnaire") for what in QUESTIONS},
    }
    assert set(m.news) == {what for what in NEWS if not without.get(what)}
    assert all(m.news.values())
