"""From what was sent, JSON or a form's fields, to a submission's model: one decoder for both.

A form's dotted names become nested dicts and lists before they come here (rows that were left blank
are taken out there); from then on there is no difference. An empty string where no text belongs
counts as nothing sent, and so does an optional part of which every field is empty.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import lru_cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from api.intake.countries import long_code
from api.intake.values import PLAIN, missing, stand_in, wrong
from rounds.steps.records import identified
from rounds.submissions.fields import bare, marker, shape
from rounds.submissions.refusals import BodyTooLarge, Refusal, WrongKind, WrongShape, refuse

T = TypeVar("T")

MOST_ROWS = 200
"""Of any list: no rule would read more, and no page show them."""
MOST_IN_ALL = 2_000
"""Rows of a body, whichever lists they are of: lists in lists would else be thousands in few bytes."""
MOST_TOLD = 100
"""Faults of one body that are told: whoever sent it mends those first, and to word each takes time."""
STATES = ("country", "countries_of_interest", "states")
"""Fields that hold the codes of states: three letters, or the two that most people know."""
DECISIVE = "choice"
"""The field on which it hangs what else is asked beside it."""
RELATED = ("date", "time", "int", "smaller")
"""What a value was to be that rules compare with those beside it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A submission as far as it could be read; `body` has stand-ins for what is wrong, None: it has none.

    `faults` are in the order of the fields.
    """

    body: Any
    faults: tuple[Refusal, ...]

    def besides(self, refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
        """Its faults, and of what rules say of its body that which hangs on none of them."""
        return (*self.faults, *(r for r in refusals if not any(_hangs(r.field, f) for f in self.faults)))


def _hangs(told: str, fault: Refusal) -> bool:
    """Whether a rule may only have said so because of a stand-in: at the same field, or beside a date or a
    decision that is missing."""
    where, _, name = fault.field.rpartition(".")
    if name != DECISIVE and fault.values.get("expected") not in RELATED:
        return told == fault.field
    return not where or told == where or told.startswith(f"{where}.")


def decode(model: Callable[..., T], data: Any, path: str = "") -> T:
    """The submission that `data` says; `path` is put before the names of fields in refusals.

    Raises: BodyTooLarge, WrongShape, TextMissing, TextTooLong, ChoiceMissing, each naming the field (dotted,
    rows from 0), all at once.
    """
    reading = read(model, data, path)
    refuse(reading.faults)
    body: T = reading.body
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


def read(model: Any, data: Any, path: str = "") -> Reading:
    """What `data` says, and all that is wrong with it."""
    walk = _Walk()
    tidy = walk.fields(model, data, path)
    try:
        body = _adapter(model).validate_python(tidy)
    except ValidationError as error:
        body = walk.second_reading(model, tidy, error, path)
    # What is new in a report gets its id here, the same whichever way it came in.
    return Reading(identified(body), walk.in_order())


@lru_cache(maxsize=64)
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


@dataclass
class _Walk:
    """One walk through what was sent: it notes what is wrong, and goes on with a stand-in."""

    met: dict[str, int] = field(default_factory=dict)
    faults: dict[str, Refusal] = field(default_factory=dict)
    rows: int = 0

    def in_order(self) -> tuple[Refusal, ...]:
        """All that is wrong, in the order of the fields; what was met nowhere stands at the end."""
        return tuple(sorted(self.faults.values(), key=lambda f: self.met.get(f.field, len(self.met))))

    def fields(self, model: Any, data: Any, path: str) -> dict[str, Any]:
        """The fields of a model."""
        self._meet(path.rstrip("."))
        if not isinstance(data, Mapping):
            self._note(WrongShape(field=path.rstrip(".")))
            data = {}
        expected = shape(model)
        for name in sorted(set(data) - set(expected)):
            self._meet(f"{path}{name}")
            self._note(WrongShape(field=f"{path}{name}", expected="no such field"))
        tidy = {f.name: self._field(f, expected[f.name], data, f"{path}{f.name}") for f in fields(model)}
        return {name: value for name, value in tidy.items() if value is not MISSING}

    def _field(self, f: Any, annotation: Any, data: Mapping[str, Any], path: str) -> Any:
        self._meet(path)
        inner = bare(annotation)
        value = data.get(f.name, MISSING)
        if value is not MISSING and not _nothing(annotation, value):
            return self._value(annotation, value, path)
        if f.default is not MISSING:
            # A code that was left empty is what the model says when nothing is chosen.
            return MISSING
        if is_dataclass(inner):
            return self.fields(inner, {} if value is MISSING else value, f"{path}.")
        self._note(missing(annotation, path))
        return stand_in(annotation)

    def _value(self, annotation: Any, value: Any, path: str) -> Any:
        self._meet(path)
        inner = bare(annotation)
        if value is None:
            return None
        if is_dataclass(inner):
            return self.fields(inner, value, f"{path}.")
        if get_origin(inner) is tuple:
            return self._rows(get_args(inner)[0], value, path)
        value = _tidy(annotation, value, path) if isinstance(value, str) else value
        if fault := wrong(annotation, value, path):
            self._note(fault)
            return stand_in(annotation)
        return value

    def _rows(self, item: Any, value: Any, path: str) -> list[Any]:
        if not isinstance(value, list | tuple):
            self._note(WrongShape(field=path, expected="list"))
            return []
        self.rows += len(value)
        if len(value) > MOST_ROWS or self.rows > MOST_IN_ALL:
            raise BodyTooLarge(field=path)
        return [self._value(item, row, f"{path}.{n}") for n, row in enumerate(value)]

    def _meet(self, path: str) -> None:
        self.met.setdefault(path, len(self.met))

    def _note(self, fault: Refusal) -> None:
        if len(self.faults) < MOST_TOLD:
            self.faults.setdefault(fault.field, fault)

    def second_reading(self, model: Any, tidy: dict[str, Any], error: ValidationError, path: str) -> Any:
        """The same with stand-ins for what pydantic does not take either; None when it still does not."""
        for told in error.errors(include_url=False, include_context=False):
            where = told["loc"]
            meant = bare(_put(model, tidy, where))
            expected = meant.__name__ if meant in PLAIN else told["type"]
            self._note(WrongShape(field=path + ".".join(str(p) for p in where), expected=expected))
        try:
            return _adapter(model).validate_python(tidy)
        except ValidationError:
            return None


def _put(annotation: Any, tidy: Any, where: tuple[int | str, ...]) -> Any:
    """A stand-in where something else than expected was sent; what was expected there."""
    for part in where[:-1]:
        annotation, tidy = _inside(annotation, part), tidy[part]
    meant = _inside(annotation, where[-1])
    tidy[where[-1]] = stand_in(meant)
    return meant


def _inside(annotation: Any, part: int | str) -> Any:
    inner = bare(annotation)
    return get_args(inner)[0] if isinstance(part, int) else shape(inner)[part]


def _tidy(annotation: Any, value: str, path: str) -> str:
    text = marker(annotation)
    # Browsers send CR LF; the text must be the same, and of the same length, whichever way it came.
    if text and text.form == "lines":
        return value.replace("\r\n", "\n")
    return long_code(value.strip()) if bare(annotation) is str and _names_states(path) else value.strip()


def _names_states(path: str) -> bool:
    """Whether a field holds the codes of states, by its name; in a list the rows have numbers."""
    names = [part for part in path.split(".") if not part.isdecimal()]
    return bool(names) and names[-1] in STATES


def _nothing(annotation: Any, value: Any) -> bool:
    """Whether nothing was sent there: an empty text is one, an empty code, number or part is not."""
    inner = bare(annotation)
    if is_dataclass(inner):
        return NoneType in get_args(annotation) and _blank(value)
    return bool(value == "" and not marker(annotation))


def _blank(value: Any) -> bool:
    """Whether nothing is in it, however deep; not by calling itself, since a stranger says how deep."""
    inside = [value]
    while inside:
        part = inside.pop()
        if isinstance(part, Mapping):
            inside.extend(part.values())
        elif part not in ("", []):
            return False
    return True
