"""The days on which a country's public offices are closed, by name, for whoever looks for a date there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from methodologies.days_off import lacked, table


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A holiday; `language` is that of its name: the country's own where there is no translation."""

    day: date
    name: str
    language: str


def free_days(country: str, starts: date, ends: date, language: str) -> tuple[FreeDay, ...]:
    """The holidays of a country (ISO 3166-1 alpha-3) from one day to another, both included.

    Named in the language asked for, or else as people there name them (V8).
    """
    return tuple(_free(country, starts, ends, language))


def _free(country: str, starts: date, ends: date, language: str) -> Iterator[FreeDay]:
    named, spoken = _table(country, language)
    for n in range((ends - starts).days + 1):
        day = starts + timedelta(days=n)
        if day in named:
            yield FreeDay(day, named[day], spoken)
        elif other := lacked(country, day):
            yield FreeDay(day, other.name, other.language)


@cache
def _table(country: str, language: str) -> tuple[Any, str]:
    """A country's holidays, and the language they are named in."""
    own = table(country)
    spoken = [s for s in own.supported_languages if s.partition("_")[0] == language]
    chosen = spoken[0] if spoken else own.default_language
    # Tables without translations are in English, and do not say so.
    return table(country, chosen), (chosen or "en").partition("_")[0]
