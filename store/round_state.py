"""The table of what is kept of each round beside its rows."""

from sqlalchemy import Column, Integer, Text
from sqlmodel import Field, SQLModel


class RoundState(SQLModel, table=True):
    """A round as its last batch left it, and what that batch gave back: JSON, read by `store.reads.states`.

    It stands for itself: a round whose very beginning was left out has batches, and no row of its own.
    """

    __tablename__ = "round_state"
    round_id: str = Field(primary_key=True)
    serial: int
    schema_: int = Field(sa_column=Column("schema", Integer, nullable=False, server_default="1"))
    state: str = Field(sa_type=Text)
    written: str = Field(sa_type=Text)
