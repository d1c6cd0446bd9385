"""What a body may hold, as the decoder reads it: described from the same annotations and limits.

Pydantic knows the types of a submission's fields alone: how long a text may be stands in its marker, how many
rows and which numbers are read, in the decoder.
"""

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any, get_args, get_origin

from api.intake.decoding import MOST_ROWS
from api.intake.values import LARGEST_NUMBER, LONGEST_CODE, PLAIN
from rounds.registry import MODELS
from rounds.submissions.asking import SetAside
from rounds.submissions.fields import Text, bare, marker, shape
from rounds.submissions.request import OpenRound

Plain = dict[str, Any]

_UNREAD = r"\u007f-\u009f\u2028\u2029"
_TURNING = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
PROSE = rf"^[^\u0000-\u0008\u000b-\u001f{_UNREAD}]*$"
LINE = rf"^[^\u0000-\u001f{_UNREAD}{_TURNING}]*$"
"""The letters of a text of several lines, and of one: those that can be shown, and turn nothing around."""
LIMITS: dict[Any, Plain] = {
    str: {"maxLength": LONGEST_CODE, "pattern": LINE},
    int: {"minimum": -LARGEST_NUMBER, "maximum": LARGEST_NUMBER},
    **{kind: {"pattern": f"^({form.pattern})$"} for kind, form in PLAIN.items()},
}
"""Of a value that is no free text, by its type."""
FORMATS = {"email": "email", "url": "uri"}
"""What the form of a text is called in a schema."""


def describe(plain: Plain) -> None:
    """Write into the schemas of JSON bodies that they have no other fields, and what each field may hold."""
    schemas = plain["components"]["schemas"]
    models = dict(_models((*MODELS.values(), OpenRound, SetAside)))
    for name in _in_bodies(plain):
        schemas[name]["additionalProperties"] = False
        for field, annotation in shape(models[name]).items() if name in models else ():
            _limit(schemas[name]["properties"][field], annotation)
    for schema in tuple(schemas.values()):
        for part in schema.get("properties", {}).values():
            _require_kind(schemas, part.get("discriminator", {}))


def _require_kind(schemas: Plain, discriminator: Plain) -> None:
    """What may be one of several says which one it is."""
    for ref in discriminator.get("mapping", {}).values():
        schemas[ref.rpartition("/")[2]].setdefault("required", []).append(discriminator["propertyName"])


def _in_bodies(plain: Plain) -> set[str]:
    """The names of the schemas of what is sent, with all that those are made of."""
    bodies = [o.get("requestBody", {}) for methods in plain["paths"].values() for o in methods.values()]
    found: set[str] = set()
    left = [name for body in bodies for name in _named(body.get("content", {}).get("application/json"))]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left.extend(_named(plain["components"]["schemas"][name]))
    return found


def _named(part: Any) -> Iterator[str]:
    """The names of the schemas that a part of the description refers to."""
    if isinstance(part, Mapping):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].rpartition("/")[2]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _named(inner)


def _models(models: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """The models, and all that they are made of, by their names."""
    for model in models:
        yield model.__name__, model
        inner = [get_args(b)[0] if get_origin(b) is tuple else b for b in map(bare, shape(model).values())]
        yield from _models(tuple(part for part in map(bare, inner) if is_dataclass(part)))


def _limit(schema: Plain, annotation: Any) -> None:
    """One field: it may be nothing besides, and of a list each row is limited."""
    kind, text = bare(annotation), marker(bare(annotation))
    own = next((part for part in schema.get("anyOf", ()) if part.get("type") != "null"), schema)
    if get_origin(kind) is tuple:
        own["maxItems"] = MOST_ROWS
        _limit(own["items"], get_args(kind)[0])
    elif text:
        own.update(_of_text(text))
    else:
        own.update(LIMITS.get(kind, {}))


def _of_text(text: Text) -> Plain:
    least = {"minLength": 1} if text.required else {}
    form = {"format": FORMATS[text.form]} if text.form in FORMATS and text.required else {}
    letters = PROSE if text.form == "lines" else LINE
    return {"maxLength": text.longest, "pattern": letters, **least, **form}
