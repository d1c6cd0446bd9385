"""Days off that no table of holidays can be relied on for: a small file with its sources (Z8)."""

from datetime import date

import pytest

from activities.working_days import WorkingDays
from methodologies.days_off import DaysOffRefused, is_day_off, lacking, parse
from rounds.clock.deadlines import working_day
from templates.free_days import FreeDay, free_days

ONE = """[[days]]
country = "CRI"
day = "12-01"
name = "Día de la Abolición del Ejército"
language = "es"
source = "Código de Trabajo"
"""


@pytest.mark.parametrize(
    ("day", "off"),
    [
        pytest.param(date(2026, 12, 1), True, id="Z8 the first of December in Costa Rica"),
        pytest.param(date(2027, 8, 2), True, id="Z8 an optional one in August"),
        pytest.param(date(2026, 8, 31), True, id="Z8 another"),
        pytest.param(date(2017, 12, 1), False, id="Z8 before the law made it one"),
        pytest.param(date(2026, 12, 2), False, id="Z8 the day after"),
    ],
)
def test_offices_are_closed_on_days_that_the_table_of_holidays_lacks(day: date, off: bool) -> None:
    assert is_day_off("CRI", day) is off
    assert not is_day_off("PAN", date(2026, 12, 1))


def test_a_deadline_counts_over_them_and_whoever_proposes_dates_sees_them_z8_v8() -> None:
    costa_rica = WorkingDays("CRI", "America/Costa_Rica")
    assert working_day(date(2026, 11, 30), 1, costa_rica) == date(2026, 12, 2)
    first = date(2026, 12, 1)
    assert free_days("CRI", first, first, "fr") == (FreeDay(first, "Día de la Abolición del Ejército", "es"),)


def test_every_day_of_the_file_has_its_source_z8() -> None:
    assert {(d.country, d.day) for d in lacking()} == {("CRI", "08-02"), ("CRI", "08-31"), ("CRI", "12-01")}
    assert all("artículo 148" in d.source for d in lacking())


WRONG = {
    "Z8 no TOML": ("[[days", "not a TOML file"),
    "Z8 another table": ("[months]\n", "it holds [[days]] and nothing else"),
    "Z8 no tables": ("days = 3\n", "it holds [[days]] and nothing else"),
    "Z8 twice": (ONE + ONE, "CRI 12-01 stands twice"),
    "Z8 no such state": (ONE.replace("CRI", "FRA"), "days, entry 1: states.toml does not know 'FRA'"),
    "Z8 no day": (ONE.replace("12-01", "13-01"), "days, entry 1: day is month and day, such as 12-01"),
    "Z8 no source": (ONE.replace("source", "# source"), "days, entry 1: 'source' is missing"),
    "Z8 an empty source": (
        ONE.replace("Código de Trabajo", ""),
        "days, entry 1: source cannot be ''",
    ),
    "Z8 no language of ours": (ONE.replace('"es"', '"de"'), "days, entry 1: language is one of"),
    "Z8 no year": (ONE + 'since = "2020"\n', "days, entry 1: since cannot be '2020'"),
    "Z8 an unknown entry": (ONE + "until = 2020\n", "days, entry 1: unknown entry 'until'"),
}


@pytest.mark.parametrize(("text", "says"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(DaysOffRefused) as refused:
        parse(text)
    assert str(refused.value).startswith(says)
