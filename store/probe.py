"""The rows by which it is found out whether writing works."""

from sqlmodel import Field, SQLModel


class Probe(SQLModel, table=True):
    """A row that is written to see whether writing works, and removed at once."""

    id: str = Field(primary_key=True)
    filler: str
