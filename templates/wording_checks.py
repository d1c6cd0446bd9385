"""Whether a text can stand in a letter for another: the same placeholders, plain words, not too many."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from unicodedata import category

from templates.marking import N_, NN_

LONGEST = 2000
"""Characters of one text."""
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
MARKUP = re.compile(r"[<>{}]|&#?\w+;")
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Control characters, those that turn the direction of what follows, and what no font has."""
FAULTS = {
    "empty": N_("There is no text. To say what was said before, choose to go back to the original."),
    "too_long": NN_(
        "The text is too long: one character at most.",
        "The text is too long: %(count)s characters at most.",
        by="count",
    ),
    "missing": N_("This is missing, in whose place the letter sets its own words: %(names)s"),
    "unknown": N_("The letter has nothing to set in the place of this: %(names)s"),
    "broken": N_("A percent sign stands only in what the letter fills in, such as %(example)s."),
    "markup": N_("Plain words are asked for: no angle brackets, no braces, no codes for characters."),
    "unseen": N_("There are characters in it that cannot be seen. Please type it anew."),
    "forms": N_("Both are asked for: the text for one, and the text for any other number."),
}
"""What is wrong with a text, in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong; `form`: with which of the texts, `names`: with which placeholders."""

    code: str
    form: int = 0
    names: tuple[str, ...] = ()


class Original(Protocol):
    """What the text stands for."""

    @property
    def names(self) -> tuple[str, ...]:
        """Its placeholders."""

    @property
    def counted(self) -> bool:
        """Whether there are two forms of it."""


def fault(original: Original, forms: Sequence[str]) -> Fault | None:
    """What is wrong with the texts first; None if they can stand there.

    The form for one may say the number in a word, and other things with it; the rest say all there is.
    """
    if len(forms) != 1 + original.counted:
        return Fault(code="forms")
    for n, text in enumerate(forms):
        may_leave_out = original.counted and n == 0
        if found := _plain(text) or _placeholders(text, original.names, may_leave_out=may_leave_out):
            return Fault(code=found[0], form=n, names=found[1])
    return None


def _plain(text: str) -> tuple[str, tuple[str, ...]] | None:
    if not text.strip():
        return "empty", ()
    if len(text) > LONGEST:
        return "too_long", ()
    if MARKUP.search(text):
        return "markup", ()
    if any(category(c) in UNSEEN and c != "\n" for c in text):
        return "unseen", ()
    return None


def _placeholders(
    text: str, names: Sequence[str], *, may_leave_out: bool
) -> tuple[str, tuple[str, ...]] | None:
    written = PLACEHOLDER.findall(text)
    if "%" in PLACEHOLDER.sub("", text):
        return "broken", ()
    if unknown := [name for name in dict.fromkeys(written) if name not in names]:
        return "unknown", tuple(unknown)
    if not may_leave_out and (missing := [name for name in names if name not in written]):
        return "missing", tuple(missing)
    return None


def tidy(text: str, original: str) -> str:
    """A text as it was meant: lines are kept where the original has several, else they are one."""
    lines = [" ".join(_spaced(line)) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept = [line for line in lines if line]
    return ("\n" if "\n" in original else " ").join(kept)


def _spaced(line: str) -> list[str]:
    """The words of a line; a space that does not break is part of one."""
    return [word for word in re.split(r"[ \t]+", line) if word]
