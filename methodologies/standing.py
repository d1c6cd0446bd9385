"""How states stand to the Organization, as its own list gives it: who left, who is away (Q1)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

STANDINGS = ("left", "suspended", "absent", "disputed")
"""No longer a member; kept from taking part; a member that takes no part; a member in the eyes of some."""


class StatesRefused(Exception):
    """The list of member states contradicts itself; the message names the entry and says what to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A state whose membership is not like the others': since when, what is known, and who says so.

    `takes_part`: it may ask for a round and send experts.
    """

    country: str
    standing: str
    since: date
    takes_part: bool
    what: str
    source: str


def check_states(raw: Mapping[str, Any]) -> tuple[Standing, ...]:
    """The standings of a file that does not contradict itself.

    Raises: StatesRefused.
    """
    members, zones = raw.get("member_states", []), raw.get("time_zones", {})
    _check_date(raw)
    for n, state in enumerate(members):
        if state in members[:n]:
            raise StatesRefused(f"member_states: {state!r} stands twice")
    standings = tuple(_standing(country, entry) for country, entry in raw.get("standing", {}).items())
    for state in (*members, *(s.country for s in standings)):
        if state not in zones:
            raise StatesRefused(f"time_zones: {state!r} is missing")
    for s in standings:
        if (s.standing == "left") == (s.country in members):
            raise StatesRefused(f"standing.{s.country}: member_states says otherwise; mend one of the two")
    return standings


def _check_date(raw: Mapping[str, Any]) -> None:
    try:
        date.fromisoformat(raw["as_of"])
    except (KeyError, TypeError, ValueError):
        raise StatesRefused('as_of: the date of the list, such as "2026-11-26"') from None
    if not raw.get("source"):
        raise StatesRefused("source: say where the list is from")


def _standing(country: str, entry: Mapping[str, Any]) -> Standing:
    expected = {f.name: f.type for f in fields(Standing) if f.name != "country"}
    if odd := sorted(set(entry) ^ set(expected)):
        raise StatesRefused(f"standing.{country}: {odd[0]!r} is missing, or unknown")
    for name, value in entry.items():
        if type(value) is not expected[name] or value == "":
            raise StatesRefused(f"standing.{country}: {name} cannot be {value!r}")
    if entry["standing"] not in STANDINGS:
        raise StatesRefused(f"standing.{country}: standing is one of {', '.join(STANDINGS)}")
    made = Standing(country=country, **entry)
    if made.takes_part and made.standing in ("left", "suspended"):
        raise StatesRefused(f"standing.{country}: who {made.standing} takes no part")
    return made
