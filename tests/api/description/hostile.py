"""Bodies that no program of good will sends, made of one that it does."""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

JSON = "application/json"
FORM = "multipart/form-data"
LEVELS = (100, 300, 600, 900, 10_000)
"""How deep values lie in each other; Python reads a little less than a thousand."""
MANY = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """A body, and what its sender says that it is."""

    what: str
    content: bytes
    media_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)


def bodies(sound: dict[str, Any], names: Iterable[str]) -> Iterator[Hostile]:
    """What is made of a body that would be taken, or refused for the state of its round alone.

    `names` are those of all the fields that it may have.
    """
    said = sound or {next(iter(names)): "retry_batch"}
    name, text = next(iter(said)), json.dumps(said)
    yield from (Hostile(what=what, content=content) for what, content in _torn(text.encode()))
    yield from (Hostile(what=what, content=_with(said, name, value)) for what, value in _values())
    yield from (Hostile(what=what, content=_with(said, more, "1")) for what, more in _names())
    yield from (Hostile(what=f"{deep}: deep", content=_with(said, deep, _objects(600))) for deep in names)
    yield Hostile(what="a name twice", content=f'{{"{name}": {json.dumps(said[name])}, {text[1:]}'.encode())
    for media_type in ("", "text/plain", "application/xml", "application/x-www-form-urlencoded", FORM):
        yield Hostile(what=f"it says {media_type}", content=text.encode(), media_type=media_type)
    packed = gzip.compress(text.encode())
    yield Hostile(what="packed", content=packed)
    yield Hostile(what="packed, as it says", content=packed, headers={"Content-Encoding": "gzip"})


def _torn(sound: bytes) -> Iterator[tuple[str, bytes]]:
    """Content that is no JSON, or no object."""
    yield from {
        "nothing": b"",
        "blanks": b" \n",
        "null": b"null",
        "a list": b"[]",
        "a text": b'"text"',
        "a number": b"7",
        "cut short by one": sound[:-1],
        "half of it": sound[: len(sound) // 2],
        "twice": sound + sound,
        "a remark": b"/* */" + sound,
        "no UTF-8": sound[:-1] + b', "\xff": 1}',
        "UTF-16": sound.decode().encode("utf-16"),
        "UTF-32": sound.decode().encode("utf-32-be"),
        "many names": b"{" + b",".join(b'"a%d":0' % n for n in range(MANY)) + b"}",
        "brackets": b"[" * MANY,
    }.items()


def _values() -> Iterator[tuple[str, str]]:
    """What stands in the place of a value, as it is written."""
    yield from {
        "no number": "NaN",
        "endless": "Infinity",
        "less than any": "-Infinity",
        "too large": "1e400",
        "thirty figures": "9" * 30,
        "five thousand figures": "9" * 5000,
        "half a pair": '"\\ud800"',
        "the other half": '"a\\udc00b"',
        "no letter": '"\\u0000"',
        "many rows": f"[{','.join('0' * MANY)}]",
    }.items()
    for n in LEVELS:
        yield f"{n} lists", "[" * n + "]" * n
        yield f"{n} objects", _objects(n)


def _objects(deep: int) -> str:
    return '{"a":' * deep + "0" + "}" * deep


def _names() -> Iterator[tuple[str, str]]:
    """What a further field is called."""
    yield from {
        "a field more": "more",
        "a field without a name": "",
        "half a pair for a name": "\\ud800",
        "NUL for a name": "\\u0000",
        "of the object itself": "__class__",
        "a long name": "a" * MANY,
    }.items()


def _with(sound: dict[str, Any], name: str, value: str) -> bytes:
    """The body with one more field, or with another value in it."""
    rest = [f"{json.dumps(other)}: {json.dumps(said)}" for other, said in sound.items() if other != name]
    return ("{" + ", ".join([*rest, f'"{name}": {value}']) + "}").encode()


def files(pdf: bytes) -> Iterator[Hostile]:
    """The same for a form with a file."""
    apart = f"{FORM}; boundary=x"
    head = b'--x\r\nContent-Disposition: form-data; name="%s"'
    whole = head % b"file" + b'; filename="a.pdf"\r\n\r\n' + pdf + b"\r\n"
    yield from (
        Hostile(what=what, content=content, media_type=apart)
        for what, content in {
            "nothing": b"",
            "no parts": b"--x--\r\n",
            "cut short": whole[:-20],
            "a text for the file": head % b"file" + b"\r\n\r\ntext\r\n--x--\r\n",
            "many parts": b"".join(head % b"round" + b"\r\n\r\na\r\n" for _ in range(2_000))
            + whole
            + b"--x--",
            "a long head": b"--x\r\n" + b"A" * MANY + b": b\r\n\r\n" + whole + b"--x--\r\n",
            "no name": whole.replace(b'name="file"; ', b"") + b"--x--\r\n",
            "NUL in the round": whole + head % b"round" + b"\r\n\r\n\x00\r\n--x--\r\n",
            "no UTF-8 in the round": whole + head % b"round" + b"\r\n\r\n\xff\r\n--x--\r\n",
            "not what it says": whole.replace(pdf, b"MZ") + b"--x--\r\n",
            "no ending": whole.replace(b"a.pdf", b"a") + b"--x--\r\n",
        }.items()
    )
    letters = f"{apart}; charset=unicode_escape"
    half = whole + head % b"round" + b"\r\n\r\n\\ud800\r\n--x--\r\n"
    yield Hostile(what="half a pair in the round", content=half, media_type=letters)
    yield Hostile(what="it says JSON", content=b"{}")
    yield Hostile(what="nothing sets it apart", content=whole + b"--x--\r\n", media_type=FORM)
    packed = gzip.compress(whole + b"--x--\r\n")
    yield Hostile(what="packed", content=packed, media_type=apart, headers={"Content-Encoding": "gzip"})
