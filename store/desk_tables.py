"""What the desk keeps and lists by: saved views, notes among officers, the words that rounds are found by."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import Text
from sqlmodel import Field, SQLModel, col

from store.columns import UTCDateTime, where
from store.tables import Assignment, Inbox, Round

Index("ix_round_country", col(Round.secretariat_id), col(Round.country), col(Round.id))
Index(
    "ix_round_version",
    *(col(Round.secretariat_id), col(Round.methodology), col(Round.methodology_version)),
    *(col(Round.opened_at), col(Round.id)),
)
Index("ix_assignment_next", col(Assignment.round_id), col(Assignment.due_at), **where("state = 'open'"))
Index(
    "ix_inbox_accepted",
    col(Inbox.answered_at),
    col(Inbox.round_id),
    **where("state = 'accepted' AND participant_id <> ''"),
)


class SavedView(SQLModel, table=True):
    """A list of rounds as an officer likes to see it: its address has a name, and is nobody else's."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("officer_id", "name"),)
    id: str = Field(primary_key=True)
    officer_id: str = Field(foreign_key="officer.id")
    name: str
    query: str
    created_at: datetime = Field(sa_type=UTCDateTime)


class RoundNote(SQLModel, table=True):
    """What an officer notes of a round for the others of the secretariat: no fact of the round."""

    __tablename__ = "round_note"
    __table_args__ = (Index("ix_round_note_round", "round_id", "at", "id"),)
    id: str = Field(primary_key=True)
    round_id: str = Field(foreign_key="round.id")
    officer_id: str = Field(foreign_key="officer.id")
    text: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UTCDateTime)


class RoundSought(SQLModel, table=True):
    """The words by which a round is found, folded (`store.searching`), each after a space."""

    __tablename__ = "round_sought"
    __table_args__ = (Index("ix_round_sought_words", "secretariat_id", "round_id", "words"),)
    round_id: str = Field(primary_key=True, foreign_key="round.id")
    secretariat_id: str
    words: str


class _ByWords(SQLModel):
    """What is found by words, folded; of PostgreSQL a vector, of SQLite an index that follows by triggers."""

    id: int | None = Field(default=None, primary_key=True)
    secretariat_id: str
    round_id: str = Field(foreign_key="round.id")
    about: str
    words: str = Field(sa_type=Text().with_variant(TSVECTOR(), "postgresql"))


class PersonSought(_ByWords, table=True):
    """The words by which a participant is found."""

    __tablename__ = "person_sought"
    __table_args__ = (UniqueConstraint("round_id", "about"),)


class LetterSought(_ByWords, table=True):
    """The words by which a letter is found that was sent, or that its address refused."""

    __tablename__ = "letter_sought"
    __table_args__ = (UniqueConstraint("round_id", "about"),)
