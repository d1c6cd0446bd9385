"""Two texts side by side, with what was taken out of the one and put into the other marked (W4)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup, escape

SENTENCES = re.compile(r"(?<=[.!?…:;])\s+|\n+")
WORDS = re.compile(r"\s+|[^\s\w]|\w+")
MOST = 2_000
"""Words of two passages that are compared one by one; longer ones are marked as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A part of two texts under one heading; what differs is marked by its element, not by colour alone."""

    heading: str
    old: Markup
    new: Markup
    same: bool


def compared(heading: str, old: str, new: str) -> Compared:
    """Sentence by sentence, and word by word where a sentence was changed."""
    was, now = _between(SENTENCES, old), _between(SENTENCES, new)
    left, right = [], []
    for tag, a, b, c, d in _opcodes(was, now):
        gone, come = "".join(was[a:b]), "".join(now[c:d])
        if tag == "equal":
            marked = (escape(gone), escape(come))
        elif tag == "replace":
            marked = _changed(was[a:b], now[c:d])
        else:
            marked = (_in("del", gone), _in("ins", come))
        left.append(marked[0])
        right.append(marked[1])
    return Compared(heading=heading, old=_whole(left), new=_whole(right), same=old == new)


def _changed(old: Sequence[str], new: Sequence[str]) -> tuple[Markup, Markup]:
    """Sentences in the place of others: one by one where they are as many."""
    if len(old) != len(new):
        return _words("".join(old), "".join(new))
    sides = [_words(was, now) for was, now in zip(old, new, strict=True)]
    return _whole(left for left, _ in sides), _whole(right for _, right in sides)


def _words(old: str, new: str) -> tuple[Markup, Markup]:
    was, now = WORDS.findall(old), WORDS.findall(new)
    if len(was) + len(now) > MOST:
        return _in("del", old), _in("ins", new)
    left, right = [], []
    for tag, a, b, c, d in _opcodes(was, now):
        gone, come = "".join(was[a:b]), "".join(now[c:d])
        left.append(escape(gone) if tag == "equal" else _in("del", gone))
        right.append(escape(come) if tag == "equal" else _in("ins", come))
    return _whole(left), _whole(right)


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _between(pattern: re.Pattern[str], text: str) -> list[str]:
    """A text in parts, each with what parts it from the next: together they are the text."""
    ends = [found.end() for found in pattern.finditer(text)]
    starts = [0, *ends]
    return [part for a, b in zip(starts, [*ends, len(text)], strict=True) if (part := text[a:b])]


def _in(element: str, text: str) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(Markup(element), text) if text else Markup()  # noqa: S704 - a name of ours


def _whole(parts: Iterable[Markup]) -> Markup:
    return Markup().join(parts)
