"""The days on which a country's public offices are closed, by name, for whoever looks for a date there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import holidays
from babel.core import get_global

from methodologies.loader import closed_for


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
    table, spoken = _table(country, language)
    days: list[date] = table[starts : ends + timedelta(days=1)]
    return tuple(FreeDay(day, table[day], spoken) for day in days)


@cache
def _table(country: str, language: str) -> tuple[Any, str]:
    """A country's holidays, and the language they are named in."""
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    code = aliases.get(country, [country])[0]
    own = holidays.country_holidays(code)
    spoken = [s for s in own.supported_languages if s.partition("_")[0] == language]
    chosen = spoken[0] if spoken else own.default_language
    table = holidays.country_holidays(code, observed=True, language=chosen, categories=closed_for(country))
    # Tables without translations are in English, and do not say so.
    return table, (chosen or "en").partition("_")[0]
