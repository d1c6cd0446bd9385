"""What every check and every handler takes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar, cast

from rounds.methodology.model import Methodology
from rounds.state.keys import Key
from rounds.state.round import Assignment, Round
from rounds.submissions.envelope import Sent
from rounds.submissions.refusals import NotOpen

B = TypeVar("B")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyCase(Generic[B]):
    """What somebody sends, by itself, before anything is kept; `country` is the beneficiary's."""

    methodology: Methodology
    country: str
    body: B


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Generic[B]):
    """A submission before its round, as that stands now."""

    round: Round
    sent: Sent
    now: datetime

    @property
    def body(self) -> B:
        """What was sent: its facts."""
        return cast(B, self.sent.body)

    @property
    def key(self) -> Key:
        """Of what it answers, or steers."""
        return Key.parse(self.sent.key)

    @property
    def assignment(self) -> Assignment:
        """What it answers, or steers.

        Raises: NotOpen when there is none of this key.
        """
        if found := self.round.assignments.get(self.sent.key):
            return found
        raise NotOpen

    @property
    def open(self) -> Assignment:
        """The same, of which the clock runs or stands still.

        Raises: NotOpen.
        """
        if self.assignment.state != "open":
            raise NotOpen
        return self.assignment
