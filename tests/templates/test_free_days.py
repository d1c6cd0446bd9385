"""Public holidays by name, where dates are proposed (V8, Z3)."""

from datetime import date

import pytest

from methodologies.loader import states
from rounds.submissions.people import LANGUAGES
from templates.free_days import FreeDay, free_days

GOOD_FRIDAY = date(2027, 3, 26)


@pytest.mark.parametrize(
    ("country", "language", "expected"),
    [
        pytest.param("PRY", "es", FreeDay(GOOD_FRIDAY, "Viernes Santo", "es"), id="Z3 their own language"),
        pytest.param("PRY", "en", FreeDay(GOOD_FRIDAY, "Good Friday", "en"), id="Z3 a translation"),
        pytest.param("PRY", "fr", FreeDay(GOOD_FRIDAY, "Viernes Santo", "es"), id="Z3 no translation"),
        pytest.param("BRA", "fr", FreeDay(GOOD_FRIDAY, "Sexta-feira Santa", "pt"), id="Z3 none in Brazil"),
        pytest.param("JAM", "es", FreeDay(GOOD_FRIDAY, "Good Friday", "en"), id="Z3 none in Jamaica"),
        pytest.param("HTI", "fr", FreeDay(GOOD_FRIDAY, "Vendredi Saint", "fr"), id="Z3 Haiti in French"),
    ],
)
def test_a_holiday_is_named_in_the_readers_language_or_else_in_the_countrys_v8(
    country: str, language: str, expected: FreeDay
) -> None:
    assert free_days(country, GOOD_FRIDAY, GOOD_FRIDAY, language) == (expected,)


def test_both_days_belong_to_the_span_also_across_the_turn_of_the_year_v8() -> None:
    found = free_days("PRY", date(2026, 12, 25), date(2027, 1, 1), "es")
    assert [day.day for day in found] == [date(2026, 12, 25), date(2027, 1, 1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_state_names_its_holidays_to_readers_of_every_language_v8_z3(language: str) -> None:
    for country in states():
        days = free_days(country, date(2027, 1, 1), date(2027, 12, 31), language)
        assert len(days) > 5, country
        assert all(day.name.strip() for day in days), country
