"""The table of the papers that people attach to rounds."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import UTCDateTime


class Paper(SQLModel, table=True):
    """A paper, with who may read it: `audience` and `about` are codes of the round's methodology.

    `participant_id` attached it; where that is empty, the officer did. A paper that goes with a session
    keeps its day and title: agendas are revised, and numbers move.
    """

    __table_args__ = (Index("ix_paper_round", "round_id", "at"),)
    id: str = Field(primary_key=True)
    round_id: str = Field(foreign_key="round.id")
    submission_id: str
    participant_id: str = ""
    officer_id: str = ""
    title: str
    language: str = ""
    upload_id: str
    about: str = ""
    audience: str
    session_day: int = 0
    session_title: str = ""
    at: datetime = Field(sa_type=UTCDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
