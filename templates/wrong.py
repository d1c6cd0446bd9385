"""What is wrong with a form, for the list above it: each line names its field and leads to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from templates.forms import Control
from templates.words import Words

LONGEST = 80
"""In characters: of a question that is a field's name."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One line: the element that it leads to (empty: there is none), and what it says."""

    anchor: str
    text: str


def listed(words: Words, controls: Iterable[Control], errors: Mapping[str, str]) -> tuple[Wrong, ...]:
    """Every error with the name of its field, in the order they come in.

    An error of what is not shown as a field by itself stands at what it is a part of.
    """
    places = dict(_places(controls, ()))
    return tuple(_line(words, places, field, text) for field, text in errors.items())


def _places(controls: Iterable[Control], above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each field and each row by its path: the element to go to, and what it is called."""
    for c in controls:
        named = _named(above, c.label)
        if c.control != "hidden":
            yield c.name, (_anchor(c), named)
        for row in c.rows:
            within = (*above, row.title) if row.heading else above
            if row.heading:
                yield row.name, (row.name, _named(above, row.title))
            yield from _places(row.controls, within)


def _named(above: tuple[str, ...], label: str) -> str:
    name = ", ".join((*above, label))
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def _anchor(c: Control) -> str:
    """The element that can be filled in: of several to choose from, the first."""
    several = c.control in ("radio", "checkboxes") and c.options
    return f"{c.name}-1" if several or c.control == "selects" else c.name


def _line(words: Words, places: Mapping[str, tuple[str, str]], field: str, text: str) -> Wrong:
    at = field
    while at and at not in places:
        at = at.rpartition(".")[0]
    if not at:
        return Wrong("", text)
    anchor, name = places[at]
    return Wrong(anchor, words.pair(name, text))
