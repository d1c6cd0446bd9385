"""What a rehearsal tells: all that would happen, and each letter that would be written, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, get_args

from rounds.state.keeping import plain

Behaviour = Literal["in_time", "last_day", "silent"]
"""Everybody answers on the first working day; on the last day; nobody answers at all."""
BEHAVIOURS: tuple[Behaviour, ...] = get_args(Behaviour)

What = Literal[
    "step",
    "asked",
    "answered",
    "reminded",
    "overdue",
    "moved",
    "waived",
    "expired",
    "frozen",
    "ended",
    "seated",
    "left",
    "visit_agreed",
    "visit_moved",
    "visit_begins",
    "visit_ends",
    "visit_cancelled",
    "version",
    "refused",
    "closed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that would happen; `key`, `kind` and `role` are of the assignment that it is about.

    `told` are the roles that hear of a delay. `starts` and `ends` are those of the visit. `code`: the name of
    a step, an outcome, or why an answer that was tried is refused.
    """

    at: datetime
    what: What
    key: str = ""
    kind: str = ""
    role: str = ""
    due: datetime | None = None
    told: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A letter that would be sent; `text` has no links: they would open nothing."""

    at: datetime
    role: str
    template: str
    language: str
    subject: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """What the round would wait for at last, of a person who has a name."""

    key: str
    kind: str
    role: str
    name: str
    due: datetime | None


@dataclass(slots=True, kw_only=True)
class Calendar:
    """A round played to its end, or until it waits for somebody and nothing comes of waiting any more.

    `outcome` is empty in the second case, and `awaits` says for whom. `cut`: it was given up, since it would
    go on for years. `zone` is the secretariat's.
    """

    round: str
    country: str
    methodology: str
    behaviour: Behaviour
    zone: str
    begins: datetime
    ends: datetime
    outcome: str = ""
    cut: bool = False
    awaits: Sequence[Awaited] = ()
    happenings: list[Happening] = field(default_factory=list)
    letters: list[Written] = field(default_factory=list)


def as_json(calendar: Calendar, *, texts: bool) -> dict[str, Any]:
    """The same as JSON; without `texts` a letter is its heading."""
    told: dict[str, Any] = _whole(calendar)
    if not texts:
        for letter in told["letters"]:
            letter.pop("text")
    return told


def _whole(value: Any) -> Any:
    """All fields: whoever reads it knows no defaults."""
    if isinstance(value, list | tuple):
        return [_whole(each) for each in value]
    if names := getattr(value, "__dataclass_fields__", None):
        return {name: _whole(getattr(value, name)) for name in names}
    return plain(value)
