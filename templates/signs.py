"""The signs of a language that few keyboards have."""

import re
from collections.abc import Callable

_BEFORE = re.compile(r" (?=[:;?!»])|(?<=«) ")


def _french(text: str) -> str:
    return _BEFORE.sub("\u00a0", text.replace("'", "\u2019"))


_SIGNS: dict[str, Callable[[str], str]] = {"fr": _french}


def typeset(language: str, text: str) -> str:
    """A text with the signs of its language; as it is where keyboards have them all."""
    return _SIGNS[language](text) if language in _SIGNS else text
