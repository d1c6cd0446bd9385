"""The member states: a dated list, each known to the libraries that name it and count its days (Q1, Z1)."""

import tomllib
from datetime import date
from zoneinfo import available_timezones

import holidays
import pytest
from babel import Locale
from babel.core import get_global

from methodologies.loader import FOLDER, capital_zone, states

FILE = tomllib.loads((FOLDER / "states.toml").read_text("utf-8"))
SHORT: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]  # the table's type depends on the name


def test_the_list_has_thirty_five_states_and_a_date_q1() -> None:
    assert len(states()) == len(set(states())) == 35
    assert date.fromisoformat(FILE["as_of"])
    assert list(FILE["time_zones"]) == FILE["member_states"]


@pytest.mark.parametrize("state", states())
def test_each_state_has_a_name_holidays_and_the_zone_of_its_capital(state: str) -> None:
    (code,) = SHORT[state]
    for language in ("es", "en"):
        assert Locale.parse(language).territories[code]
    assert code in holidays.list_supported_countries()
    assert capital_zone(state) in available_timezones()
