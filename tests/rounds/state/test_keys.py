"""Keys of assignments: what prints as a text is read from it, whatever it is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rounds.state.keys import Key

KINDS = st.sampled_from(["propose_dates", "write_questions", "mend_address"])
PEOPLE = st.sampled_from(["expert-1", "focal_point~2", "candidate-added-2.1", "delegate-00ff00ff00ff"])
ONCE = st.one_of(st.builds(Key, KINDS, st.just(""), st.integers(1, 10_000)), st.builds(Key, KINDS, PEOPLE))
"""What is asked of one role, for the n-th time; and of each of several, once."""
OFTEN = st.builds(Key, KINDS, st.one_of(PEOPLE, ONCE.map(str)), st.integers(1, 10_000))
"""What is asked again and again about somebody, or about another assignment."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("propose_panel:2", Key("propose_panel", "", 2)),
        ("contribute:expert-1", Key("contribute", "expert-1")),
        ("write_questions:expert-1:2", Key("write_questions", "expert-1", 2)),
        ("mark_dates:focal_point:1", Key("mark_dates", "focal_point", 1)),
        ("add_candidate:expert-2:1", Key("add_candidate", "expert-2", 1)),
        ("answer_invitation:candidate-1.2.1", Key("answer_invitation", "candidate-1.2.1")),
        ("ready_visit:missed:1", Key("ready_visit", "missed", 1)),
        ("mend_address:focal_point~2:3", Key("mend_address", "focal_point~2", 3)),
        ("decide_extension:propose_dates:1:2", Key("decide_extension", "propose_dates:1", 2)),
        ("decide_extension:contribute:expert-1:1", Key("decide_extension", "contribute:expert-1", 1)),
    ],
)
def test_a_key_is_read_and_printed(text: str, expected: Key) -> None:
    assert Key.parse(text) == expected
    assert str(expected) == text


@given(st.one_of(ONCE, OFTEN))
def test_whatever_a_key_prints_is_read_as_that_key(made: Key) -> None:
    assert Key.parse(str(made)) == made


@given(st.text())
def test_no_text_that_somebody_sends_makes_reading_fail(text: str) -> None:
    Key.parse(text)


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("answer_questionnaire:1", "answer_questionnaire:2", "answer_questionnaire:3"),
        ("write_questions:expert-1", "write_questions:expert-1:2", "write_questions:expert-1:3"),
    ],
)
def test_what_is_sent_back_is_asked_again_under_the_next_number_d3(
    first: str, second: str, third: str
) -> None:
    asked = Key.parse(first)
    assert [str(asked.again()), str(asked.again().again())] == [second, third]
    assert {str(Key.parse(text).first()) for text in (first, second, third)} == {first}


def test_another_kind_may_ask_about_the_same() -> None:
    assert Key("add_candidate", "expert-2", 3).of("agree_candidate") == Key("agree_candidate", "expert-2", 3)
