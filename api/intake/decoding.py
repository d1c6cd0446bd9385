"""From what was sent, JSON or a form's fields, to a submission's model: one decoder for both.

A form's dotted names become nested dicts and lists before they come here (rows that were left blank
are taken out there); from then on there is no difference. An empty string where no text belongs
counts as nothing sent, and so does an optional part of which every field is empty.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date, time
from functools import cache, lru_cache
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin
from unicodedata import category
from zoneinfo import available_timezones

from pydantic import TypeAdapter, ValidationError

from api.intake.countries import long_code
from rounds.submissions.fields import Leaf, bare, leaves, marker, shape
from rounds.submissions.refusals import ChoiceMissing, Refusal, TextMissing, WrongKind, WrongShape

T = TypeVar("T")

PLAIN = {
    date: re.compile(r"2[01]\d\d-[01]\d-[0-3]\d"),
    time: re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?"),
}
"""How a date and a time are written. pydantic would also take seconds since 1970, times of some zone,
and years so far away that counting days from them overflows."""
FORMATS = {
    "email": re.compile(r"[^@\s,;:<>\"()\[\]]+@[^@\s,;:<>\"()\[\]]+"),
    "url": re.compile(r"https?://[^\s<>\"]+"),
}
"""What a text of some form looks like. An address is one mailbox; a link never runs a script."""
STATES = ("country", "countries_of_interest", "states")
"""Fields that hold the codes of states: three letters, or the two that most people know."""
LONGEST_CODE = 300
"""In characters: for strings that are codes or ids, which no Text marks with a limit of its own."""
LARGEST_NUMBER = 1_000_000


def decode(model: Callable[..., T], data: Any, path: str = "") -> T:
    """The submission that `data` says; `path` is put before the names of fields in refusals.

    Raises: WrongShape, TextMissing, ChoiceMissing, each naming the field (dotted, rows from 0).
    """
    tidy = _fields(model, data, path)
    try:
        body: T = _adapter(model).validate_python(tidy)
    except ValidationError as error:
        raise _refusal(model, error, path) from None
    for leaf in leaves(body, path):
        _check(leaf)
    return body


def decode_kind(models: Mapping[str, type], data: Any, path: str = "") -> Any:
    """The submission whose `kind` the data names, one of `models`.

    Raises: WrongKind, and what `decode` raises.
    """
    if not isinstance(data, Mapping):
        raise WrongShape(field=path.rstrip("."))
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in models:
        raise WrongKind(field=f"{path}kind")
    return decode(models[kind], data, path)


@lru_cache(maxsize=64)
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _fields(model: Any, data: Any, path: str) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise WrongShape(field=path.rstrip("."))
    expected = shape(model)
    if unknown := sorted(set(data) - set(expected)):
        raise WrongShape(field=f"{path}{unknown[0]}", expected="no such field")
    return {
        name: _tidied(expected[name], value, f"{path}{name}")
        for name, value in data.items()
        if not _nothing(expected[name], value)
    }


def _tidied(annotation: Any, value: Any, path: str) -> Any:
    inner = bare(annotation)
    if value is None:
        return None
    if is_dataclass(inner):
        return _fields(inner, value, f"{path}.")
    if get_origin(inner) is tuple:
        if not isinstance(value, list | tuple):
            raise WrongShape(field=path, expected="list")
        return [_tidied(get_args(inner)[0], item, f"{path}.{n}") for n, item in enumerate(value)]
    pattern = PLAIN.get(inner)
    if pattern and not (isinstance(value, str) and pattern.fullmatch(value)):
        raise WrongShape(field=path, expected=inner.__name__)
    if isinstance(value, str):
        text = _text(annotation, value)
        return long_code(text) if inner is str and _names_states(path) else text
    return value


def _names_states(path: str) -> bool:
    """Whether a field holds the codes of states, by its name; in a list the rows have numbers."""
    names = [part for part in path.split(".") if not part.isdecimal()]
    return bool(names) and names[-1] in STATES


def _text(annotation: Any, value: str) -> str:
    text = marker(annotation)
    # Browsers send CR LF; the text must be the same, and of the same length, whichever way it came.
    return value.replace("\r\n", "\n") if text and text.form == "lines" else value.strip()


def _nothing(annotation: Any, value: Any) -> bool:
    inner = bare(annotation)
    if is_dataclass(inner):
        return NoneType in get_args(annotation) and _blank(value)
    return bool(value == "" and inner is not str and not marker(inner))


def _blank(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(_blank(v) for v in value.values())
    return value in ("", [])


def _refusal(model: Any, error: ValidationError, path: str) -> Refusal:
    """The first fault, as the refusal that fits: nothing sent, or something else than expected."""
    first = error.errors(include_url=False, include_context=False)[0]
    where = first["loc"]
    field = path + ".".join(str(part) for part in where)
    if first["type"] == "missing":
        annotation = _annotation(model, where)
        if marker(annotation):
            return TextMissing(field=field)
        if get_origin(bare(annotation)) is Literal:
            return ChoiceMissing(field=field)
    return WrongShape(field=field, expected=first["type"])


def _annotation(annotation: Any, where: tuple[int | str, ...]) -> Any:
    for part in where:
        inner = bare(annotation)
        annotation = get_args(inner)[0] if isinstance(part, int) else shape(inner)[part]
    return annotation


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


AMONG = {"time_zone": (_zones, "time zone")}
"""What a code of this name must be one of, if it is given, and how that is called."""


def _check(leaf: Leaf) -> None:
    if isinstance(leaf.value, str):
        _check_string(leaf, leaf.value)
    elif isinstance(leaf.value, int) and abs(leaf.value) > LARGEST_NUMBER:
        raise WrongShape(field=leaf.path, expected="a smaller number")


def _check_string(leaf: Leaf, value: str) -> None:
    """No control characters: a line break in a name would break a letter's headers, a NUL PostgreSQL's
    columns, half a surrogate pair any encoding."""
    text = leaf.text
    allowed = "\n\t" if text and text.form == "lines" else ""
    if any(category(c) in {"Cc", "Cs", "Zl", "Zp"} and c not in allowed for c in value):
        raise WrongShape(field=leaf.path, expected="printable text")
    if not text:
        _check_code(leaf, value)
    elif value and text.form in FORMATS and not FORMATS[text.form].fullmatch(value):
        raise WrongShape(field=leaf.path, expected=text.form)


def _check_code(leaf: Leaf, value: str) -> None:
    if len(value) > LONGEST_CODE:
        raise WrongShape(field=leaf.path, expected="a shorter value")
    known, called = AMONG.get(leaf.path.rpartition(".")[2], (frozenset, ""))
    if called and value and value not in known():
        raise WrongShape(field=leaf.path, expected=called)
