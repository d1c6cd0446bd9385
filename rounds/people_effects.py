"""What a round wants done about who may act, besides what `rounds.effects` holds."""

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
