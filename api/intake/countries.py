"""The codes of countries: rounds hold those of three letters (ISO 3166-1), people also write those of two."""

from functools import cache

from babel.core import get_global

SHORT = 2
"""Letters."""


def long_code(code: str) -> str:
    """The code of three letters for one of two; whatever else is sent stays as it is."""
    return _long().get(code.upper(), code) if len(code) == SHORT else code


@cache
def _long() -> dict[str, str]:
    aliases: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]  # the table's type depends on the name
    return {
        names[0]: code
        for code, names in aliases.items()
        if len(code) == SHORT + 1 and code.isalpha() and len(names) == 1
    }
