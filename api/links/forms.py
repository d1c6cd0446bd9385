"""From a form's fields to the nested values that `api.intake.decoding` reads, guided by the model alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args, get_origin
from zoneinfo import available_timezones

from api.intake.decoding import MOST_ROWS
from rounds.submissions.fields import bare, marker, shape
from rounds.submissions.refusals import BodyTooLarge, WrongShape
from templates.needs import ALIKE
from templates.suggested import lacking

MOST_FIELDS = 2_000
_DEEPEST = 8
BOUND = ("version", "sha256")
"""What a decision is about (X2): an older page must not bring an older version back."""
HIDDEN = ("id", "on")
"""Which record a row is, or is about: nobody types it, so a row that has nothing else is empty."""
DECISIONS = ("choice", "conflict", "ad_honorem", "institution_agrees", "languages")
"""What is decided by sending it: a robot or a finger that touched it must not leave it chosen for later."""


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


def shown_at(model: Any, values: Any, path: str) -> str:
    """Where a field of the pruned form stands in the form as it was typed, with rows that were left empty."""
    first, _, rest = path.partition(".")
    inner = bare(model)
    if get_origin(inner) is tuple and isinstance(values, list) and first.isdecimal():
        item = get_args(inner)[0]
        text = marker(item)
        kept = [n for n, row in enumerate(values) if (text and not text.required) or not empty(row)]
        n = kept[int(first)] if int(first) < len(kept) else int(first)
        first, model, values = str(n), item, values[n] if n < len(values) else None
    elif isinstance(values, Mapping) and is_dataclass(inner) and isinstance(inner, type):
        model, values = shape(inner).get(first), values.get(first)
    return f"{first}.{shown_at(model, values, rest)}" if rest else first


def empty(value: Any) -> bool:
    """Whether nothing was typed in any part of it."""
    if isinstance(value, Mapping):
        return all(empty(v) for name, v in value.items() if name not in HIDDEN)
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


SAME = frozenset(name for names in ALIKE.values() for name in names)

Change = Callable[[list[Any], int], tuple[list[Any], int]]
"""What a button does to a list and the number of one of its rows: the list after it, where to look then."""


def changed(model: type, values: Mapping[str, Any], path: str, change: Change) -> tuple[dict[str, Any], str]:
    """The same with a list changed at a row, by the row's dotted path; and the path of where to look then.

    A path that leads to no rows of the model changes nothing: nobody but a robot sends one.
    """
    place, _, number = path.rpartition(".")
    if not _has_rows(model, place.split(".")):
        return dict(values), ""
    root = deepcopy(dict(values))
    node: Any = root
    *way, name = place.split(".")
    for part in way:
        node = _step(node, part)
    node[name], there = change(node.setdefault(name, []), _number(number))
    return root, f"{place}.{there}" if node[name] else place


def _has_rows(annotation: Any, way: list[str]) -> bool:
    """Whether the way, field after field and row after row, leads to rows."""
    for part in way:
        inner = bare(annotation)
        if get_origin(inner) is tuple and _number(part) < MOST_ROWS:
            annotation = get_args(inner)[0]
        elif is_dataclass(inner) and isinstance(inner, type) and part in (hints := shape(inner)):
            annotation = hints[part]
        else:
            return False
    item = get_args(bare(annotation))[:1]
    return get_origin(bare(annotation)) is tuple and any(is_dataclass(i) or marker(i) for i in item)


def _step(node: Any, part: str) -> Any:
    """One step inwards; a row that nothing was typed in is there all the same."""
    if isinstance(node, dict):
        return node.setdefault(part, [])
    n = _number(part)
    node += [{} for _ in range(n + 1 - len(node))]
    return node[n]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else MOST_ROWS


def added(rows: list[Any], _: int) -> tuple[list[Any], int]:
    """One empty row more, at the end."""
    longer = [*rows, {}] if len(rows) < MOST_ROWS else rows
    return longer, len(longer) - 1


def dropped(rows: list[Any], n: int) -> tuple[list[Any], int]:
    """Without a row."""
    rest = [*rows[:n], *rows[n + 1 :]]
    return rest, max(min(n, len(rest) - 1), 0)


def raised(rows: list[Any], n: int) -> tuple[list[Any], int]:
    """With a row one place further up."""
    if not 0 < n < len(rows):
        return rows, min(n, len(rows))
    return [*rows[: n - 1], rows[n], rows[n - 1], *rows[n + 1 :]], n - 1


def lowered(rows: list[Any], n: int) -> tuple[list[Any], int]:
    """With a row one place further down."""
    return (raised(rows, n + 1)[0], n + 1) if n + 1 < len(rows) else (rows, min(n, len(rows)))


def alike(rows: list[Any], n: int) -> tuple[list[Any], int]:
    """With what a row says that is often the same said by each other row that says nothing there yet."""
    if n >= len(rows) or not isinstance(rows[n], dict):
        return rows, 0
    same = {name: value for name, value in rows[n].items() if name in SAME and not empty(value)}
    return [_completed(row, same) if not empty(row) else row for row in rows], n


def _completed(row: dict[str, Any], same: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, **{name: value for name, value in same.items() if empty(row.get(name, ""))}}


CHANGES: dict[str, Change] = {
    "add": added,
    "drop": dropped,
    "up": raised,
    "down": lowered,
    "alike": alike,
}
"""What the buttons of a row do, by the word before its path; `add` names the row that is not there yet."""


def completed(
    model: type, values: Mapping[str, Any], path: str, suggested: Mapping[str, Sequence[Mapping[str, Any]]]
) -> tuple[dict[str, Any], str]:
    """The same with what a list usually has and this one lacks, in the place of rows that are empty."""

    def added(rows: list[Any], _: int) -> tuple[list[Any], int]:
        kept = [row for row in rows if not empty(row)]
        name = path.rpartition(".")[0]
        return [*kept, *map(dict, lacking(suggested.get(name, ()), kept))][:MOST_ROWS], len(kept)

    return changed(model, values, path, added)


SUGGESTED = "suggested"
"""The word of the button that does so."""


def merged(first: Mapping[str, Any], typed: Mapping[str, Any], stays: Iterable[str] = ()) -> dict[str, Any]:
    """What a form starts from, with what was typed over it; the version that it is about stays.

    So do the rows of the lists in `stays` whose ids were not typed: they were recorded since.
    """
    both = {**first, **{name: value for name, value in typed.items() if name not in BOUND}}
    for name in stays:
        rows = list(both.get(name) or ())
        ids = {row.get("id", "") for row in rows}
        if missing := [row for row in first.get(name, ()) if row["id"] not in ids]:
            both[name] = [*(row for row in rows if not empty(row)), *missing]
    return both


def undecided(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same without decisions: they are taken by who sends them, each time anew."""
    return {name: value for name, value in values.items() if name not in DECISIONS}


@cache
def zones() -> tuple[str, ...]:
    """The zones a person of the Americas may live in, to choose from while typing."""
    return tuple(sorted(z for z in available_timezones() if z.startswith("America/")))
