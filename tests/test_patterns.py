"""What people write may be long and odd: reading it costs in proportion to its length, not its square."""

import ast
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest

import process
from api.intake.values import FORMATS
from local import letters_page
from templates.plain import text_of

ROOT = Path(__file__).parents[1]
TIMES = 8
"""How much longer the longer text is."""
GENEROUS = 3
"""A linear reader takes TIMES as long, give or take this factor; a quadratic one takes TIMES * TIMES."""
LOOKS = {"match": "match", "fullmatch": "fullmatch"} | dict.fromkeys(
    ("search", "sub", "subn", "findall", "finditer", "split"), "finditer"
)
"""How each function of `re` goes through a text; finding one place costs no more than finding all."""
UNITS = (
    *(
        " ",
        "\t",
        "\n",
        " \n",
        "\n\n",
        "a",
        "a ",
        "A1",
        "1",
        "1:",
        ".",
        "-",
        "_",
        "/",
        ":",
        "!",
        "=",
        "%",
        "&",
    ),
    *(
        "@",
        "a@",
        "a.",
        "<",
        ">",
        "<a",
        "(",
        "[",
        "]",
        '"',
        '="',
        "'",
        "\\",
        "\u00a0",
        "\u00a0\n",
        "é",
        "«",
        "\0",
    ),
    *("http://", "https://a/", "http://a.", "/a/", "/a/a@", "<head", "<head ", "<!--", "&#", "&amp"),
)
TAILS = ("", "!", " a")


def texts(length: int, *more: str) -> Iterator[tuple[str, str]]:
    for unit in dict.fromkeys((*UNITS, *more)):
        for tail in TAILS:
            yield repr(f"{unit}…{tail}"), unit * (length // len(unit)) + tail


def seconds(read: Callable[[str], object], text: str) -> float:
    """Of this thread's own work: what else the machine does is not counted."""
    began = time.thread_time()
    read(text)
    return time.thread_time() - began


def outgrown(read: Callable[[str], object], length: int, *more: str) -> Iterator[str]:
    """The texts that cost too much when they are longer; whatever looks so is measured again."""
    for (name, short), (_, long) in zip(texts(length, *more), texts(length * TIMES, *more), strict=True):
        less, much = 1.0, 1.0
        for _ in range(6):
            less, much = min(less, seconds(read, short)), min(much, seconds(read, long))
            if much <= less * TIMES * GENEROUS:
                break
        else:
            yield name


# ---- every regular expression of the project

NOT_WRITTEN_DOWN = {("local/build.py", "pattern")}
"""What is put together where it is used: it reads a file of ours."""


def calls_of(path: Path) -> list[tuple[str, str, ast.Call]]:
    """Of each call of something's method: what it is called on, its name, and itself."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    calls = [(node, node.func) for node in nodes if isinstance(node, ast.Call)]
    return [(ast.unparse(f.value), f.attr, call) for call, f in calls if isinstance(f, ast.Attribute)]


def patterns() -> set[tuple[str, str, str | bytes]]:
    """Each pattern that is written down in the code, with its file and how texts are gone through."""
    found: set[tuple[str, str, str | bytes]] = set()
    for path in sorted(ROOT.glob("[!.]*/**/*.py")) + sorted(ROOT.glob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(("tests/", "bench/")):
            continue
        calls = calls_of(path)
        compiled = {LOOKS[made] for on, made, _ in calls if on != "re" and made in {*LOOKS} - {"split"}}
        for made, call in ((made, call) for on, made, call in calls if on == "re" and call.args):
            pattern = getattr(call.args[0], "value", None)
            if isinstance(pattern, str | bytes):
                looks = compiled if made == "compile" else {LOOKS[made]}
                found |= {(name, look, pattern) for look in looks}
            else:
                assert (name, ast.unparse(call.args[0])) in NOT_WRITTEN_DOWN
    return found


def reader(look: str, pattern: str | bytes) -> Callable[[str], object]:
    """Goes through a text by a pattern, to its end."""
    go = getattr(re.compile(pattern), look)

    def read(text: str) -> object:
        said = text if isinstance(pattern, str) else text.encode()
        return deque(go(said), maxlen=0) if look == "finditer" else go(said)

    return read


@pytest.mark.parametrize(("path", "look", "pattern"), sorted(patterns(), key=str), ids=str)
def test_a_pattern_reads_a_long_text_in_proportion_to_its_length(
    path: str, look: str, pattern: str | bytes
) -> None:
    own = re.findall(r"[\w<>@/:.=-]+", str(pattern))
    assert list(outgrown(reader(look, pattern), 2_500, *own)) == [], path


@pytest.mark.parametrize(
    ("look", "pattern"),
    [
        ("finditer", r"\s*\n\s*"),
        ("finditer", r"[^\s@]+@\w+"),
        ("finditer", r"<head[^>]*>"),
        ("fullmatch", "a*a*!"),
    ],
)
def test_a_pattern_that_reads_a_text_again_from_every_letter_would_be_found(look: str, pattern: str) -> None:
    assert next(outgrown(reader(look, pattern), 1_000), "")


# ---- what reads people's texts, whole


def address_and_link(text: str) -> object:
    return [written.fullmatch(text) for written in FORMATS.values()]


READERS: dict[str, Callable[[str], object]] = {
    "a letter's text": lambda text: text_of(f"<p>{escape(text)}</p>"),
    "a line of a log": process.without_secrets,
    "a letter that was caught": letters_page.with_links,
    "its page": letters_page.opening_links_outside,
    "an address or a link": address_and_link,
}


@pytest.mark.parametrize("name", READERS)
def test_a_text_of_two_hundred_thousand_characters_costs_eight_times_one_of_its_eighth(name: str) -> None:
    assert list(outgrown(READERS[name], 25_000)) == []


def test_a_letters_text_keeps_its_words_its_lines_and_its_spaces_that_do_not_break() -> None:
    html = (
        "<p>One\r\n   two\t three\n</p><ul>\n<li> four\u00a0: <b>five</b>\n six</li></ul>"
        "<br><br><br><p>seven</p>"
    )
    assert text_of(html) == "One two three\n\n- four\u00a0: five six\n\nseven\n"
