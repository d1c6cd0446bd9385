"""Which paragraphs of a Word document are items of a list, how deep, and with which sign."""

import re
from collections import defaultdict

from templates.word.packed import Element, W, elements

BULLETS = ("bullet", "none")
DEEPEST = 6


class Numbering:
    """The lists of a document; counts their numbers as they come."""

    def __init__(self, part: bytes) -> None:
        found = list(elements(part)) if part else []
        kinds = {e.get(f"{W}abstractNumId"): e for e in found if e.tag == f"{W}abstractNum"}
        self._levels: dict[str, Element] = {}
        self._starts: dict[tuple[str, int], int] = {}
        for num in (e for e in found if e.tag == f"{W}num"):
            of = num.find(f"{W}abstractNumId")
            id = str(num.get(f"{W}numId"))
            if of is not None and of.get(f"{W}val") in kinds:
                self._levels[id] = kinds[of.get(f"{W}val")]
            for override in num.iter(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                if start is not None:
                    self._starts[id, _number(override.get(f"{W}ilvl"))] = _number(start.get(f"{W}val"))
        self._count: dict[tuple[str, int], int] = defaultdict(int)

    def item(self, paragraph: Element, style: str) -> tuple[int, str] | None:
        """How deep an item lies and its sign, `-` or a number; None for what is no item."""
        held = paragraph.find(f"{W}pPr/{W}numPr")
        id, level = _held(held)
        named = re.fullmatch(r"list (bullet|number)(?: (\d))?", style.lower())
        if id == "0" or (not id and not named):
            return None
        if not id and named:
            return min(int(named[2] or 1) - 1, DEEPEST), "-" if named[1] == "bullet" else "1."
        level = min(level, DEEPEST)
        return level, self._sign(id, level)

    def _sign(self, id: str, level: int) -> str:
        kind = self._levels.get(id)
        formats = kind.findall(f"{W}lvl") if kind is not None else []
        mine = next((e for e in formats if _number(e.get(f"{W}ilvl")) == level), None)
        form = mine.find(f"{W}numFmt") if mine is not None else None
        if form is None or form.get(f"{W}val") in BULLETS:
            return "-"
        for deeper in range(level + 1, DEEPEST + 1):
            self._count.pop((id, deeper), None)
        self._count[id, level] += 1
        return f"{self._starts.get((id, level), 1) + self._count[id, level] - 1}."


def _held(numbered: Element | None) -> tuple[str, int]:
    if numbered is None:
        return "", 0
    id, level = numbered.find(f"{W}numId"), numbered.find(f"{W}ilvl")
    return (
        str(id.get(f"{W}val")) if id is not None else "",
        _number(level.get(f"{W}val")) if level is not None else 0,
    )


def _number(text: str | None) -> int:
    return int(text[:6]) if text and text.isdecimal() else 0
