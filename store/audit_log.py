"""The audit log: the one table whose rows are never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from store.columns import UTCDateTime


class Audit(SQLModel, table=True):
    """Who did what and when; rows are only ever added: triggers refuse the rest.

    `key` makes a repeated effect one entry, `at` is the round's time, `recorded_at` the wall clock's.
    `detail` holds codes and ids, no text that people wrote.
    """

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    round_id: str = Field(index=True)
    at: datetime = Field(sa_type=UTCDateTime)
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    actor: str
    action: str
    subject: str = ""
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
