"""What travels between a round and the activities that write it: effects there, dates and hours back."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from rounds.state.effects import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The effects of one moment. `now` is the round's time; `serial` numbers the batches of a round.

    `state` is what changed in the round since the batch before (see `rounds.state.keeping`), or with
    `whole` all of it: from what is kept of it a round can be started again where it stood. `publishing`: the
    round is over, and what comes after it is not.
    """

    round: str
    now: datetime
    step: str
    outcome: str
    serial: int
    effects: tuple[Effect, ...]
    state: dict[str, Any] = field(default_factory=dict)
    whole: bool = False
    publishing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """A batch that could not be written in all the time it was given; until it is, none is.

    `at` is the index of the effect that failed (-1: not known), `code` the class of its fault, `since` the
    round's time when it was parked first. `again`: it is to be tried once more, as it now stands.
    """

    batch: Batch
    since: datetime
    at: int = -1
    code: str = ""
    again: bool = False

    @property
    def serial(self) -> int:
        """The number of the batch."""
        return self.batch.serial

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What could not be written."""
        return self.batch.effects


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """An assignment's dates after its opening, or after the move of this `number`.

    `slack_until` is the last day that is granted for the asking, `rest` the time that its clock has stood
    still beyond the whole days that were given back.
    """

    key: str
    due: datetime
    reminders: tuple[datetime, ...]
    monthly_from: datetime
    earliest: date | None = None
    slack_until: date | None = None
    rest: timedelta = timedelta(0)
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """When the monthly reminder comes that follows the `passed`th moment of an assignment."""

    key: str
    at: datetime
    passed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitHours:
    """First morning and last evening of the visit, and when answers close before it."""

    number: int
    opens: datetime
    closes: datetime
    freezes: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a batch brought back."""

    dates: tuple[Dates, ...] = ()
    visit: VisitHours | None = None
    following: tuple[Following, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Ask the inbox whether a submission for this assignment was kept and not yet handed over."""

    round: str
    key: str
