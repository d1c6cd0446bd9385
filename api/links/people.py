"""The people of a panel named at once: from earlier rounds, and from a list that is pasted (P1)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from unicodedata import combining, normalize

from babel.core import get_global
from babel.languages import get_official_languages

from rounds.submissions.people import LANGUAGES
from rounds.submissions.refusals import TextMissing, WrongShape
from store.reads.known import Known

LIST = "people"
"""The field of a pasted list, and the button beside it."""
CHOSEN = "known"
"""The fields of people to be put into rows, and the word of the buttons beside them."""
MOST_LINES = 100
_BETWEEN = re.compile(r"[;\t|]|,\s")
_APART = re.compile(r"[\s<>]")

Typed = dict[str, Any]
CountryOf = Callable[[str], str]
"""The code of a country by its name or code; empty for what is none."""


def chosen(values: Typed, pairs: Iterable[tuple[str, str]], known: Mapping[str, Known]) -> Typed:
    """The form with every person who was chosen put into the row beside which they were chosen.

    Raises: WrongShape for a row that the form does not have.
    """
    for name, value in pairs:
        row, _, id = value.partition("=")
        if name == CHOSEN and id in known:
            try:
                _put(values, row.split("."), _person(known[id]))
            except (LookupError, ValueError, TypeError, AttributeError):
                raise WrongShape(field=CHOSEN) from None
    return values


def _person(known: Known) -> Typed:
    named = {"name": known.name, "email": known.email, "language": known.language}
    return {**named, "country": known.country, "institution": known.institution} if known.expert else named


def _put(values: Any, way: list[str], person: Typed) -> None:
    """Fill in a row; what it had besides, as points that were confirmed, is of somebody else."""
    if way == [""]:
        values.update({**person, "points": []})
        return
    for part in way[:-1]:
        values = values[int(part)] if isinstance(values, list) else values[part]
    values[int(way[-1])] = person


def listed(values: Typed, text: str, country_of: CountryOf) -> Typed:
    """The form with the people of a list: seat after seat with an empty line between, then coordinators.

    Raises: TextMissing for an empty list, WrongShape naming the line that is not understood.
    """
    lines = text.splitlines()[:MOST_LINES]
    if not text.strip():
        raise TextMissing(field=LIST)
    seats: list[list[Typed]] = [[]]
    coordinators: list[Typed] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            seats += [[]] if seats[-1] else []
            continue
        person = _read(line, number, country_of)
        (seats[-1] if "country" in person else coordinators).append(person)
    named = [seat for seat in seats if seat]
    more = {"seats": [{"candidates": seat} for seat in named]} if named else {}
    return {**values, **more, **({"coordinators": coordinators} if coordinators else {})}


def _read(line: str, number: int, country_of: CountryOf) -> Typed:
    """One person: the address is known by its sign, country and language by what they are called."""
    parts = [_APART.split(part) for part in _BETWEEN.split(line)]
    address = next((token for part in parts for token in part if "@" in token), "")
    words = [text for part in parts if (text := " ".join(t for t in part if t and "@" not in t))]
    if not address or not words:
        raise WrongShape(field=LIST, expected="person", line=number)
    person: Typed = {"name": words[0], "email": address.strip(".,:")}
    return person | dict(_besides(words[1:], country_of))


def _besides(words: list[str], country_of: CountryOf) -> Iterator[tuple[str, str]]:
    country = next((code for word in words if (code := country_of(word))), "")
    language = next((w.casefold() for w in words if w.casefold() in LANGUAGES), "")
    rest = [w for w in words if not country_of(w) and w.casefold() not in LANGUAGES]
    if country:
        yield "country", country
        yield "institution", ", ".join(rest)
    if language or country:
        yield "language", language or spoken_in(country)


def spoken_in(country: str) -> str:
    """The one of our languages that a country's authorities write in; empty for none."""
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    own = get_official_languages(aliases.get(country, [country])[0], de_facto=True)
    return next((language for language in own if language in LANGUAGES), "")


def plain(name: str) -> str:
    """A name as it is compared: without accents, capitals and dots."""
    bare = "".join(c for c in normalize("NFKD", name) if not combining(c))
    return " ".join(bare.casefold().replace(".", "").split())
