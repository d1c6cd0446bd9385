"""What a list usually has, and which of it one lacks."""

from collections.abc import Mapping, Sequence
from typing import Any


def lacking(suggested: Sequence[Mapping[str, Any]], rows: Sequence[Any]) -> list[Mapping[str, Any]]:
    """The rows of a suggestion that a list has not got, each known by its first field."""
    there = {_first(row) for row in rows}
    return [row for row in suggested if _first(row) not in there]


def _first(row: Any) -> str:
    return str(next(iter(row.values()), "") or "").strip().casefold() if isinstance(row, Mapping) else ""
