"""Working days and time zones of the real world, as rules ask for them.

Holiday tables change between versions of their library; so what is worked out here is kept in the
round's state and never asked for twice.
"""

from dataclasses import dataclass
from datetime import date, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
from babel.core import get_global

from methodologies.loader import capital_zone, closed_for, states
from rounds.methodology.model import Methodology

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar of a country's public offices, seen from a time zone.

    Saturday and Sunday are free everywhere: the tables' own weekends tell of shops, and in some of
    the states name Sunday alone.
    """

    country: str
    zone_name: str

    @property
    def zone(self) -> tzinfo:
        """Their time zone."""
        return ZoneInfo(self.zone_name)

    def is_working(self, day: date) -> bool:
        """Whether offices are open that day."""
        return day.weekday() < SATURDAY and day not in _holidays(self.country)


SECRETARIAT_ROLES = ("responsible_officer", "head_of_secretariat", "coordinator", "lead_coordinator")


def of_secretariat(methodology: Methodology) -> WorkingDays:
    """The calendar that the methodology's file names for its secretariat."""
    return WorkingDays(methodology.calendar, methodology.time_zone)


def of_participant(role: str, country: str, time_zone: str, methodology: Methodology) -> WorkingDays:
    """The calendar of a participant: the secretariat's, or that of their country in the zone they chose.

    Whoever acts from no member state acts from the secretariat.
    """
    if role in SECRETARIAT_ROLES or country not in states():
        secretariat = of_secretariat(methodology)
        return WorkingDays(secretariat.country, known_zone(time_zone) or secretariat.zone_name)
    return WorkingDays(country, known_zone(time_zone) or capital_zone(country))


@cache
def known_zone(name: str) -> str:
    """The name of a time zone, empty if there is none of that name: people type what they like."""
    try:
        return ZoneInfo(name).key
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return ""


@cache
def _holidays(country: str) -> holidays.HolidayBase:
    """Public holidays with the days on which they are observed; years are worked out when asked for."""
    # The library knows each state by its two-letter code, but not every one by its three letters.
    code: str = get_global("territory_aliases").get(country, [country])[0]
    return holidays.country_holidays(code, observed=True, categories=closed_for(country))
