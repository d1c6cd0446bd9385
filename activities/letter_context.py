"""A letter being read together, for whoever says what its template is given."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from store.links import Links
from store.outbox import Posted
from store.tables import Round


@dataclass(frozen=True, slots=True)
class LetterContext:
    """One letter being read together: where from, what for, and the two time zones of its reader."""

    s: AsyncSession
    links: Links
    posted: Posted
    here: ZoneInfo

    @property
    def round(self) -> Round:
        """The round that it is about."""
        return self.posted.round

    @property
    def params(self) -> dict[str, Any]:
        """What the letter's row keeps: ids, dates, codes."""
        return self.posted.letter.params
