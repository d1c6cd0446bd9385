"""Working days of the real world, in the calendar of whoever must act (Z1)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from activities.working_days import WorkingDays, of_participant, of_secretariat
from methodologies.loader import methodology, states

RIPSO = methodology("ripso")

FREE = {
    "Paraguay: Heroes' Day": ("PRY", date(2027, 3, 1)),
    "Chile: national day": ("CHL", date(2026, 9, 18)),
    "Colombia: a feast moved to Monday": ("COL", date(2026, 8, 17)),
    "United States: Independence Day observed on Friday": ("USA", date(2026, 7, 3)),
    "Guatemala, known by two letters only": ("GTM", date(2026, 9, 15)),
    "Paraguay: a Saturday": ("PRY", date(2026, 11, 21)),
}


@pytest.mark.parametrize(("country", "day"), FREE.values(), ids=FREE.keys())
def test_public_holidays_and_weekends_are_free_z1(country: str, day: date) -> None:
    assert not WorkingDays(country, "UTC").is_working(day)


@pytest.mark.parametrize("country", states())
def test_every_member_state_has_its_holidays_and_its_capitals_zone_z1(country: str) -> None:
    calendar = of_participant("candidate", country, "", RIPSO)
    offset = datetime(2027, 1, 15, tzinfo=calendar.zone).utcoffset()
    assert offset is not None
    assert -8 <= offset.total_seconds() / 3600 <= -2
    assert not calendar.is_working(date(2027, 1, 1))
    assert calendar.is_working(date(2027, 6, 9))


def test_the_secretariat_works_by_the_calendar_that_the_methodology_names_z1() -> None:
    assert of_secretariat(RIPSO) == WorkingDays("USA", "America/New_York")
    assert of_participant("focal_point", "", "", RIPSO) == of_secretariat(RIPSO)
    assert of_participant("focal_point", "", "America/Lima", RIPSO) == WorkingDays("USA", "America/Lima")


def test_a_persons_own_time_zone_comes_before_the_capitals_z1() -> None:
    assert of_participant("expert-1", "CHL", "Pacific/Easter", RIPSO).zone == ZoneInfo("Pacific/Easter")
    assert of_participant("expert-1", "CHL", "", RIPSO).zone == ZoneInfo("America/Santiago")


def test_an_officer_works_by_the_secretariats_calendar_wherever_they_are_from_z1() -> None:
    assert of_participant("lead_coordinator", "CHL", "", RIPSO) == of_secretariat(RIPSO)


def test_a_time_zone_that_does_not_exist_is_as_none_z1() -> None:
    for name in ("Nowhere/Else", "../../etc/passwd", "America"):
        assert of_participant("candidate", "CHL", name, RIPSO).zone == ZoneInfo("America/Santiago")
