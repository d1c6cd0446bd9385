"""A body that two programs could read differently is refused before anything is made of it (S6)."""

import json

import pytest

from api.http.plain_bodies import check
from rounds.submissions.refusals import Refusal, WrongShape
from tests.api.desk.conftest import Desk, desk

__all__ = ["desk"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b'\xef\xbb\xbf{"a": 1}',
        '{"ñ": [{"ñ": 1.5}, {"ñ": null}]}'.encode(),
        b'{"a": "\\ud83d\\ude00"}',
    ],
)
def test_what_every_program_reads_alike_is_left_to_whoever_asks_for_it(content: bytes) -> None:
    check(content)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"a": 1, "a": 1}', "each name once"),
        (b'{"b": [{"a": 1, "b": 2, "a": 3}]}', "each name once"),
        (b'{"a": 1, "\\u0061": 2}', "each name once"),
        (b'{"a": NaN}', "a number"),
        (b'{"a": [-Infinity]}', "a number"),
        (b'{"\\ud800": 1}', "text"),
        (b'{"a": 1', "JSON"),
        (b'{"a": "\xff"}', "JSON"),
        ('{"a": 1}'.encode("utf-16"), "JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "JSON"),
        (b"[" * 20_000 + b"]" * 20_000, "JSON"),
        (b" ", "JSON"),
    ],
)
def test_what_they_do_not_is_refused(content: bytes, expected: str) -> None:
    with pytest.raises(WrongShape) as refused:
        check(content)
    assert refused.value.values["expected"] == expected


def test_of_a_long_name_that_comes_twice_the_beginning_is_told() -> None:
    name = "a" * 5000
    with pytest.raises(Refusal) as refused:
        check(f'{{"{name}": 1, {json.dumps(name)}: 1}}'.encode())
    assert refused.value.values["name"] == name[:100]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_form_is_read_in_utf8_alone(desk: Desk) -> None:
    form = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na@\\ud800.example\r\n--x--\r\n'
    letters = ("UTF8", "us-ascii", "unicode_escape", "utf-7", "utf-16", "zlib", "no-such-letters")
    told = {}
    async with desk.http() as http:
        for name in letters:
            type_ = {"Content-Type": f"multipart/form-data; boundary=x; charset={name}"}
            told[name] = (await http.post("/desk/sign-in", content=form, headers=type_)).status_code
    assert told == {name: 422 if n > 1 else told["UTF8"] for n, name in enumerate(letters)}
    assert told["UTF8"] < 400
