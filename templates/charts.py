"""Bars as SVG: what is drawn is data for Vega-Lite, and is drawn in a process of its own.

The library keeps its interpreter from all else for a tenth of a second a chart, and holds a browser's
engine in memory as long as its process lives: so `python -m templates.charts` reads specifications, writes
pictures, and ends.
Colours and fonts are those of the page, by its variables: so a picture is read in light and dark.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

WIDTH = 360
"""Of a telephone: a wider screen shows it larger."""
LABEL = 22
BAR = 12
GAP = 10
SHORT = 16
"""Letters of a name that stands beside another one in the legend."""
MOST = 8
"""Rows of a picture; the table under it has them all."""
LOCALES = {"en": "en-GB", "es": "es-ES", "pt": "pt-BR", "fr": "fr-FR"}
INK = "currentColor"
COLOURS = ["var(--bar-1)", "var(--bar-2)", "var(--bar-3)", "var(--bar-4)"]
UNSPOKEN = {"aria": False}
"""The picture is one image with a title and a description; its parts would be read in English."""
CONFIG = {
    "background": None,
    **UNSPOKEN,
    "font": "Source Sans 3",
    "axis": {"labelColor": INK, "labelFontSize": 13, "gridColor": INK, "gridOpacity": 0.2},
    "legend": {"labelColor": INK, "labelFontSize": 13},
    "view": {"stroke": None},
}
PLACED = {"type": "quantitative", "scale": None, "axis": None}
"""A place that is said in pixels."""
TICKS = 4
VERSION = "6.1"
"""Of Vega-Lite, which writes other pictures with each."""
SVG = "http://www.w3.org/2000/svg"
UNSEEN = ("class", "role", "aria-hidden", "aria-roledescription", "pointer-events", "font-family")
"""Attributes for styles and scripts that no page of ours has; a picture is one image, whatever is in it."""
LONG = re.compile(r"(?<!\d)\d+\.\d{2,}")
_ROOT = re.compile(r'<svg [^>]*viewBox="([\d. ]+)"[^>]*>')


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A picture: a row for each name, with a bar for each part, one after the other or one below the other.

    `id` is its place on the page, `told` what a reader hears who does not see it.
    """

    id: str
    title: str
    told: str
    parts: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float, ...]], ...]
    stacked: bool = True


def specification(bars: Bars) -> dict[str, Any]:
    """What Vega-Lite is told: places up and down are ours, those from left to right its own."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": _step(bars) * len(bars.rows[:MOST]),
        "layer": [_values(bars), _names(bars)],
        "config": CONFIG,
    }


def _values(bars: Bars) -> dict[str, Any]:
    """The bars, with what their colours mean."""
    drawn = [*_bars(bars)]
    colours = {"domain": [*bars.parts], "range": COLOURS[: len(bars.parts)]}
    return {
        "data": {"values": drawn},
        "mark": {"type": "bar", **UNSPOKEN},
        "encoding": {
            "x": {"field": "from", "type": "quantitative", "axis": _axis(drawn)},
            "x2": {"field": "to"},
            "y": {"field": "top", **PLACED},
            "y2": {"field": "bottom"},
            "color": {"field": "part", "type": "nominal", "scale": colours, "legend": _legend(bars)},
        },
    }


def _names(bars: Bars) -> dict[str, Any]:
    """The name of each row, above its bars."""
    step = _step(bars)
    named = [{"y": step * n + LABEL - 7, "name": name} for n, (name, _) in enumerate(bars.rows[:MOST])]
    how = {"align": "left", "baseline": "bottom", "limit": WIDTH, "fontSize": 13, "color": INK}
    return {
        "data": {"values": named},
        "mark": {"type": "text", **how, **UNSPOKEN},
        "encoding": {
            "x": {"value": 0},
            "y": {"field": "y", **PLACED},
            "text": {"field": "name", "type": "nominal"},
        },
    }


def _axis(drawn: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Numbers above the bars: few, and whole ones."""
    most = max((bar["to"] for bar in drawn), default=0)
    ticks = {"values": [*range(ceil(most) + 1)]} if most <= TICKS else {"tickCount": TICKS}
    return {"title": None, "ticks": False, "domain": False, "format": ",~r", "orient": "top", **ticks}


def _step(bars: Bars) -> int:
    return LABEL + BAR * (1 if bars.stacked else len(bars.parts)) + GAP


def _bars(bars: Bars) -> Iterator[dict[str, Any]]:
    """Each bar from its beginning to its end."""
    for n, (_, values) in enumerate(bars.rows[:MOST]):
        reached: float = 0
        for m, (part, value) in enumerate(zip(bars.parts, values, strict=True)):
            top = _step(bars) * n + LABEL - 4 + (0 if bars.stacked else BAR * m)
            yield {
                "part": part,
                "from": reached,
                "to": reached + value,
                "top": top,
                "bottom": top + BAR - 2,
            }
            reached += value if bars.stacked else 0


def _legend(bars: Bars) -> dict[str, Any] | None:
    """What the colours mean, below each other where they are many; nothing where there is one."""
    if len(bars.parts) == 1:
        return None
    columns = 2 if max(map(len, bars.parts)) <= SHORT else 1
    limit = WIDTH // columns - 24
    told = {"title": None, "orient": "top", "symbolType": "square"}
    return {**told, "columns": columns, "labelLimit": limit}


def drawn(bars: Bars, svg: str) -> Markup:
    """The picture as it stands on a page: one image, by its title and description."""
    found = _ROOT.match(svg)
    if not found:
        return Markup()
    named = f"chart-{bars.id}"
    head = Markup(
        '<svg class="chart" viewBox="{}" role="img" aria-labelledby="{}-title {}-told">'
        '<title id="{}-title">{}</title><desc id="{}-told">{}</desc>'
    ).format(found[1], named, named, named, bars.title, named, bars.told)
    return head + Markup(svg[found.end() :])  # noqa: S704 - the library has escaped what people wrote


def main() -> None:
    """Read specifications and the language of their numbers, write their pictures."""
    import vl_convert  # only this process needs the engine

    asked = json.load(sys.stdin)
    numbers: Any = LOCALES[asked["language"]]
    pictures = (
        vl_convert.vegalite_to_svg(spec, vl_version=VERSION, allowed_base_urls=[], format_locale=numbers)
        for spec in asked["specifications"]
    )
    json.dump([*map(slim, pictures)], sys.stdout)


def slim(svg: str) -> str:
    """The same picture, to a tenth of a pixel, in three fifths of its bytes."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)  # noqa: S314 - the library has written it just now
    for one in root.iter():
        for hidden in [part for part in one if part.get("display") == "none"]:
            one.remove(hidden)
        kept = {name: said for name, said in one.attrib.items() if name not in UNSEEN}
        one.attrib = {name: LONG.sub(lambda n: f"{float(n[0]):.1f}", said) for name, said in kept.items()}
    return ElementTree.tostring(root, encoding="unicode")


if __name__ == "__main__":
    main()
