"""A form, described from the model of what is sent: one description, one macro, for every kind.

Names are dotted paths into the model (`seats.0.candidates.1.email`), so that what comes back can be
read by the same model. Nothing that is a decision is ever chosen beforehand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date, time
from typing import Any, Literal, get_args, get_origin

from rounds.submissions.fields import Text, bare, marker, shape
from templates.words import Words

Options = Sequence[tuple[str, str]]
"""Values with their words."""

_BY_TYPE = {bool: "check", int: "number", date: "date", time: "time"}
_BY_NAME = {
    "version": "hidden",
    "sha256": "hidden",
    "section": "hidden",
    "country": "select",
    "about": "select",
    "participant": "select",
    "session": "select",
    "time_zone": "zone",
    "countries_of_interest": "selects",
    "states": "selects",
    "topic": "select",
    "dimension": "select",
    "visit_form": "select",
}
"""Fields whose control their type does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a form needs to know besides its model.

    `options` are those of a field whose model leaves them open; `fixed` names the rows that are neither
    added nor taken away; `without` are those that are not asked, `needed` those that are although the
    model does not say so; `least` is how many rows are shown at first; `headings` stand above a row, by
    its dotted name; `most` is how many values a repeated choice takes.
    """

    options: Mapping[str, Options] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()
    least: Mapping[str, int] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One of several: a line of a list, with the controls it is made of."""

    name: str
    heading: str
    error: str
    controls: tuple["Control", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One field of a form.

    `control` is line, lines, email, url, file, date, time, number, zone, hidden, check, radio, select,
    selects, checkboxes, group or rows.
    """

    name: str
    control: str
    label: str = ""
    hint: str = ""
    required: bool = False
    longest: int = 0
    value: Any = ""
    language: str = ""
    """That of the value, when somebody else has written it."""
    error: str = ""
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    grows: bool = False


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What stays the same over one form."""

    words: Words
    asking: Asking
    errors: Mapping[str, str]


def describe(
    model: type,
    words: Words,
    values: Mapping[str, Any],
    asking: Asking | None = None,
    errors: Mapping[str, str] | None = None,
    path: str = "",
) -> tuple[Control, ...]:
    """The controls of a model's form, with what was typed and what was wrong with it.

    `path` stands before each name where a page has a second form.
    """
    return _controls(model, path, values, _Sheet(words, asking or Asking(), errors or {}))


def _controls(model: type, path: str, values: Mapping[str, Any], sheet: _Sheet) -> tuple[Control, ...]:
    hints = shape(model)
    return tuple(
        _control(model, f.name, hints[f.name], f"{path}{f.name}", values.get(f.name), sheet, _asked(f, hints))
        for f in fields(model)
        if f.name != "kind" and f.name not in sheet.asking.without
    )


def _asked(f: Any, hints: Mapping[str, Any]) -> bool:
    """Whether the field must be filled in."""
    text = marker(hints[f.name])
    return text.required if text else f.default is MISSING


def _control(
    model: type, name: str, annotation: Any, path: str, value: Any, sheet: _Sheet, required: bool
) -> Control:
    inner = bare(annotation)
    control = control_of(name, annotation, "." in path)
    text = marker(annotation)
    return Control(
        name=path,
        control=control,
        label=sheet.words.label(name, model.__name__),
        hint=sheet.words.hint(name, model.__name__),
        required=required or name in sheet.asking.needed,
        longest=text.longest if text else 0,
        value=_value(control, value, sheet.asking.most.get(name, 0)),
        language=getattr(value, "language", ""),
        error=sheet.errors.get(path, ""),
        options=_options(model, name, inner, value, sheet),
        rows=_rows(name, inner, path, value, sheet, control),
        grows=control == "rows" and name not in sheet.asking.fixed,
    )


def control_of(name: str, annotation: Any, nested: bool) -> str:
    """Which control a field gets; a choice within a row takes less room than one of its own."""
    inner = bare(annotation)
    if text := marker(inner):
        return text.form
    if name in _BY_NAME:
        return _BY_NAME[name]
    if get_origin(inner) is tuple:
        item = get_args(inner)[0]
        return "rows" if is_dataclass(item) or marker(item) else "checkboxes"
    if get_origin(inner) is Literal:
        return "select" if nested else "radio"
    return "group" if is_dataclass(inner) else _BY_TYPE.get(inner, "line")


def _value(control: str, value: Any, most: int) -> Any:
    if control == "selects":
        chosen = [str(v) for v in value or ()]
        return chosen + [""] * (max(most, 1) - len(chosen))
    if control == "check":
        return value in (True, "true")
    # Within a field a text is bare: its language stands at the field.
    return str(value) if isinstance(value, str) else ("" if value is None else value)


def _options(model: type, name: str, inner: Any, value: Any, sheet: _Sheet) -> tuple[Option, ...]:
    item = get_args(inner)[0] if get_origin(inner) is tuple else inner
    if get_origin(item) is Literal:
        word = "language" if name == "languages" else name
        offered: Options = [(v, sheet.words.choice(word, v, model.__name__)) for v in get_args(item)]
    else:
        offered = sheet.asking.options.get(name, ())
    chosen = {str(v) for v in value} if isinstance(value, list | tuple) else {str(value)}
    return tuple(Option(value=v, label=label, chosen=v in chosen) for v, label in offered)


def _rows(name: str, inner: Any, path: str, value: Any, sheet: _Sheet, control: str) -> tuple[Row, ...]:
    if control == "group":
        return (_row(inner, path, value or {}, sheet, ""),)
    if control != "rows":
        return ()
    items = list(value or ())
    items += [None] * (sheet.asking.least.get(name, 1) - len(items))
    item = get_args(inner)[0]
    called = sheet.words.label(name.rstrip("s") if marker(item) else item.__name__)
    return tuple(_row(item, f"{path}.{n}", v, sheet, f"{called} {n + 1}") for n, v in enumerate(items))


def _row(item: Any, path: str, value: Any, sheet: _Sheet, heading: str) -> Row:
    heading = sheet.asking.headings.get(path, heading)
    if is_dataclass(item) and isinstance(item, type):
        inside = _controls(item, f"{path}.", value or {}, sheet)
        return Row(name=path, heading=heading, error=sheet.errors.get(path, ""), controls=inside)
    text: Text = next(m for m in item.__metadata__ if isinstance(m, Text))
    line = Control(
        name=path,
        control=text.form,
        label=heading,
        required=text.required,
        longest=text.longest,
        value=str(value or ""),
        language=getattr(value, "language", ""),
        error=sheet.errors.get(path, ""),
    )
    return Row(name=path, heading="", error="", controls=(line,))
