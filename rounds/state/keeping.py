"""The state of a round as plain data: what each batch carries of it, and how that is put together again.

A value that equals its field's default is left out, so that histories stay small: what a default means
can never change. Of the state the pinned methodology is left out, which is kept with the round, and what
is not written yet, which comes again by itself: from the inbox, and from the clock.
"""

from collections.abc import Collection
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from rounds.state.round import Round

ALWAYS = ("kind", "schema")
"""Fields that are written whatever they hold: they say what the rest is."""
NOT_KEPT = ("methodology", "pending", "parked")


def plain(value: Any) -> Any:
    """A model as what JSON knows. Raises TypeError for what it does not know."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if not is_dataclass(value):
        raise TypeError(type(value).__name__)
    return _model(value)


def _model(value: Any, without: Collection[str] = ()) -> dict[str, Any]:
    model: Any = type(value)
    known = (
        (name, getattr(value, name), default) for name, default in _defaults(model) if name not in without
    )
    return {name: plain(v) for name, v, default in known if name in ALWAYS or v != default}


@cache
def _defaults(model: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a model with their defaults; one that has none equals nothing."""
    made = (
        (f.name, f.default_factory() if f.default_factory is not MISSING else f.default)
        for f in fields(model)
    )
    return tuple(made)


def kept(round: Round) -> dict[str, Any]:
    """The whole state as it is kept."""
    return _model(round, NOT_KEPT)


def changes(before: Round, now: Round) -> dict[str, Any]:
    """What is otherwise than before: fields as a whole, of those with entries the entries (None: gone)."""
    changed: dict[str, Any] = {}
    for name, old, new in _fields(before, now):
        if isinstance(new, dict):
            entries = {str(key): plain(value) for key, value in new.items() if old.get(key) != value}
            gone = {str(key): None for key in old if key not in new}
            if entries or gone:
                changed[name] = entries | gone
        elif old != new:
            changed[name] = plain(new)
    return changed


def _fields(before: Round, now: Round) -> list[tuple[str, Any, Any]]:
    names = [f.name for f in fields(Round) if f.name not in NOT_KEPT]
    return [(name, getattr(before, name), getattr(now, name)) for name in names]


def merged(state: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    """What was kept, with what changed since."""
    after = dict(state)
    for name, value in changed.items():
        if name in _WITH_ENTRIES:
            entries = {**after.get(name, {}), **value}
            after[name] = {key: entry for key, entry in entries.items() if entry is not None}
        else:
            after[name] = value
    return {
        name: value
        for name, value in after.items()
        if name in ALWAYS or value != _LEFT_OUT.get(name, MISSING)
    }


_LEFT_OUT = {name: plain(default) for name, default in _defaults(Round) if default is not MISSING}
_WITH_ENTRIES = frozenset(f.name for f in fields(Round) if f.default_factory is dict)
