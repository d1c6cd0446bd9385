"""What is sent to change a visit that was arranged: agenda, lists, dates, form (V10)."""

from dataclasses import dataclass
from typing import Literal

from rounds.submissions.fields import OptionalProse, Prose
from rounds.submissions.visit import Item, Session, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseAgenda:
    """The agenda as it is from now on, in full (V1, V10); `Sent.key` is that of the agenda."""

    sessions: tuple[Session, ...]
    reason: OptionalProse = ""
    kind: Literal["revise_agenda"] = "revise_agenda"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseInternational:
    """The secretariat's list of arrangements as it is from now on, in full (V2, V10)."""

    items: tuple[Item, ...]
    reason: OptionalProse = ""
    kind: Literal["revise_international"] = "revise_international"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseLocal:
    """The beneficiary's list as it is from now on, in full, with its choice about the press (V2, V7, V10)."""

    items: tuple[Item, ...]
    press: Literal["none", "note", "open", "joint_statement"] = "none"
    reason: OptionalProse = ""
    kind: Literal["revise_local"] = "revise_local"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveVisit:
    """Other dates for a visit that has some, another form of it, or both: to be agreed again (V8, V10).

    Without windows the dates stay, without a form that stays.
    """

    windows: tuple[Window, ...] = ()
    visit_form: str = ""
    reason: Prose
    kind: Literal["move_visit"] = "move_visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideMove:
    """The officer decides on a move that is not agreed: the visit stays, or moves to a window all the same.

    `window` is its number among those of the move, from 1.
    """

    choice: Literal["keep", "move"]
    window: int = 0
    reason: Prose
    kind: Literal["decide_move"] = "decide_move"
