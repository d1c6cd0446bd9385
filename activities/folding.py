"""What one moment brings somebody, in as few letters as it can be said in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

CARRY_RECEIPT = ("assignment", "brief", "moved", "told", "visit")
"""Templates whose letter also says that what its reader sent was recorded."""
CARRY_NEWS = ("assignment", "brief")
"""Templates whose letter also tells news."""
ALONE = (
    "agenda_set",
    "agenda_revised",
    "arrangements_revised",
    "move_not_agreed",
    "visit_stays",
    "closed",
    "resumed",
    "more_time_refused",
)
"""News that have files, tables, or tasks with links, of their own."""


@dataclass(slots=True, kw_only=True)
class Planned:
    """A letter that a batch will leave in the outbox, for one person."""

    key: str
    template: str
    participant: str
    person: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def news(self) -> str:
        """What it tells, if it tells news."""
        return str(self.params["what"]) if self.template == "told" else ""


def folded(planned: Sequence[Planned]) -> list[Planned]:
    """The letters that are written: each person's receipts, and news that need none of their own, in others.

    The end of a round takes the visit out of the calendar with it: one letter, not two (Z2).
    """
    people: dict[str, list[Planned]] = {}
    for letter in planned:
        people.setdefault(letter.person, []).append(letter)
    kept = [letter for letters in people.values() for letter in _of_one(letters)]
    return sorted(kept, key=planned.index)


def _of_one(letters: list[Planned]) -> list[Planned]:
    return _receipts(_news(_announced(_end(letters))))


def _announced(letters: list[Planned]) -> list[Planned]:
    """The announcement says itself that the report is public (X3)."""
    said = any(one.template == "announcement" for one in letters)
    return [one for one in letters if not (said and one.news == "report_published")]


def _end(letters: list[Planned]) -> list[Planned]:
    end = next((one for one in letters if one.news == "closed"), None)
    off = [one for one in letters if one.template == "visit" and one.params["method"] == "CANCEL"]
    if end is None or not off:
        return letters
    end.params["visit"] = off[-1].params
    return [one for one in letters if one not in off]


def _news(letters: list[Planned]) -> list[Planned]:
    carrier = next((one for one in letters if one.template in CARRY_NEWS), None)
    told = [one for one in letters if one.news and one.news not in ALONE]
    if carrier is None or not told:
        return letters
    carrier.params["also"] = [one.params for one in told]
    return [one for one in letters if one not in told]


def _receipts(letters: list[Planned]) -> list[Planned]:
    receipts = [one for one in letters if one.template == "receipt"]
    if not receipts:
        return letters
    carrier = next((one for one in letters if one.template in CARRY_RECEIPT), receipts[0])
    carrier.params["receipts"] = [id for one in receipts for id in one.params["receipts"]]
    return [one for one in letters if one not in receipts or one is carrier]
