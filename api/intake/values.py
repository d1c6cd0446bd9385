"""What one value that was sent may be: its letters, its form, its size."""

import re
from collections.abc import Iterator
from datetime import date, time
from functools import cache
from typing import Any, Literal, get_args, get_origin
from unicodedata import category
from zoneinfo import available_timezones

from rounds.submissions.fields import WRITTEN, Text, bare, marker, wrong_text
from rounds.submissions.refusals import ChoiceMissing, Refusal, TextMissing, WrongShape

PLAIN = {
    date: re.compile(r"2[01]\d\d-[01]\d-[0-3]\d"),
    time: re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?"),
}
"""How a date and a time are written. pydantic would also take seconds since 1970, times of some zone,
and years so far away that counting days from them overflows."""
FORMATS = {
    "email": re.compile(
        r"[^\s@,;:<>\"()\[\]\\.]{1,64}(?:\.[^\s@,;:<>\"()\[\]\\.]{1,64}){0,31}"
        r"@(?:[^\W_][\w-]{0,62}\.){1,31}(?:[^\W\d_]{2,63}|xn--[\w-]{1,59})"
    ),
    "url": re.compile(
        r"https?://(?:[^\W_][\w-]*\.)+(?:[^\W\d_]{2,}|xn--[\w-]+)(?::\d{1,5})?(?:[/?#][^\s<>\"]*)?",
        re.IGNORECASE,
    ),
}
"""What a text of some form looks like. An address is one mailbox; a link never runs a script."""
WEB = re.compile(
    r"://|\bwww\.|@|[<>]|=\?|\w\.(?:com|net|org|info|edu|gob|gov|app|link|online)\b", re.IGNORECASE
)
"""What a name does not hold: it stands in the headers of letters, and beside links."""
LONGEST_CODE = 300
"""In characters: for strings that are codes or ids, which no Text marks with a limit of its own."""
LARGEST_NUMBER = 1_000_000
_NUMBER = re.compile(r"-?\d{1,9}")
UNPRINTABLE = frozenset(("Cc", "Cs", "Zl", "Zp"))
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: what is read would not be what is there."""
STAND_INS: dict[Any, Any] = {date: "2100-01-01", time: "00:00", int: 1, bool: False}


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


AMONG = {"time_zone": (_zones, "time zone")}
"""What a code of this name must be one of, if it is given, and how that is called."""


def stand_in(annotation: Any) -> Any:
    """A value in the place of one that is missing or wrong, so that the rest can be read."""
    inner = bare(annotation)
    if get_origin(inner) is tuple:
        return []
    if get_origin(inner) is Literal:
        return get_args(inner)[0]
    return STAND_INS.get(inner, WRITTEN)


def missing(annotation: Any, path: str) -> Refusal:
    """Why nothing cannot stand there."""
    inner = bare(annotation)
    if marker(annotation):
        return TextMissing(field=path)
    if get_origin(inner) is Literal or inner is str:
        return ChoiceMissing(field=path)
    return WrongShape(field=path, expected="list" if get_origin(inner) is tuple else inner.__name__)


def wrong(annotation: Any, value: Any, path: str) -> Refusal | None:
    """The first thing that is wrong with a value that is neither a list nor has parts."""
    inner = bare(annotation)
    if isinstance(value, str) and (inner is str or marker(annotation)):
        return next(_wrong_string(marker(annotation), value, path), None)
    if inner in PLAIN and not (isinstance(value, str) and PLAIN[inner].fullmatch(value)):
        return WrongShape(field=path, expected=inner.__name__)
    if inner is int:
        return _wrong_number(value, path)
    return None


def _wrong_number(value: Any, path: str) -> Refusal | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JSON knows one kind of number: 5.0 is 5
    if not _NUMBER.fullmatch(str(value)):
        return WrongShape(field=path, expected="int")
    return WrongShape(field=path, expected="smaller") if abs(int(value)) > LARGEST_NUMBER else None


def _wrong_string(text: Text | None, value: str, path: str) -> Iterator[Refusal]:
    """No control characters: a line break in a name would break a letter's headers, a NUL PostgreSQL's
    columns, half a surrogate pair any encoding."""
    prose = text is not None and text.form == "lines"
    allowed = "\n\t" if prose else ""
    if any(category(c) in UNPRINTABLE and c not in allowed for c in value):
        yield WrongShape(field=path, expected="printable prose" if prose else "printable line")
    if not prose and not TURNING.isdisjoint(value):
        yield WrongShape(field=path, expected="printable line")
    yield from _wrong_text(text, value, path) if text else _wrong_code(value, path)


def _wrong_text(text: Text, value: str, path: str) -> Iterator[Refusal]:
    yield from wrong_text(text, value, path)
    if value and text.form in FORMATS and not FORMATS[text.form].fullmatch(value):
        yield WrongShape(field=path, expected=text.form)
    if text.plain and WEB.search(value):
        yield WrongShape(field=path, expected="name")


def _wrong_code(value: str, path: str) -> Iterator[Refusal]:
    if len(value) > LONGEST_CODE:
        yield WrongShape(field=path, expected="shorter")
    known, called = AMONG.get(path.rpartition(".")[2], (frozenset, ""))
    if called and value and value not in known():
        yield WrongShape(field=path, expected=called)
