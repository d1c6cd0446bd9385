"""Days on which a country's public offices are closed: tables of holidays, and a file of what they lack."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import holidays

# Asked for one state it loads them all: here, and not while somebody waits, nor once more in each process.
import holidays.countries
from babel.core import get_global

from methodologies.loader import closed_for, countries
from rounds.methodology.model import Methodology
from rounds.submissions.people import LANGUAGES

FILE = Path(__file__).parent / "days_off.toml"
SATURDAY = 5
LEAP_YEAR = 2028
"""Any day of a year is one of this year's."""
SECRETARIAT_ROLES = ("responsible_officer", "head_of_secretariat", "coordinator", "lead_coordinator")


class DaysOffRefused(Exception):
    """The file of days off is wrong; the message names the entry and says what to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff:
    """A day of each year since some year, as people there call it, and who says so."""

    country: str
    day: str
    name: str
    language: str
    source: str
    since: int = 0

    def on(self, day: date) -> bool:
        """Whether it falls on this day."""
        return f"{day:%m-%d}" == self.day and day.year >= self.since


def parse(text: str) -> tuple[DayOff, ...]:
    """Read the file.

    Raises: DaysOffRefused.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DaysOffRefused(f"not a TOML file: {error}") from None
    entries = raw.get("days", [])
    if set(raw) - {"days"} or not isinstance(entries, list):
        raise DaysOffRefused("it holds [[days]] and nothing else")
    days = tuple(_day(f"days, entry {n}", entry) for n, entry in enumerate(entries, start=1))
    twice = {(d.country, d.day) for n, d in enumerate(days) if (d.country, d.day) in places(days[:n])}
    if twice:
        raise DaysOffRefused(f"{' '.join(min(twice))} stands twice")
    return days


def places(days: tuple[DayOff, ...]) -> set[tuple[str, str]]:
    """Where and when these are."""
    return {(d.country, d.day) for d in days}


def _day(where: str, entry: Any) -> DayOff:
    if not isinstance(entry, dict):
        raise DaysOffRefused(f"{where}: no table")
    expected = {f.name: f.type for f in fields(DayOff)}
    needed = {f.name for f in fields(DayOff) if f.default is MISSING}
    for name in sorted(set(entry) - set(expected)):
        raise DaysOffRefused(f"{where}: unknown entry {name!r}; remove it or mend its name")
    for name in sorted(needed - set(entry)):
        raise DaysOffRefused(f"{where}: {name!r} is missing")
    for name, value in entry.items():
        if type(value) is not expected[name] or value == "":
            raise DaysOffRefused(f"{where}: {name} cannot be {value!r}")
    made = DayOff(**entry)
    _check(where, made)
    return made


def _check(where: str, made: DayOff) -> None:
    if made.country not in countries():
        raise DaysOffRefused(f"{where}: states.toml does not know {made.country!r}")
    if made.language not in LANGUAGES:
        raise DaysOffRefused(f"{where}: language is one of {', '.join(LANGUAGES)}")
    try:
        date.fromisoformat(f"{LEAP_YEAR}-{made.day}")
    except ValueError:
        raise DaysOffRefused(f"{where}: day is month and day, such as 12-01, not {made.day!r}") from None


@cache
def lacking() -> tuple[DayOff, ...]:
    """The days that the tables lack.

    Raises: DaysOffRefused.
    """
    try:
        return parse(FILE.read_text("utf-8"))
    except DaysOffRefused as error:
        error.add_note("in methodologies/days_off.toml")
        raise


def lacked(country: str, day: date) -> DayOff | None:
    """The day off that the tables lack, if this is one."""
    return next((d for d in lacking() if d.country == country and d.on(day)), None)


@cache
def table(country: str, language: str | None = None) -> holidays.HolidayBase:
    """A country's holidays with the days on which they are observed; years are worked out when asked for."""
    # The library knows each state by its two-letter code, but not every one by its three letters.
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    code = aliases.get(country, [country])[0]
    return holidays.country_holidays(code, observed=True, language=language, categories=closed_for(country))


def is_day_off(country: str, day: date) -> bool:
    """Whether public offices are closed that day.

    Saturday and Sunday are free everywhere: the tables' own weekends tell of shops, and in some of
    the states name Sunday alone.
    """
    return day.weekday() >= SATURDAY or day in table(country) or lacked(country, day) is not None


def working_days(country: str, after: date, until: date) -> int:
    """How many days public offices are open after the one day, up to the other; 0 if that is no later."""
    if until <= after:
        return 0
    between = sum(_open_days(country, year)[-1] for year in range(after.year, until.year))
    return between + _open_until(country, until) - _open_until(country, after)


def _open_until(country: str, day: date) -> int:
    return _open_days(country, day.year)[day.timetuple().tm_yday - 1]


@cache
def _open_days(country: str, year: int) -> tuple[int, ...]:
    """For each day of a year how many until then, itself included, offices are open."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return tuple(accumulate(int(not is_day_off(country, day)) for day in days))


def acts_from(role: str, country: str) -> bool:
    """Whether the days of their country are a participant's, and not the secretariat's.

    Whoever acts from no state that is known acts from the secretariat.
    """
    return role not in SECRETARIAT_ROLES and country in countries()


def whose(role: str, country: str, methodology: Methodology) -> str:
    """The country whose days off hold for a participant."""
    return country if acts_from(role, country) else methodology.calendar
