"""What became of each authorisation to publish, and what publishing wants done in the world (X1 to X3)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """That one version of the report may be published in some languages (X2); `n` counts them from 1.

    `submission` is what says so, `officer` who filed that in writing, `countersign` what confirms it (L11).
    waiting: for its countersign, its day, or the announcement. returned: it was not countersigned.
    withdrawn: taken back, be it before it was public. replaced: a later one took its place. left_out: it
    could not be written, and an operator had it skipped.

    `day` and `latest` are those that its giver named. `announced` is what has become of the announcement,
    `text` the submission that holds its words, `recipients` the one that names whoever else is to have it.
    """

    n: int
    submission: str
    version: int
    sha256: str
    languages: tuple[str, ...]
    day: date | None = None
    latest: date | None = None
    state: Literal["waiting", "public", "withdrawn", "replaced", "left_out", "returned"] = "waiting"
    announced: Literal["", "agreed", "sent", "none"] = ""
    text: str = ""
    recipients: str = ""
    officer: str = ""
    countersign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """The report is public from now on, in these languages and no other (X2)."""

    n: int
    version: int
    sha256: str
    languages: tuple[str, ...]
    submission: str
    kind: Literal["publish"] = "publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpublish:
    """It is no longer: its page says that it was withdrawn, and the record stays (X2)."""

    n: int
    submission: str
    kind: Literal["unpublish"] = "unpublish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announce:
    """The announcement goes out, once, to these participants and whom the secretariat named (X3).

    Whoever was told that the report is public when it became so is not among them.
    `text` and `recipients` are the submissions that hold the words and the addresses.
    """

    n: int
    text: str
    recipients: str
    people: tuple[str, ...]
    kind: Literal["announce"] = "announce"
