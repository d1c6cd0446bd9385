"""Working days between two days, as figures count them: in the calendar of a country's public offices."""

from datetime import date, timedelta

import pytest

from methodologies.days_off import is_day_off, working_days

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("after", "until", "days"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 2), date(2026, 3, 9), 5),
        (date(2026, 3, 9), date(2026, 3, 2), 0),
        (date(2026, 3, 6), date(2026, 3, 8), 0),
        # Memorial Day.
        (date(2026, 5, 22), date(2026, 5, 26), 1),
        # The turn of a year, with Christmas and New Year's Day.
        (date(2026, 12, 23), date(2027, 1, 4), 6),
    ],
)
def test_days_after_one_day_until_another_are_counted_without_weekends_and_holidays(
    after: date, until: date, days: int
) -> None:
    assert working_days("USA", after, until) == days


def test_over_years_they_are_those_that_are_no_days_off() -> None:
    after, until = date(2023, 11, 3), date(2026, 2, 20)
    every = [after + DAY * n for n in range(1, (until - after).days + 1)]
    for country in ("USA", "PRY"):
        expected = sum(not is_day_off(country, day) for day in every)
        assert working_days(country, after, until) == expected
