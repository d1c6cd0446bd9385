"""Words as they are searched: without accents and capitals, the same on every database.

PostgreSQL's `unaccent` may be missing, and may not stand in an index; so texts are folded here when they are
written, and so is what somebody searches for.
"""

import re
from unicodedata import combining, normalize

_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 64
"""PostgreSQL refuses words of more than two thousand bytes, and nobody looks for them."""
_LONGEST = 500_000
"""Bytes of one text; PostgreSQL's limit is a megabyte, and a report of twenty pages has about 70,000."""
MOST_ASKED = 20
"""Words of one search that count."""
_WHOLE = 3
"""A word of at least so many letters also finds the longer words that begin with it."""


def words_of(text: str) -> list[str]:
    """The words of a text, in their order."""
    folded = "".join(c for c in normalize("NFKD", text.casefold()) if not combining(c))
    whole = folded.encode(errors="ignore")[:_LONGEST].decode(errors="ignore")
    return [word[:_LONGEST_WORD] for word in _WORD.findall(whole)]


def for_sqlite(words: list[str]) -> str:
    """All of these words, as FTS5 is asked."""
    return " AND ".join(f'"{w}"{"*" if len(w) >= _WHOLE else ""}' for w in words[:MOST_ASKED])


def for_postgresql(words: list[str]) -> str:
    """All of these words, as `to_tsquery` is asked."""
    return " & ".join(f"'{w}'{':*' if len(w) >= _WHOLE else ''}" for w in words[:MOST_ASKED])
