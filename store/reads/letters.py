"""A letter with what it said when it was sent."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.sent_texts import SentText
from store.tables import Letter


async def sent(s: AsyncSession, round_id: str, key: str) -> tuple[Letter, SentText | None] | None:
    """A letter of this round; no text before it is sent. None for a letter of another, or of none."""
    rows = await s.exec(
        select(Letter, SentText)
        .join(SentText, col(SentText.letter) == Letter.key, isouter=True)
        .where(Letter.round_id == round_id, Letter.key == key)
    )
    return rows.one_or_none()
