"""What tables are made of: names of constraints, times, states, and which rows an index holds."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Dialect, ForeignKeyConstraint, String, bindparam, text
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.types import DateTime, TypeDecorator
from sqlmodel import SQLModel

# Named constraints can be altered by a migration on SQLite too, where a table is copied to change it.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

EMPTY = {"server_default": "{}"}
"""Rows of before have an empty object."""


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime; SQLite drops the zone, so all are turned to UTC before and marked after."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy passes the dialect by position
        """Refuse a time without a zone: which moment it means would be a guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy passes the dialect by position
        """Mark what came back as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(column: str, *values: str) -> CheckConstraint:
    """A CHECK, named after the column, that it holds one of these."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def where(sqlite: str, postgresql: str = "") -> dict[str, Any]:
    """Which rows an index holds; a query finds it only if it says the same, with the values written out."""
    return {"sqlite_where": text(sqlite), "postgresql_where": text(postgresql or sqlite)}


def written_out(value: str) -> BindParameter[str]:
    """A value that stands in the text of the statement: so the planner sees that such an index holds it."""
    return bindparam(None, value, String, literal_execute=True)


def of_assignment() -> ForeignKeyConstraint:
    """The row is about an assignment."""
    return ForeignKeyConstraint(["round_id", "assignment_key"], ["assignment.round_id", "assignment.key"])


def of_participant() -> ForeignKeyConstraint:
    """The row is a participant's."""
    return ForeignKeyConstraint(["round_id", "participant_id"], ["participant.round_id", "participant.id"])
