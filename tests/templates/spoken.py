"""Which sentences of other languages stand where one language was asked for."""

from functools import cache

from rounds.submissions.people import LANGUAGES
from templates.catalogues import read

SHORTEST = 20
"""In characters: shorter words may stand in several languages."""


@cache
def sentences(language: str) -> tuple[str, ...]:
    """What a language says, without what has values in it."""
    said = [message.string for message in read(language) if message.id]
    return tuple(text for text in said if isinstance(text, str) and len(text) > SHORTEST and "%" not in text)


@cache
def _foreign(language: str) -> tuple[str, ...]:
    own = "\n".join(str(message.string) for message in read(language) if message.id)
    others = (text for other in LANGUAGES if other != language for text in sentences(other))
    return tuple(text for text in others if text not in own)


def foreign_in(text: str, language: str) -> list[str]:
    """The sentences of other languages in a text that ought to be in this one alone."""
    return [sentence for sentence in _foreign(language) if sentence in text]
