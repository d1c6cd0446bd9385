"""Free text in what people send: how it is marked, checked, and kept out of histories."""

from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from rounds.submissions.refusals import TextMissing, TextTooLong

T = TypeVar("T")

WRITTEN = "…"
"""Stands in a history for a text that is not empty."""


@dataclass(frozen=True, slots=True)
class Text:
    """Marks a string as free text: its content lives in the store, never in a history.

    `longest` is in characters; `form` says how a page asks for it: line, lines, email, url or file.
    """

    longest: int
    required: bool = True
    form: str = "line"


Line = Annotated[str, Text(300)]
OptionalLine = Annotated[str, Text(300, required=False)]
Prose = Annotated[str, Text(20_000, form="lines")]
OptionalProse = Annotated[str, Text(20_000, required=False, form="lines")]
Address = Annotated[str, Text(254, form="email")]
WebLink = Annotated[str, Text(2_000, required=False, form="url")]


@lru_cache(maxsize=256)
def shape(model: Any) -> dict[str, Any]:
    """The annotations of a dataclass by field name, with their markers kept."""
    return get_type_hints(model, include_extras=True)


def marker(annotation: Any) -> Text | None:
    """The Text marker of an annotation, if it is free text."""
    if get_origin(annotation) is not Annotated:
        return None
    return next((m for m in annotation.__metadata__ if isinstance(m, Text)), None)


def facts(body: T) -> T:
    """The same submission with every free text reduced to a mark that says whether there is one."""
    model: Any = type(body)
    reduced = {n: _fact(a, getattr(body, n)) for n, a in shape(model).items()}
    return replace(body, **reduced)  # type: ignore[type-var]  # each is a dataclass; T cannot say so


def _fact(annotation: Any, value: Any) -> Any:
    if marker(annotation):
        return WRITTEN if value.strip() else ""
    if is_dataclass(value):
        return facts(value)
    if isinstance(value, tuple):
        return tuple(_fact(get_args(annotation)[0], v) for v in value)
    return value


def check_texts(body: Any, path: str = "") -> None:
    """Refuse a required text that is empty, and one that is too long, naming the field (dotted).

    Raises: TextMissing, TextTooLong.
    """
    for field in fields(body):
        _check_text(shape(body.__class__)[field.name], getattr(body, field.name), f"{path}{field.name}")


def _check_text(annotation: Any, value: Any, path: str) -> None:
    if text := marker(annotation):
        if text.required and not value.strip():
            raise TextMissing(field=path)
        if len(value) > text.longest:
            raise TextTooLong(field=path, longest=text.longest)
    elif is_dataclass(value):
        check_texts(value, f"{path}.")
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            _check_text(get_args(annotation)[0], item, f"{path}.{n}")


def bare(annotation: Any) -> Any:
    """An annotation without `| None`: what the field holds when it holds something."""
    if get_origin(annotation) in (Union, UnionType):
        return next(a for a in get_args(annotation) if a is not NoneType)
    return annotation
