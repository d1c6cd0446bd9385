"""What each letter said when it was sent, for whoever it was sent to and for the record."""

from sqlalchemy.types import Text
from sqlmodel import Field, SQLModel


class SentText(SQLModel, table=True):
    """A letter of the outbox as it went out, without the addresses of its links: those would open them."""

    __tablename__ = "sent_text"
    letter: str = Field(primary_key=True, foreign_key="letter.key")
    subject: str
    body: str = Field(sa_type=Text)
