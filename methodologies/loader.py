"""Reads the methodologies' files; a file that contradicts itself stops whoever asks for it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, reset_tzpath

from methodologies.standing import Standing, check_states
from rounds.methodology.file import MethodologyRefused, parse
from rounds.methodology.model import Methodology
from rounds.registry import PLACES

FOLDER = Path(__file__).parent
OTHERS = ("states", "days_off", "contacts")
"""The files beside them that are about the world, and no methodology's."""

# Time zones are those of the pinned tzdata, whatever the machine has: states change their clocks by decree,
# and two machines must not disagree on when something is due.
reset_tzpath(to=())
ZoneInfo.clear_cache()


@cache
def states() -> tuple[str, ...]:
    """The states that may ask for a round and send experts, by ISO 3166-1 alpha-3 code (Q1).

    Raises: StatesRefused.
    """
    data = _states_file()
    aside = {s.country for s in standings() if not s.takes_part}
    return tuple(state for state in data["member_states"] if state not in aside)


@cache
def standings() -> tuple[Standing, ...]:
    """The states whose membership is not like the others', or is over (Q1).

    Raises: StatesRefused.
    """
    return check_states(_states_file())


def countries() -> Mapping[str, str]:
    """Every state that is known, whatever its standing, with the time zone of its capital."""
    zones: dict[str, str] = _states_file()["time_zones"]
    return zones


def capital_zone(country: str) -> str:
    """The IANA name of the time zone of a state's capital; UTC for any other country."""
    return countries().get(country, "UTC")


@cache
def closed_for(country: str) -> tuple[str, ...]:
    """The categories of holidays on which a country's public offices are closed."""
    more: dict[str, list[str]] = _states_file()["offices_close_too"]
    return ("public", *more.get(country, ()))


@cache
def _states_file() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "states.toml").read_text("utf-8"))


@cache
def contact(secretariat: str) -> Mapping[str, str]:
    """Where a country turns to that wishes to ask for a round: `email` and `web`, each empty if not given.

    `language` is that in which the mailbox is written to.
    """
    data = tomllib.loads((FOLDER / "contacts.toml").read_text("utf-8"))
    return {"email": "", "web": "", "language": "", **data.get(secretariat, {})}


def names() -> tuple[str, ...]:
    """The ids of the methodologies at hand."""
    return tuple(sorted(p.stem for p in FOLDER.glob("*.toml") if p.stem not in OTHERS))


@cache
def methodology(name: str) -> Methodology:
    """One methodology, checked.

    Raises: KeyError when there is none of that name, MethodologyRefused when its file is wrong.
    """
    if name not in names():
        raise KeyError(name)
    try:
        return parse((FOLDER / f"{name}.toml").read_text("utf-8"), states(), PLACES)
    except MethodologyRefused as error:
        error.add_note(f"in methodologies/{name}.toml")
        raise
