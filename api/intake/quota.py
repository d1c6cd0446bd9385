"""How much may come in a day, from somebody and for a round (U1)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from api.http.limits import MEBIBYTE
from rounds.submissions.files import QuotaUsedUp
from store import uploads
from store.uploads import Sender

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """In mebibytes a day: of one person in a round, or of one officer, and of all for one round."""

    person: int = 100
    round: int = 1000

    async def check(self, s: AsyncSession, sender: Sender, size: int, field: str) -> None:
        """That so many bytes more may come. Raises: QuotaUsedUp, naming `field`."""
        person, round_ = await uploads.sent_since(s, sender, datetime.now(UTC) - DAY)
        for sent, most in ((person, self.person), (round_, self.round)):
            if sent + size > most * MEBIBYTE:
                raise QuotaUsedUp(field=field, mebibytes=most)
