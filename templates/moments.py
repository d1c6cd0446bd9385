"""Dates and hours as one language writes them."""

import re
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location

FIRST_DAY = {"fr": "1er", "pt": "1º"}
"""Where the first of a month has an ordinal number, which CLDR's dates do not know."""
WEEK_BEGINS = {"pt": 6}
"""The weekday, Monday is 0, with which a week begins in Brazil: CLDR's Portuguese names no country."""
LOCALES = {"en": "en_GB"}
"""Whose spelling, and whose order of day and month, where a language is written in more ways than one."""


class Moments:
    """The dates and hours of one language."""

    def __init__(self, language: str) -> None:
        self.language_code = language
        self._locale = Locale.parse(LOCALES.get(language, language))

    def day(self, day: date) -> str:
        """A date in full."""
        return self._written(day, "full")

    def short(self, day: date) -> str:
        """A date without its day of the week: for lists of many."""
        return self._written(day, "long")

    def narrow(self, day: date) -> str:
        """A date with its day of the week, both short: for a column of a table."""
        return format_skeleton("yMMMEd", day, locale=self._locale)

    def _written(self, day: date, how: Literal["full", "long"]) -> str:
        written = format_date(day, how, locale=self._locale)
        first = FIRST_DAY.get(self.language_code) if day.day == 1 else None
        return re.sub(r"\b1\b", first, written, count=1) if first else written

    def month(self, day: date) -> str:
        """A month and its year, short."""
        return format_date(day, "MMM yyyy", locale=self._locale)

    def whole_month(self, day: date) -> str:
        """A month and its year, as a heading."""
        written = format_skeleton("yMMMM", day, locale=self._locale)
        return written[:1].upper() + written[1:]

    @property
    def week(self) -> list[tuple[int, str]]:
        """The days of a week, Monday is 0, in the order of the language's calendars, each by its name."""
        first = WEEK_BEGINS.get(self.language_code, self._locale.first_week_day)
        order = [(first + n) % 7 for n in range(7)]
        return [(n, self._locale.days["stand-alone"]["abbreviated"][n]) for n in order]

    @property
    def locale(self) -> str:
        """The locale of dates and numbers, as a browser names it."""
        return str(self._locale).replace("_", "-")

    def written_day(self, value: object) -> str:
        """A date as it was typed or recorded, in full; what is none yet stays as it is."""
        try:
            return self.day(date.fromisoformat(str(value)))
        except ValueError:
            return str(value)

    def span(self, starts: date, ends: date) -> str:
        """Two days and all between them."""
        return f"{self.day(starts)} – {self.day(ends)}"  # noqa: RUF001 - the dash of a span

    def moment(self, moment: datetime, zone: str = "") -> str:
        """A moment in full, with the city whose clock it is; `zone` is an IANA name."""
        there = moment.astimezone(ZoneInfo(zone)) if zone else moment
        clock = format_time(there, "HH:mm", locale=self._locale, tzinfo=there.tzinfo)
        return f"{self.day(there.date())}, {clock} ({self.city(str(there.tzinfo))})"

    def moments(self, here: datetime, there: datetime) -> list[str]:
        """A moment on the reader's clock and on the beneficiary's; once when both clocks agree."""
        same = here.replace(tzinfo=None) == there.replace(tzinfo=None)
        return [self.moment(here)] if same else [self.moment(here), self.moment(there)]

    def hours(self, starts: datetime, ends: datetime, zone: str) -> list[str]:
        """From when to when, on the clock the moments come with and, where it differs, the reader's."""
        own = ZoneInfo(zone)
        here = [moment.astimezone(own) for moment in (starts, ends)]
        same = here[0].replace(tzinfo=None) == starts.replace(tzinfo=None)
        return [self._hours(starts, ends), *([] if same else [self._hours(*here)])]

    def _hours(self, starts: datetime, ends: datetime) -> str:
        clock = [format_time(m, "HH:mm", locale=self._locale, tzinfo=m.tzinfo) for m in (starts, ends)]
        return f"{clock[0]} – {clock[1]} ({self.city(str(starts.tzinfo))})"  # noqa: RUF001 - the dash of a span

    def city(self, zone: str) -> str:
        """The city that a time zone is named after."""
        return zone if zone == "UTC" else get_timezone_location(zone, locale=self._locale, return_city=True)
