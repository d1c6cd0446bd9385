"""Free text in what people send: how it is marked, checked, and kept out of histories."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass, replace
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from rounds.submissions.refusals import Refusal, TextMissing, TextTooLong, refuse

T = TypeVar("T")

WRITTEN = "…"
"""Stands in a history for a text that is not empty."""


@dataclass(frozen=True, slots=True)
class Text:
    """Marks a string as free text: its content lives in the store, never in a history.

    `longest` is in characters; `form` says how a page asks for it: line, lines, email, url or file.
    `plain`: it stands in the headers of letters and beside links, and holds no web address itself.
    """

    longest: int
    required: bool = True
    form: str = "line"
    plain: bool = False


Name = Annotated[str, Text(120, plain=True)]
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


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of a submission that holds no further ones; `path` is dotted, rows from 0."""

    path: str
    annotation: Any
    value: Any

    @property
    def text(self) -> Text | None:
        """Its marker, if it is free text."""
        return marker(self.annotation)


def changed(body: T, change: Callable[[Leaf], Any], prefix: str = "") -> T:
    """The same submission with each value as `change` has it, in their order: the one walk over all of it.

    `prefix` stands before each path.
    """
    model: Any = type(body)
    values = {n: _changed(a, getattr(body, n), f"{prefix}{n}", change) for n, a in shape(model).items()}
    return replace(body, **values)  # type: ignore[type-var]  # each is a dataclass; T cannot say so


def _changed(annotation: Any, value: Any, path: str, change: Callable[[Leaf], Any]) -> Any:
    if is_dataclass(value):
        return changed(value, change, f"{path}.")
    if isinstance(value, tuple):
        item = get_args(bare(annotation))[0]
        return tuple(_changed(item, v, f"{path}.{n}", change) for n, v in enumerate(value))
    return change(Leaf(path, annotation, value))


def leaves(body: Any, prefix: str = "") -> tuple[Leaf, ...]:
    """Every value of a submission, in order."""
    found: list[Leaf] = []

    def note(leaf: Leaf) -> Any:
        found.append(leaf)
        return leaf.value

    changed(body, note, prefix)
    return tuple(found)


def facts(body: T) -> T:
    """The same submission with every free text reduced to a mark that says whether there is one."""
    return changed(body, _fact)


def _fact(leaf: Leaf) -> Any:
    if leaf.text:
        return WRITTEN if leaf.value.strip() else ""
    return leaf.value


def check_texts(body: Any) -> None:
    """Refuse each required text that is empty and each that is too long, naming the field (dotted).

    Raises: TextMissing, TextTooLong.
    """
    refuse(
        wrong for leaf in leaves(body) if leaf.text for wrong in wrong_text(leaf.text, leaf.value, leaf.path)
    )


def wrong_text(text: Text, value: str, path: str) -> Iterator[Refusal]:
    """What is wrong with one text by itself."""
    if text.required and not value.strip():
        yield TextMissing(field=path)
    if len(value) > text.longest:
        yield TextTooLong(field=path, longest=text.longest)


def bare(annotation: Any) -> Any:
    """An annotation without `| None`: what the field holds when it holds something."""
    if get_origin(annotation) in (Union, UnionType):
        return next(a for a in get_args(annotation) if a is not NoneType)
    return annotation
