"""Whoever agrees to an announcement agrees to the words as they stand: rules see no texts (X3)."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.keys import Key
from rounds.steps import announcement
from rounds.submissions.publication import AgreeAnnouncement
from store.inbox import body_of
from store.reads import asked
from store.tables import Round


async def check(s: AsyncSession, round: Round, key: str, body: Any) -> None:
    """X3: who has changed the text proposes it, and does not agree to the other side's.

    Raises: AnnouncementDiffers.
    """
    if not isinstance(body, AgreeAnnouncement) or body.choice != "agree" or not body.texts:
        return
    before = await _proposed(s, round, Key.parse(key))
    if before and _said(before) != _said(body):
        raise announcement.AnnouncementDiffers(field="choice")


async def _proposed(s: AsyncSession, round: Round, key: Key) -> AgreeAnnouncement | None:
    """The latest text of those that were proposed before this turn."""
    if not key.about.partition(":")[0].isdecimal():
        return None
    n = int(key.about.partition(":")[0])
    for k in range(key.n - 1, 0, -1):
        row = await asked.answer_of(s, round.id, str(announcement.turn(n, k)))
        body = body_of(row) if row else None
        if isinstance(body, AgreeAnnouncement) and body.texts:
            return body
    return None


def _said(body: AgreeAnnouncement) -> dict[str, str]:
    """By language; how a browser ends a line says nothing."""
    return {text.in_language: "\n".join(text.text.split("\r\n")).strip() for text in body.texts}
