"""A form, described from the model of what is sent: one description, one macro, for every kind.

Names are dotted paths into the model (`seats.0.candidates.1.email`), so that what comes back can be
read by the same model. Nothing that is a decision is ever chosen beforehand.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, time
from typing import Any, Literal, get_args, get_origin

from rounds.submissions.fields import Text, bare, marker, shape
from templates.needs import ALIKE, BARRED, UNASKED, asked
from templates.suggested import lacking
from templates.words import Words

Options = Sequence[tuple[str, str]]
"""Values with their words."""

_BY_TYPE = {bool: "check", int: "number", date: "date", time: "time"}
_BY_NAME = {
    **dict.fromkeys(("version", "sha256", "request"), "hidden"),
    "section": "hidden",
    "id": "hidden",
    "on": "hidden",
    "rests_on": "select",
    "meeting": "select",
    "finding": "select",
    "in_language": "hidden",
    "country": "select",
    "methodology": "select",
    "about": "select",
    "participant": "select",
    "session": "select",
    "time_zone": "zone",
    "countries_of_interest": "selects",
    "states": "selects",
    "topic": "select",
    "dimension": "select",
    "visit_form": "select",
    "audience": "select",
}
"""Fields whose control their type does not tell."""
MOST_ROWS = 200
"""Of a list that no methodology limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a form needs to know besides its model.

    `options` are those of a field whose model leaves them open; `fixed` names the rows that are neither
    added nor taken away; `without` are those that are not asked, `needed` those that are although the
    model does not say so, `depends` those of which it depends on others (these two by name, or by path);
    `least` is how many rows are shown at first; `headings` stand above a row, by its dotted name; `most` is
    how many rows there may be, or values of a repeated choice; `earliest` is the first day that a date may
    be, by the field's name; `day_off` says why a day is one, empty for any other; `suggested` are the rows
    that a list usually has, by its name, each known by its first field.
    """

    options: Mapping[str, Options] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()
    depends: frozenset[str] = frozenset()
    least: Mapping[str, int] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    earliest: Mapping[str, date] = field(default_factory=dict)
    day_off: Callable[[date], str] | None = None
    suggested: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One of several: a line of a list, with the controls it is made of.

    `title` is what it is called, also where no heading stands above it; `goes`, `up` and `down` say whether
    it may be removed, and moved.
    """

    name: str
    title: str
    heading: str
    error: str
    controls: tuple["Control", ...]
    optional: bool = False
    goes: bool = False
    up: bool = False
    down: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One field of a form.

    `control` is line, lines, email, url, file, date, time, number, zone, hidden, check, radio, select,
    selects, checkboxes, group or rows. `note` is what there is to say of the value itself: that a day is a
    day off. `accepts` is the ending of files that are taken beside the usual ones.
    """

    name: str
    control: str
    label: str = ""
    hint: str = ""
    required: bool = False
    accepts: str = ""
    optional: bool = False
    """Nothing is ever missed here; a field that is neither depends on others, and its hint says how."""
    longest: int = 0
    value: Any = ""
    earliest: str = ""
    note: str = ""
    language: str = ""
    """That of the value, when somebody else has written it."""
    error: str = ""
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    grows: bool = False
    alike: bool = False
    """Its rows may be completed like the first one."""
    suggests: bool = False
    """What is usual there is not all in it."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What stays the same over one form."""

    words: Words
    asking: Asking
    errors: Mapping[str, str]
    barred: Mapping[str, frozenset[str]]


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
    return _controls(
        model, path, values, _Sheet(words, asking or Asking(), errors or {}, BARRED.get(model.__name__, {}))
    )


def _controls(model: type, path: str, values: Mapping[str, Any], sheet: _Sheet) -> tuple[Control, ...]:
    hints = shape(model)
    return tuple(
        _control(model, f, hints[f.name], f"{path}{f.name}", values.get(f.name), sheet)
        for f in fields(model)
        if f.name not in UNASKED and f.name not in sheet.asking.without
    )


def _control(model: type, f: Any, annotation: Any, path: str, value: Any, sheet: _Sheet) -> Control:
    name, inner, asking = f.name, bare(annotation), sheet.asking
    control = control_of(name, annotation, "." in path)
    if control == "hidden" and name in asking.options:
        # What one page knows is asked on another.
        control = "select"
    text = marker(annotation)
    required, optional = asked(model, f, annotation, path, asking.needed, asking.depends)
    rows = _rows(name, inner, path, value, sheet, control, required)
    first = asking.earliest.get(name)
    return Control(
        name=path,
        control=control,
        label=sheet.words.label(name, model.__name__),
        hint=sheet.words.hint(name, model.__name__),
        required=required,
        optional=optional,
        longest=text.longest if text else 0,
        value=_value(control, value, asking.most.get(name, 0)),
        earliest=first.isoformat() if first and control == "date" else "",
        note=_note(control, value, asking),
        language=getattr(value, "language", ""),
        error=_error(sheet, path, control),
        options=_options(model, name, inner, value, sheet),
        rows=rows,
        alike=name in ALIKE and len(rows) > 1,
        suggests=control == "rows" and bool(lacking(asking.suggested.get(name, ()), value or ())),
        grows=control == "rows" and name not in asking.fixed and len(rows) < asking.most.get(name, MOST_ROWS),
    )


def _error(sheet: _Sheet, path: str, control: str) -> str:
    """What is wrong at a field, or with one of the values that were chosen there."""
    if control in ("selects", "checkboxes"):
        inside = (text for at, text in sheet.errors.items() if at.startswith(f"{path}."))
        return sheet.errors.get(path) or next(inside, "")
    return sheet.errors.get(path, "")


def _note(control: str, value: Any, asking: Asking) -> str:
    """Why the day that was chosen is a day off; nothing for other days, and for what is no date yet."""
    if control != "date" or not value or not asking.day_off:
        return ""
    try:
        return asking.day_off(date.fromisoformat(str(value)))
    except ValueError:
        return ""


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
    if isinstance(value, time):
        return value.isoformat("minutes")
    # Within a field a text is bare: its language stands at the field.
    return str(value) if isinstance(value, str) else ("" if value is None else value)


def _options(model: type, name: str, inner: Any, value: Any, sheet: _Sheet) -> tuple[Option, ...]:
    item = get_args(inner)[0] if get_origin(inner) is tuple else inner
    if get_origin(item) is Literal and name not in sheet.asking.options:
        word = "language" if name == "languages" else name
        offered: Options = [(v, sheet.words.choice(word, v, model.__name__)) for v in get_args(item)]
    else:
        offered = sheet.asking.options.get(name, ())
    chosen = {str(v) for v in value} if isinstance(value, list | tuple) else {str(value)}
    barred = sheet.barred.get(name, frozenset()) - chosen
    return tuple(Option(value=v, label=la, chosen=v in chosen) for v, la in offered if v not in barred)


def _rows(
    name: str, inner: Any, path: str, value: Any, sheet: _Sheet, control: str, required: bool
) -> tuple[Row, ...]:
    if control == "group":
        return (_row(inner, path, value or {}, sheet, ""),)
    if control != "rows":
        return ()
    asking, item = sheet.asking, get_args(inner)[0]
    fixed = name in asking.fixed
    items = list(value or ())
    least = asking.least.get(name, 1) if fixed or value is None else 1
    items += [None] * (least - len(items))
    called = sheet.words.label(name.rstrip("s") if marker(item) else item.__name__)
    rows = tuple(_row(item, f"{path}.{n}", v, sheet, f"{called} {n + 1}") for n, v in enumerate(items))
    return rows if fixed else tuple(_free(row, n, rows, required) for n, row in enumerate(rows))


def _free(row: Row, n: int, rows: tuple[Row, ...], required: bool) -> Row:
    """A row that may be removed and moved; of a list that is needed, the first alone must be filled in."""
    optional = required and n > 0
    line = row.controls if row.heading else (replace(row.controls[0], optional=optional),)
    return replace(row, optional=optional, goes=True, up=n > 0, down=n < len(rows) - 1, controls=line)


def _row(item: Any, path: str, value: Any, sheet: _Sheet, called: str) -> Row:
    heading = sheet.asking.headings.get(path, called)
    if is_dataclass(item) and isinstance(item, type):
        inside = _controls(item, f"{path}.", value or {}, sheet)
        error = sheet.errors.get(path, "")
        return Row(name=path, title=heading, heading=heading, error=error, controls=inside)
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
    return Row(name=path, title=heading, heading="", error="", controls=(line,))
