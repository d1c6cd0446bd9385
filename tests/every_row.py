"""Where words stand in a file of SQLite's: `python -m tests.every_row FILE`, the words as JSON on its input.

A program of its own: a process that closes the file of a database drops the locks by which SQLite holds it
there, and from then on whoever else opens it is in its way.
"""

import asyncio
import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

SHORT = 16
"""Bytes; a shorter word counts where it stands alone, for it may be a part of another by chance."""


async def where(file: Path, words: Collection[str]) -> dict[str, list[str]]:
    """In which tables each of these words stands, in whatever row and column; those that stand nowhere: none.

    Raises AssertionError when the file cannot be read.
    """
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.every_row", str(file)),
        cwd=Path(__file__).parents[1],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, wrong = await program.communicate(json.dumps(list(words)).encode())
    assert program.returncode == 0, wrong.decode()
    found: dict[str, list[str]] = json.loads(said)
    return found


def stands(word: bytes, text: bytes) -> bool:
    """Whether a word stands in a text."""
    at = text.find(word)
    while at >= 0:
        around = text[max(at - 1, 0) : at] + text[at + len(word) :][:1]
        if len(word) >= SHORT or not any(bytes([each]).isalnum() for each in around):
            return True
        at = text.find(word, at + 1)
    return False


def rows(file: str) -> Iterator[tuple[str, bytes]]:
    """Every row of every table, as bytes; of an index of words also the tables that it is made of."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        database.text_factory = bytes
        tables = [
            str(name, "utf-8")
            for (name,) in database.execute("select name from sqlite_master where type = 'table'")
        ]
        for table in tables:
            for row in database.execute(f'select * from "{table}"'):  # noqa: S608 - a name that the file says itself
                yield table, b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in row)


def main() -> None:
    """Say it."""
    words = [word.encode() for word in json.load(sys.stdin)]
    found: dict[str, set[str]] = defaultdict(set)
    for table, text in rows(sys.argv[1]):
        for word in words:
            if stands(word, text):
                found[word.decode()].add(table)
    json.dump({word: sorted(tables) for word, tables in found.items()}, sys.stdout)


if __name__ == "__main__":
    main()
