"""What a round asks to have told to whoever runs the programs: what no participant can mend."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorLetter:
    """A batch of a round was parked; `code` is the class of the fault."""

    round: str
    serial: int
    code: str
