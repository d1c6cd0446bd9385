"""From a form's fields to the nested values that `api.intake.decoding` reads, guided by the model alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any, get_args, get_origin

from rounds.submissions.fields import bare, marker, shape
from rounds.submissions.refusals import BodyTooLarge, WrongShape

MOST_FIELDS = 2_000
MOST_ROWS = 200
_DEEPEST = 8
BOUND = ("version", "sha256")
"""What a decision is about (X2): an older page must not bring an older version back."""


def tree(model: type, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What was typed, as nested dicts and lists, empty rows included; names the model lacks are left out.

    Raises: BodyTooLarge for more fields or rows than any form has, WrongShape for names that contradict
    each other.
    """
    root: dict[str, Any] = {}
    for n, (name, value) in enumerate(pairs):
        if n >= MOST_FIELDS:
            raise BodyTooLarge
        _hang(root, name, value)
    return _of_model(model, root)


def _hang(root: dict[str, Any], name: str, value: str) -> None:
    *path, last = name.split(".", _DEEPEST)
    node = root
    for part in path:
        node = node.setdefault(part, {})
        if not isinstance(node, dict):
            raise WrongShape(field=name)
    leaf = node.setdefault(last, [])
    if not isinstance(leaf, list):
        raise WrongShape(field=name)
    leaf.append(value)


def _of_model(model: Any, node: Any) -> dict[str, Any]:
    if not isinstance(node, dict):
        return {}
    hints = shape(model)
    return {
        name: _of_field(hints[name], node[name], name) for name in hints if name != "kind" and name in node
    }


def _of_field(annotation: Any, node: Any, name: str) -> Any:
    inner = bare(annotation)
    if is_dataclass(inner):
        return _of_model(inner, node)
    if get_origin(inner) is not tuple:
        return node[-1] if isinstance(node, list) else ""
    item = get_args(inner)[0]
    if is_dataclass(item) or marker(item):
        return _of_rows(item, node, name)
    return [value for value in node if value] if isinstance(node, list) else []


def _of_rows(item: Any, node: Any, name: str) -> list[Any]:
    if not isinstance(node, dict):
        return []
    numbers = sorted(int(n) for n in node if n.isascii() and n.isdecimal() and len(n) < 6)
    if len(numbers) > MOST_ROWS:
        raise BodyTooLarge(field=name)
    return [_of_field(item, node[str(n)], name) for n in numbers if str(n) in node]


def pruned(model: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """The same without rows that were left empty; answers keep their places, empty or not."""
    hints = shape(model)
    return {name: _pruned(hints[name], value) for name, value in values.items()}


def _pruned(annotation: Any, value: Any) -> Any:
    inner = bare(annotation)
    if is_dataclass(inner) and isinstance(inner, type):
        return pruned(inner, value)
    if get_origin(inner) is tuple and (is_dataclass(item := get_args(inner)[0]) or marker(item)):
        text = marker(item)
        rows = [_pruned(item, row) for row in value]
        return rows if text and not text.required else [row for row in rows if not empty(row)]
    return value


def empty(value: Any) -> bool:
    """Whether nothing was typed in any part of it."""
    if isinstance(value, Mapping):
        return all(empty(v) for v in value.values())
    if isinstance(value, list):
        return all(empty(v) for v in value)
    return value is None or not str(value).strip()


def texts(value: Any) -> Iterator[str]:
    """All that was typed, part by part."""
    if isinstance(value, Mapping | list | tuple):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from texts(part)
    elif not empty(value):
        yield str(value).strip()


def grown(values: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The same with one empty row more at the dotted path; unchanged where no rows are."""
    first, _, rest = path.partition(".")
    copy = dict(values)
    there = copy.get(first, [])
    if not isinstance(there, list):
        return copy
    if not rest:
        copy[first] = [*there, {}] if len(there) < MOST_ROWS else there
        return copy
    number, _, inside = rest.partition(".")
    n = int(number) if number.isdecimal() and number.isascii() else MOST_ROWS
    if n >= MOST_ROWS or not inside:
        return copy
    there = there + [{}] * (n + 1 - len(there))
    copy[first] = [*there[:n], grown(there[n], inside), *there[n + 1 :]]
    return copy


def merged(first: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What a form starts from, with what was typed over it; the version that it is about stays."""
    return {**first, **{name: value for name, value in typed.items() if name not in BOUND}}
