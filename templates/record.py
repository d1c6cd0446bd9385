"""What somebody sent, in words: only what was said, each part under the name of its field."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from rounds.submissions.fields import bare, marker, shape
from templates.marked import joined, mixed
from templates.marking import N_

if TYPE_CHECKING:
    from templates.words import Words

LONGEST = 600
"""Characters of one text; the whole stands behind the link."""
YES = N_("Yes")
DAY = N_("day %(day)s")
UNSAID = (
    *("kind", "id", "on", "pages", "longest", "rests_on", "acknowledged", "participant", "letter", "finding"),
    *("about", "numbers", "suits", "time_zone"),
)
"""Fields of ids, numbers and what was only seen: the page behind the link has them."""
COUNTRIES = ("country", "countries_of_interest", "states")
CODES = {"dimension": "dimensions", "languages": "language"}
"""Under which name the choices of a field are known, where that is not its own."""


def lines(words: "Words", body: Any) -> list[tuple[str, str]]:
    """The name of each field that says something, with what it says."""
    model = type(body).__name__
    return [(words.label(name, model), text) for name, text in _said(words, body)]


def _said(words: "Words", body: Any) -> Iterator[tuple[str, str]]:
    model: Any = type(body)
    hints = shape(model)
    for f in fields(body):
        text = "" if f.name in UNSAID else _text(words, body, f.name, hints[f.name], getattr(body, f.name))
        if text:
            yield f.name, text


def _text(words: "Words", body: Any, name: str, annotation: Any, value: Any) -> str:
    """What one field says; empty for what was left out, and for files, which have a title beside them."""
    if value in (None, "", (), False):
        return ""
    if isinstance(value, tuple):
        return _list(words, body, name, get_args(bare(annotation))[0], value)
    if is_dataclass(value):
        return joined(", ", _together(dict(_said(words, value))))
    if text := marker(annotation):
        return "" if text.form == "file" else _short(value)
    return _code(words, body, name, annotation, value)


def _together(said: dict[str, str]) -> Iterator[str]:
    """What is said of one thing; its beginning and its end are one."""
    for name, text in said.items():
        if name == "starts" and "ends" in said:
            yield f"{text} – {said['ends']}"  # noqa: RUF001 - the dash of a span
        elif name != "ends" or "starts" not in said:
            yield text


def _list(words: "Words", body: Any, name: str, item: Any, values: tuple[Any, ...]) -> str:
    told = [text for value in values if (text := _text(words, body, name, item, value))]
    plain = not (marker(item) or is_dataclass(item))
    if plain or len(told) < 2:
        return joined(", ", told)
    within = is_dataclass(item) and any("\n" in text for text in told)
    # A list within a list: two numbers in one line would tell nobody what they count.
    called = f"{words.label(item.__name__)} %(n)s\n%(text)s" if within else "%(n)s. %(text)s"
    return joined("\n", (mixed(called, n=n, text=text) for n, text in enumerate(told, start=1)))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + " …"


def _code(words: "Words", body: Any, name: str, annotation: Any, value: Any) -> str:
    if name == "day":
        return words.say(DAY, day=value)
    for kind, say in SAID.items():
        if isinstance(value, kind):
            return say(words, value)
    if name in COUNTRIES:
        return words.country(value)
    if get_origin(bare(annotation)) is Literal or name not in ("sha256", "version"):
        return words.choice(CODES.get(name, name), str(value), type(body).__name__)
    return str(value)


SAID: dict[type, Callable[["Words", Any], str]] = {
    bool: lambda words, _: words.say(YES),
    int: lambda _, value: str(value),
    date: lambda words, value: words.day(value),
    time: lambda _, value: f"{value:%H:%M}",
}
"""How a value of a type is said; the first that fits."""
