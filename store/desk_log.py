"""What is recorded of officers, and of what they set for their secretariat: it is about no round."""

import uuid
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from store.audit_log import Audit, add, add_once


def log(s: AsyncSession, action: str, subject: str, *, by: str, now: datetime, **detail: Any) -> None:
    """Add an entry to the one log that only grows; `by` is an officer's id, or `operator`."""
    key = f"desk/{subject}/{now.isoformat()}/{action}/{uuid.uuid4().hex[:8]}"
    add(s, _entry(key, action, subject, by, now, detail))


async def log_once(
    s: AsyncSession, occasion: str, action: str, *, by: str, now: datetime, **detail: Any
) -> None:
    """The same of what is recorded once for an occasion, however often it happens then."""
    await add_once(s, _entry(f"desk/{by}/{occasion}/{action}", action, "", by, now, detail))


def _entry(key: str, action: str, subject: str, by: str, now: datetime, detail: dict[str, Any]) -> Audit:
    return Audit(
        key=key,
        round_id="",
        at=now,
        recorded_at=now,
        actor=by,
        action=action,
        subject=subject,
        detail=detail,
    )
