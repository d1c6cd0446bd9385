"""Which sentences of the source were left as they are, where another language was asked for."""

from functools import cache

from templates.catalogues import read

SHORTEST = 20
"""In characters: shorter words may stand in both languages."""


@cache
def _english() -> tuple[str, ...]:
    spanish = {message.id: message.string for message in read("es")}
    ids = [id for id in spanish if isinstance(id, str) and len(id) > SHORTEST and "%" not in id]
    return tuple(id for id in ids if spanish[id] != id)


def english_in(text: str) -> list[str]:
    """The English sentences in a Spanish text."""
    return [sentence for sentence in _english() if sentence in text]
