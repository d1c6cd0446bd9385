"""Working days and time zones of the real world, as rules ask for them.

Holiday tables change between versions of their library; so what is worked out here is kept in the
round's state and never asked for twice.
"""

from dataclasses import dataclass, replace
from datetime import date, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from methodologies.days_off import acts_from, is_day_off
from methodologies.loader import capital_zone
from rounds.methodology.model import Methodology


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar of a country's public offices, seen from a time zone."""

    country: str
    zone_name: str

    @property
    def zone(self) -> tzinfo:
        """Their time zone."""
        return ZoneInfo(self.zone_name)

    def is_working(self, day: date) -> bool:
        """Whether offices are open that day."""
        return not is_day_off(self.country, day)


def of_secretariat(methodology: Methodology) -> WorkingDays:
    """The calendar that the methodology's file names for its secretariat."""
    return WorkingDays(methodology.calendar, methodology.time_zone)


def of_participant(role: str, country: str, time_zone: str, methodology: Methodology) -> WorkingDays:
    """The calendar of a participant: the secretariat's, or that of their country, in the zone they chose."""
    calendar = of_secretariat(methodology)
    if acts_from(role, country):
        calendar = WorkingDays(country, capital_zone(country))
    return replace(calendar, zone_name=known_zone(time_zone) or calendar.zone_name)


@cache
def known_zone(name: str) -> str:
    """The name of a time zone, empty if there is none of that name: people type what they like."""
    try:
        return ZoneInfo(name).key
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return ""
