"""Two texts side by side: what was taken out and put in is marked, and nothing of either is lost."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.comparing import compared

TEXTS = st.text(st.sampled_from("ab. \n<&é"), max_size=40)


def bare(markup: str) -> str:
    return unescape(re.sub(r"</?(del|ins)>", "", markup))


@given(TEXTS, TEXTS)
def test_both_texts_stand_there_whole_whatever_differs_w4(old: str, new: str) -> None:
    shown = compared("Findings", old, new)
    assert (bare(shown.old), bare(shown.new)) == (old, new)
    assert shown.same is (old == new)
    assert "<ins>" not in shown.old
    assert "<del>" not in shown.new


@pytest.mark.parametrize(
    ("old", "new", "left", "right"),
    [
        pytest.param(
            "Three registers. Nobody keeps one.",
            "Four registers. Nobody keeps one.",
            "<del>Three</del> registers. Nobody keeps one.",
            "<ins>Four</ins> registers. Nobody keeps one.",
            id="W4 a word",
        ),
        pytest.param("One. Two. ", "One. ", "One. <del>Two. </del>", "One. ", id="W4 one that is gone"),
        pytest.param("One. ", "One. Two. ", "One. ", "One. <ins>Two. </ins>", id="W4 one that came"),
        pytest.param("", "New", "", "<ins>New</ins>", id="W4 all of it"),
        pytest.param(
            "a <b> c", "a <i> c", "a &lt;<del>b</del>&gt; c", "a &lt;<ins>i</ins>&gt; c", id="W4 HTML"
        ),
    ],
)
def test_what_was_taken_out_and_put_in_is_marked(old: str, new: str, left: str, right: str) -> None:
    shown = compared("Findings", old, new)
    assert (shown.old, shown.new) == (left, right)


def test_two_texts_of_twenty_thousand_signs_are_compared_w4() -> None:
    old = "Word after word, and no end. " * 690
    assert compared("Findings", old, old.replace("no end", "an end")).new.count("<ins>") == 690
