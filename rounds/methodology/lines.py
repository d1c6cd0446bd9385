"""Where an entry of a methodology's file stands, so that whoever mends it finds it."""

import re

_TABLE = re.compile(r"\s*\[([^\[\]]+)\]")
_ENTRY = re.compile(r"\s*([\w-]+)\s*=")


def line_of(text: str, where: str, value: str = "") -> int:
    """The line of a dotted entry, or of the nearest that holds it; of the last mention of a value in it.

    0 where there is none: the fault lies in what the file lacks.
    """
    starts = _starts(text)
    path = where.split(".")
    found = next((p for n in range(len(path), 0, -1) if (p := ".".join(path[:n])) in starts), "")
    line = starts.get(found, 0)
    if not (line and value):
        return line
    end = min((n for n in starts.values() if n > line), default=line + text.count("\n") + 1)
    within = enumerate(text.splitlines()[line - 1 : end - 1], start=line)
    return max((n for n, said in within if f'"{value}"' in said or f"{value} =" in said), default=line)


def _starts(text: str) -> dict[str, int]:
    """The line on which each table and each entry begins, by its dotted name."""
    starts: dict[str, int] = {}
    table = ""
    for n, line in enumerate(text.splitlines(), start=1):
        if begins := _TABLE.match(line):
            table = f"{begins[1]}."
            starts.setdefault(begins[1], n)
        elif entry := _ENTRY.match(line):
            starts.setdefault(f"{table}{entry[1]}", n)
    return starts
