"""The member states: a dated list, each known to the libraries that name it and count its days (Q1, Z1)."""

import re
import tomllib
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any
from zoneinfo import available_timezones

import holidays
import pytest
from babel import Locale
from babel.core import get_global

from methodologies.loader import FOLDER, capital_zone, countries, standings, states
from methodologies.standing import StatesRefused, check_states

FILE = tomllib.loads((FOLDER / "states.toml").read_text("utf-8"))
SHORT: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]  # the table's type depends on the name


def test_the_list_has_a_date_and_a_source_and_each_state_a_zone_q1() -> None:
    assert date.fromisoformat(FILE["as_of"])
    assert "Organization of American States" in FILE["source"]
    assert len(FILE["member_states"]) == len(set(FILE["member_states"])) == 34
    assert set(countries()) == {*FILE["member_states"], *FILE["standing"]}
    assert len(countries()) == 35


def test_who_left_and_who_takes_no_part_may_not_ask_q1() -> None:
    told = {s.country: (s.standing, s.since, s.takes_part) for s in standings()}
    assert told == {
        "CUB": ("absent", date(1962, 1, 31), False),
        "NIC": ("left", date(2023, 11, 19), False),
        "VEN": ("disputed", date(2017, 4, 27), True),
    }
    assert set(states()) == set(countries()) - {"CUB", "NIC"}
    assert all(s.what and s.source for s in standings())


WRONG: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "Q1 no date": (lambda f: f.update(as_of="lately"), "as_of: the date of the list"),
    "Q1 no source": (lambda f: f.pop("source"), "source: say where the list is from"),
    "Q1 twice": (lambda f: f["member_states"].append("URY"), "member_states: 'URY' stands twice"),
    "Q1 no zone": (lambda f: f["time_zones"].pop("URY"), "time_zones: 'URY' is missing"),
    "Q1 left, and on the list": (
        lambda f: f["member_states"].append("NIC"),
        "standing.NIC: member_states says otherwise",
    ),
    "Q1 away, and not on the list": (
        lambda f: f["member_states"].remove("CUB"),
        "standing.CUB: member_states says otherwise",
    ),
    "Q1 left, and takes part": (
        lambda f: f["standing"]["NIC"].update(takes_part=True),
        "standing.NIC: who left takes no part",
    ),
    "Q1 a word that is none": (
        lambda f: f["standing"]["NIC"].update(standing="gone"),
        "standing.NIC: standing is one of left, suspended, absent, disputed",
    ),
    "Q1 nobody says so": (lambda f: f["standing"]["VEN"].pop("source"), "standing.VEN: 'source' is missing"),
    "Q1 an entry too many": (lambda f: f["standing"]["VEN"].update(why="x"), "standing.VEN: 'why' is"),
    "Q1 no day": (lambda f: f["standing"]["VEN"].update(since="2017"), "standing.VEN: since cannot be"),
}


@pytest.mark.parametrize(("spoil", "says"), WRONG.values(), ids=WRONG.keys())
def test_a_list_that_contradicts_itself_is_refused_in_words(
    spoil: Callable[[dict[str, Any]], None], says: str
) -> None:
    spoilt = deepcopy(FILE)
    spoil(spoilt)
    with pytest.raises(StatesRefused, match=f"^{re.escape(says)}"):
        check_states(spoilt)


@pytest.mark.parametrize("state", countries())
def test_each_state_has_a_name_holidays_and_the_zone_of_its_capital(state: str) -> None:
    (code,) = SHORT[state]
    for language in ("es", "en"):
        assert Locale.parse(language).territories[code]
    assert code in holidays.list_supported_countries()
    assert capital_zone(state) in available_timezones()
