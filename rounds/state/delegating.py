"""What delegating a task wants done in the world, and ending it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A delegate may do an assignment beside its owner: a grant, and a letter that says who asks."""

    key: str
    owner: str
    delegate: str
    submission: str
    kind: Literal["share"] = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unshare:
    """A delegate does an assignment no longer: their grant ends, and they are told by whom."""

    key: str
    owner: str
    delegate: str
    submission: str
    kind: Literal["unshare"] = "unshare"
