"""What is public, in tables of its own: the public pages read these and no others."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import Text
from sqlmodel import Field, SQLModel

from store.columns import UTCDateTime


class Published(SQLModel, table=True):
    """A report that is or was public (X3). Withdrawn, nothing is left but its address and the two dates.

    `digest` tells one publication of a round from another. Codes of countries and topics stand in one text,
    with spaces between them, the report's own language first among `languages`.
    """

    __table_args__ = (Index("ix_published_changed_at", "changed_at", "round_id"),)
    round_id: str = Field(primary_key=True)
    slug: str = Field(unique=True)
    digest: str = ""
    methodology: str = ""
    methodology_name: str = ""
    methodology_version: str = ""
    secretariat: str = ""
    country: str = ""
    institution: str = ""
    initiative: str = ""
    year: int = 0
    number: int = 0
    topics: str = ""
    topic_words: str = ""
    panel_countries: str = ""
    languages: str = ""
    version: int = 0
    sha256: str = ""
    approved_on: date | None = None
    visit_starts: date | None = None
    visit_ends: date | None = None
    published_at: datetime = Field(sa_type=UTCDateTime)
    changed_at: datetime = Field(sa_type=UTCDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class PublishedTextRow(SQLModel, table=True):
    """A published report in one language, with its PDF.

    `written_in`: the language of title, institution and initiative, which nobody translates; empty: its own.
    """

    __tablename__ = "published_text"
    __table_args__ = (Index("ix_published_text_pdf", "pdf_sha256"),)
    round_id: str = Field(primary_key=True, foreign_key="published.round_id")
    language: str = Field(primary_key=True)
    original: bool
    title: str
    institution: str
    initiative: str
    written_in: str = ""
    sections: list[dict[str, Any]] = Field(sa_type=JSON)
    recommendations: list[dict[str, Any]] = Field(sa_type=JSON)
    pdf_sha256: str
    pdf_size: int
    pdf_pages: int


class PublishedNeedRow(SQLModel, table=True):
    """A cooperation need of a published report in one language (X4); `original`: in the report's own."""

    __tablename__ = "published_need"
    round_id: str = Field(primary_key=True, foreign_key="published.round_id")
    id: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    original: bool
    position: int
    topic: str
    topic_words: str
    support: str
    priority: str
    text: str = Field(sa_type=Text)


class PublishedSearch(SQLModel, table=True):
    """The words of a part of a report in one language, to be searched; FTS5's index follows it by triggers.

    `part`: 1 is what it is called, 2 what is recommended and needed, 3 all of it. Where all words of a search
    stand in one part, the lowest says how near the report is.
    """

    __tablename__ = "published_search"
    # All that a search needs of a row but its words, which are long.
    __table_args__ = (Index("ix_published_search_parts", "round_id", "language", "part"),)
    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="published.round_id")
    language: str
    part: int
    words: str = Field(sa_type=Text().with_variant(TSVECTOR(), "postgresql"))


class PublishedState(SQLModel, table=True):
    """One row: a number that grows with each change of what is public, and when that was."""

    __tablename__ = "published_state"
    id: int = Field(primary_key=True)
    serial: int
    changed_at: datetime = Field(sa_type=UTCDateTime)
