"""What letters say of a methodology and its secretariat: in every language, or not at all."""

import pytest

from methodologies.loader import methodology, names
from rounds.submissions.people import LANGUAGES
from templates.render import Renderer

RENDERER = Renderer()


@pytest.mark.parametrize("name", names())
def test_every_methodology_says_in_each_language_what_it_is_and_who_runs_it(name: str) -> None:
    """Z3."""
    m = methodology(name)
    assert set(m.about) == set(m.secretariat_names) == set(LANGUAGES)
    assert len(set(m.about.values())) == len(LANGUAGES)
    assert m.document.startswith("https://")
    assert all(m.name in text and len(text) < 260 for text in m.about.values())


@pytest.mark.parametrize("name", names())
def test_what_an_expert_does_has_hours_and_what_it_costs_has_a_name(name: str) -> None:
    """P6."""
    m = methodology(name)
    asked = {kind for kind, rule in m.assignments.items() if rule.owner == "expert"}
    assert set(m.work) == asked
    for language in LANGUAGES:
        words = RENDERER.words(language)
        for item, payer in m.costs.items():
            assert words.choice("costs", item) != item.replace("_", " ")
            assert words.choice("payer", payer) != payer.replace("_", " ") or language == "en"
