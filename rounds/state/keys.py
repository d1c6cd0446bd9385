"""The key of an assignment: what is asked, of whom or about what, for which time."""

import re
from dataclasses import dataclass, replace

_NUMBER = re.compile(r"[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Key:
    """Prints as `kind:about:n`, and is read from that; the state, rows and links hold the text.

    `about` is empty where the round asks it of one role alone: `propose_panel:2`. Else it is a role
    (`mark_dates:expert-1:2`), a participant (`mend_address:focal_point:1`) or another key
    (`decide_extension:propose_dates:1:2`). `n` counts how often it was asked, from 1; it is left out, 0,
    of what is asked of each once (`contribute:expert-1`), and again only when it is sent back.
    """

    kind: str
    about: str = ""
    n: int = 0

    @classmethod
    def parse(cls, text: str) -> "Key":
        """The key that prints as this text; whatever text a person sends, nothing is raised."""
        kind, _, rest = text.partition(":")
        about, _, last = rest.rpartition(":")
        return cls(kind, about, int(last)) if _NUMBER.fullmatch(last) else cls(kind, rest)

    def __str__(self) -> str:
        """The text of the key."""
        return ":".join((self.kind, *filter(None, (self.about, str(self.n) if self.n else ""))))

    def again(self) -> "Key":
        """The key under which the same is asked the next time."""
        return replace(self, n=max(self.n, 1) + 1)

    def first(self) -> "Key":
        """The key under which the same was asked the first time, of what is sent back (D3)."""
        return replace(self, n=0 if self.about else 1)

    def of(self, kind: str) -> "Key":
        """The key of what another kind asks about the same, for the same time."""
        return replace(self, kind=kind)
