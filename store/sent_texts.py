"""What each letter said when it was sent, for whoever it was sent to and for the record."""

from datetime import datetime

from sqlalchemy.types import Text
from sqlmodel import Field, SQLModel

from store.columns import UTCDateTime


class SentText(SQLModel, table=True):
    """A letter of the outbox as it went out, without the addresses of its links: those would open them."""

    __tablename__ = "sent_text"
    letter: str = Field(primary_key=True, foreign_key="letter.key")
    subject: str
    body: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UTCDateTime)
