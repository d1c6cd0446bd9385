"""The record of who did what and when."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.effects import Batch
from store.rows import insert_once
from store.tables import Audit

SYSTEM = "ronda"
"""The actor of what nobody did: a clock ran out, a letter was due."""


async def record(
    s: AsyncSession, batch: Batch, action: str, subject: str, *, actor: str = SYSTEM, **detail: Any
) -> bool:
    """Add an entry; False if this very effect was recorded before, as when a batch is repeated.

    `detail` holds codes, ids and numbers, no text that people wrote.
    """
    # Two submissions of one moment may be of one kind and about one thing: each is an entry.
    parts = (batch.round, batch.now.isoformat(), batch.serial, action, subject, detail.get("submission", ""))
    key = "/".join(str(part) for part in parts)
    entry = Audit(
        key=key,
        round_id=batch.round,
        at=batch.now,
        recorded_at=datetime.now(UTC),
        actor=actor,
        action=action,
        subject=subject,
        detail=detail,
    )
    return await insert_once(s, entry)
