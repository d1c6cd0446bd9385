"""When something was used last: known only so exactly, so that reading writes next to nothing."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlmodel import col, or_
from sqlmodel.ext.asyncio.session import AsyncSession


def shows(used_at: datetime | None, now: datetime, exactly: timedelta) -> bool:
    """Whether what is known of a last use is new enough."""
    return used_at is not None and used_at > now - exactly


async def note(
    s: AsyncSession, table: Any, which: ColumnElement[bool], now: datetime, exactly: timedelta
) -> None:
    """Write down that a row's thing was used; of several at once it is written for one."""
    last = col(table.used_at)
    await s.exec(update(table).where(which, or_(last.is_(None), last <= now - exactly)).values(used_at=now))
