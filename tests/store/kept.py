"""The shape of all that is kept as data, and a sample of it: `python -m tests.store.kept` writes today's.

A sample holds every field of every model, each choice, each kind of answer and each effect at least once.
"""

import json
from dataclasses import MISSING, Field, asdict, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from methodologies.loader import methodology, names
from rounds import schemas
from rounds.methodology.model import Methodology
from rounds.registry import MODELS
from rounds.state.round import Round
from rounds.submissions.request import OpenRound

FOLDER = Path(__file__).parent / "states"
BODIES: dict[str, Any] = {**MODELS, "open_round": OpenRound}
SAMPLES: dict[Any, list[Any]] = {
    str: ["some-id"],
    int: [1],
    bool: [True, False],
    date: [date(2027, 3, 1)],
    time: [time(9, 30)],
    datetime: [datetime(2027, 3, 1, 9, 30, tzinfo=UTC)],
    timedelta: [timedelta(days=2)],
    NoneType: [None],
    Any: ["anything"],
}


def shapes() -> dict[str, dict[str, str]]:
    """Every model that is kept, by name: its fields, each with its type and its default."""
    seen: dict[str, Any] = {}
    for model in (Round, OpenRound, *MODELS.values()):
        _collect(model, seen)
    return {name: _fields(seen[name]) for name in sorted(seen)}


def _collect(annotation: Any, seen: dict[str, Any]) -> None:
    if is_dataclass(annotation) and isinstance(annotation, type):
        assert seen.get(annotation.__name__, annotation) is annotation, "two models have one name"
        if annotation.__name__ not in seen:
            seen[annotation.__name__] = annotation
            for hint in get_type_hints(annotation).values():
                _collect(hint, seen)
        return
    for part in get_args(annotation):
        _collect(part, seen)


def _fields(model: Any) -> dict[str, str]:
    hints = get_type_hints(model)
    return {f.name: f"{_type(hints[f.name])}{_default(f)}" for f in fields(model)}


def _type(annotation: Any) -> str:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " | ".join(sorted(map(repr, parts)))
    if origin in (Union, UnionType):
        return " | ".join(sorted(map(_type, parts)))
    if origin:
        return f"{origin.__name__}[{', '.join('...' if p is ... else _type(p) for p in parts)}]"
    return "None" if annotation is NoneType else str(annotation.__name__)


def _default(f: "Field[Any]") -> str:
    if f.default_factory is not MISSING:
        return f" = {f.default_factory()!r}"
    return "" if f.default is MISSING else f" = {f.default!r}"


@cache
def _variants(annotation: Any) -> list[Any]:
    """Some values of a type that together show each of its choices."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if annotation is Methodology:
        return [methodology(name) for name in sorted(names())]
    if is_dataclass(annotation):
        return _models(annotation)
    if origin is Literal:
        return list(parts)
    if origin in (Union, UnionType):
        return [value for part in parts for value in _variants(part)]
    return _several(origin, parts) if origin else SAMPLES[annotation]


def _several(origin: Any, parts: tuple[Any, ...]) -> list[Any]:
    """One value that holds several: each variant of what it may hold."""
    if origin is Annotated:
        return _variants(parts[0])
    if origin is tuple and ... not in parts:
        return [tuple(_variants(part)[0] for part in parts)]
    if origin is dict:
        return [{_key(parts[0], n): value for n, value in enumerate(_variants(parts[1]), 1)}]
    return [origin(_variants(parts[0]))]


def _key(type_: Any, n: int) -> str | int:
    return n if type_ is int else f"key-{n}"


def _models(model: Any) -> list[Any]:
    hints = get_type_hints(model)
    each = {f.name: _variants(hints[f.name]) for f in fields(model)}
    count = max(map(len, each.values()), default=1)
    return [model(**{name: some[n % len(some)] for name, some in each.items()}) for n in range(count)]


def sample() -> dict[str, Any]:
    """What this code keeps, as plain data."""
    states = [plain(Round, round) | {schemas.SCHEMA: schemas.current()} for round in _variants(Round)]
    return {
        "states": states,
        "methodologies": [schemas.pinned(asdict(methodology(name))) for name in sorted(names())],
        "bodies": {kind: [plain(m, body) for body in _variants(m)] for kind, m in BODIES.items()},
    }


def plain(model: Any, value: Any) -> Any:
    """A value as it lies in a history or in the database."""
    return TypeAdapter(model).dump_python(value, mode="json")


def write() -> None:
    """Write the shape and the sample of the current schema."""
    FOLDER.mkdir(exist_ok=True)
    for name, data, indent in (("shape", shapes(), 1), ("sample", sample(), None)):
        file = FOLDER / f"{schemas.current()}.{name}.json"
        file.write_text(json.dumps(data, indent=indent, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    write()
