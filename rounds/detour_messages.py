"""What a round asks for only when something goes wrong on its way.

A shortlist is used up, a visit cannot begin, an address refuses letters: answers to assignments, as
those of `rounds.messages` are.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rounds.fields import Address, OptionalProse
from rounds.messages import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCandidate(Candidate):
    """The secretariat adds a candidate to a seat whose shortlist is used up (P8)."""

    acknowledged: tuple[str, ...] = ()
    kind: Literal["add_candidate"] = "add_candidate"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeCandidate:
    """The beneficiary agrees an added candidate or asks for another (P1, P8)."""

    choice: Literal["agree", "changes"]
    comment: OptionalProse = ""
    kind: Literal["agree_candidate"] = "agree_candidate"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewConflict:
    """The officer clears whoever declared a possible conflict, or excludes them with a reason (P6)."""

    choice: Literal["clear", "exclude"]
    reason: OptionalProse = ""
    kind: Literal["review_conflict"] = "review_conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyVisit:
    """The visit cannot begin as it is: the officer waives what is missing or moves the dates (V1, V2)."""

    choice: Literal["begin", "move"]
    reason: OptionalProse = ""
    starts: date | None = None
    ends: date | None = None
    kind: Literal["ready_visit"] = "ready_visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideExtension:
    """The officer grants the time that a participant asks for, or refuses it with a reason (Z1)."""

    choice: Literal["grant", "refuse"]
    reason: OptionalProse = ""
    kind: Literal["decide_extension"] = "decide_extension"


@dataclass(frozen=True, slots=True, kw_only=True)
class MendAddress:
    """The officer corrects an address that refused a letter."""

    email: Address
    kind: Literal["mend_address"] = "mend_address"
