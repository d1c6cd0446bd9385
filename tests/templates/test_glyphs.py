"""Signs that a font puts together are put together, and where there are none nothing is looked for."""

import re

import pytest

from templates import typeset
from templates.typeset import JOINED, pdf
from tests.templates.reports import FINDINGS, of

ALONE = "".join(sign for sign in map(chr, range(0x10000)) if not JOINED.search(sign))
"""Every sign of which it is said that it is never joined with another."""


@pytest.mark.parametrize("words", [FINDINGS, " ".join(ALONE), ALONE, ALONE[::-1]])
def test_where_nothing_can_be_joined_the_bytes_are_those_of_a_document_that_was_looked_through(
    words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = pdf(of(words))
    monkeypatch.setattr(typeset, "JOINED", re.compile(""))
    assert pdf(of(words)) == made


TOGETHER = {
    "a letter of parts": "\u01de",
    "accents": "i\u0323\u0301",
    "letters of a language": "col\u00b7lecci\u00f3",
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "other scripts": "\u0457\u0457",
}


@pytest.mark.parametrize("name", TOGETHER)
def test_signs_that_belong_together_are_set_together(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not so if they were not looked for."""
    made = pdf(of(TOGETHER[name]))
    monkeypatch.setattr(typeset, "JOINED", re.compile("(?!)"))
    assert pdf(of(TOGETHER[name])) != made
