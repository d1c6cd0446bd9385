"""Two who write one report at once: neither overwrites the other, and what both changed is told of."""

from typing import Any

import pytest

from api.links.merging import base_of, merged


def values(*texts: str, **records: Any) -> dict[str, Any]:
    sections = [{"section": name, "text": text} for name, text in zip("abc", texts, strict=False)]
    return {"sections": sections, **records}


def one(id: str, text: str) -> dict[str, str]:
    return {"id": id, "nature": "reform", "text": text}


START = values("A", "B", recommendations=[one("r1", "One"), one("r2", "Two")])
BASE = base_of(START)


@pytest.mark.parametrize(
    ("mine", "theirs", "expected", "conflicts"),
    [
        pytest.param(values("A", "mine"), values("theirs", "B"), values("theirs", "mine"), (), id="W4 each"),
        pytest.param(values("A", "B"), values("A", "theirs"), values("A", "theirs"), (), id="W4 theirs"),
        pytest.param(values("mine", "B"), values("A", "B"), values("mine", "B"), (), id="W4 mine alone"),
        pytest.param(values("x", "B"), values("x", "B"), values("x", "B"), (), id="W4 both the same"),
        pytest.param(
            values("mine", "B"),
            values("theirs", "B"),
            values("mine", "B"),
            ("sections.a",),
            id="W4 both",
        ),
    ],
)
def test_what_only_one_has_changed_is_taken_over(
    mine: dict[str, Any], theirs: dict[str, Any], expected: dict[str, Any], conflicts: tuple[str, ...]
) -> None:
    made = merged(BASE, mine, theirs)
    assert (made.values["sections"], made.conflicts) == (expected["sections"], conflicts)


RECORDS = [
    pytest.param(
        [one("r1", "mine"), one("r2", "Two")],
        [one("r1", "One"), one("r2", "theirs")],
        [one("r1", "mine"), one("r2", "theirs")],
        (),
        id="W6 two editors of two recommendations",
    ),
    pytest.param(
        [one("r1", "mine"), one("r2", "Two")],
        [one("r1", "theirs"), one("r2", "Two")],
        [one("r1", "mine"), one("r2", "Two")],
        ("recommendations.r1",),
        id="W6 two editors of one recommendation",
    ),
    pytest.param(
        [one("r1", "One")],
        [one("r1", "One"), one("r2", "Two"), one("", "New")],
        [one("r1", "One"), one("", "New")],
        (),
        id="W6 one that I took out and one that came",
    ),
    pytest.param(
        [one("r1", "One")],
        [one("r1", "One"), one("r2", "theirs")],
        [one("r1", "One"), one("r2", "theirs")],
        ("recommendations.r2",),
        id="W6 one that I took out and they changed",
    ),
    pytest.param(
        [one("r1", "One"), one("r2", "Two"), one("", "Mine")],
        [one("r1", "One"), one("r2", "Two"), one("", "Theirs")],
        [one("r1", "One"), one("r2", "Two"), one("", "Mine"), one("", "Theirs")],
        (),
        id="W6 a new one of each",
    ),
]


@pytest.mark.parametrize(("mine", "theirs", "expected", "conflicts"), RECORDS)
def test_records_are_known_by_their_ids(
    mine: list[Any], theirs: list[Any], expected: list[Any], conflicts: tuple[str, ...]
) -> None:
    made = merged(BASE, {"recommendations": mine}, {"recommendations": theirs})
    assert (made.values["recommendations"], made.conflicts) == (expected, conflicts)


@pytest.mark.parametrize("base", ["", "[]", "{", '{"sections.a": 1}'])
def test_a_page_that_does_not_say_what_it_started_from_shows_both(base: str) -> None:
    made = merged(base, values("mine"), values("theirs"))
    assert (made.values["sections"], made.conflicts) == (values("mine")["sections"], ("sections.a",))


def test_how_a_browser_ends_its_lines_is_no_change() -> None:
    base = base_of(values("One\nTwo"))
    assert merged(base, values("One\r\nTwo"), values("theirs")).values == values("theirs")
