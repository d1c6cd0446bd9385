"""The record of who did what and when."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.batches import Batch
from store.audit_log import Audit, add_once

SYSTEM = "ronda"
"""The actor of what nobody did: a clock ran out, a letter was due."""


async def record(
    s: AsyncSession, batch: Batch, action: str, subject: str, *, actor: str = SYSTEM, **detail: Any
) -> bool:
    """Add an entry; False if this very effect was recorded before, as when a batch is repeated.

    `detail` holds codes, ids and numbers, no text that people wrote.
    """
    # Two submissions of one moment may be of one kind and about one thing: each is an entry.
    which = (detail[name] for name in ("what", "submission") if name in detail)
    parts = (batch.round, batch.now.isoformat(), batch.serial, action, subject, *which)
    key = "/".join(str(part) for part in parts)
    return await note(s, key, batch.round, batch.now, action, subject, actor=actor, **detail)


async def note(
    s: AsyncSession,
    key: str,
    round_id: str,
    at: datetime,
    action: str,
    subject: str,
    *,
    actor: str,
    **detail: Any,
) -> bool:
    """The same outside a batch, under a key that makes it one entry however often it is made."""
    entry = Audit(
        key=key,
        round_id=round_id,
        at=at,
        recorded_at=datetime.now(UTC),
        actor=actor,
        action=action,
        subject=subject,
        detail=detail,
    )
    return await add_once(s, entry)
