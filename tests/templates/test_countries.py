"""Countries as the Organization names them, in the order that a reader expects."""

import pytest

from methodologies.loader import states
from rounds.submissions.people import LANGUAGES
from templates.render import Renderer

RENDERER = Renderer()


def test_accents_do_not_send_a_country_to_the_end_of_the_list() -> None:
    named = [name for _, name in RENDERER.words("fr").countries(states())]
    assert named.index("Dominique") < named.index("Équateur") < named.index("États-Unis")
    assert named[-1] == "Venezuela"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_a_member_state_is_shortened(language: str) -> None:
    names = [name for _, name in RENDERER.words(language).countries(states())]
    assert not [name for name in names if "&" in name or name.startswith(("St ", "St. "))]


def test_english_names_are_those_of_the_organization() -> None:
    words = RENDERER.words("en")
    assert words.country("ATG") == "Antigua and Barbuda"
    assert words.country("VCT") == "Saint Vincent and the Grenadines"
