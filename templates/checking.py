"""Finds words that stand in a template outside gettext, where no catalogue can translate them."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

FOLDER = Path(__file__).parent
SHOWN = frozenset(
    ("abbr", "alt", "aria-description", "aria-label", "aria-roledescription", "aria-valuetext", "label")
) | {"placeholder", "summary", "title"}
"""Attributes whose value a person reads or hears."""
PUNCTUATION = frozenset(":;?!")
"""French has a space before these: a sentence that holds one is a message."""
GETTEXT = frozenset(("gettext", "ngettext", "pgettext", "npgettext", "_"))
SILENT = frozenset(("style", "script"))
ATTRIBUTES = re.compile(r"""(\s*[\w-]+="[^"<>]*")+\s*""")
"""What a macro writes into a tag; it stands alone where the macro does."""
VALUE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for whatever an expression puts into the document."""


def untranslated() -> list[str]:
    """Every text of the letters and pages that stands outside gettext, with its file."""
    templates = sorted(p for room in ("letters", "pages") for p in (FOLDER / room).glob("*.html"))
    return [
        f"{path.relative_to(FOLDER)}: outside gettext: {text!r}"
        for path in templates
        for text in outside(path.read_text("utf-8"))
    ]


def outside(source: str) -> list[str]:
    """The texts of one template that no catalogue translates: shown text, shown attributes, said values."""
    template = _environment().parse(source)
    reader = _Reader()
    reader.feed("".join(_written(template)))
    reader.close()
    return [*reader.found, *(text for text in _constants(template) if _sentence(text))]


@cache
def _environment() -> Environment:
    return Environment(autoescape=True, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)


def _written(node: nodes.Node) -> Iterator[str]:
    """What the template itself writes, in the order of its source; each value stands as one mark."""
    if isinstance(node, nodes.Output):
        for part in node.nodes:
            yield part.data if isinstance(part, nodes.TemplateData) else VALUE
    else:
        for child in node.iter_child_nodes():
            yield from _written(child)


def _constants(node: nodes.Node) -> Iterator[str]:
    """The strings in expressions, but for messages and for what is only compared or included."""
    if isinstance(node, nodes.Const):
        yield from [node.value] if isinstance(node.value, str) else []
        return
    if isinstance(node, nodes.Compare | nodes.Extends | nodes.Import | nodes.FromImport | nodes.Include):
        return
    message = isinstance(node, nodes.Call) and getattr(node.node, "name", "") in GETTEXT
    for child in node.iter_child_nodes():
        if not (message and isinstance(child, nodes.Const)):
            yield from _constants(child)


def _sentence(text: str) -> bool:
    """Whether a string reads like words for people; codes have neither space nor capital."""
    return any(c.isalpha() for c in text) and (" " in text.strip() or text.strip()[:1].isupper())


class _Reader(HTMLParser):
    """Tells what is shown of a document from what is not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        given = {name: value or "" for name, value in attrs}
        button = tag == "input" and given.get("type") in ("submit", "button", "reset")
        shown = SHOWN | {"value"} if button else SHOWN
        described = {"content"} if given.get("name") in ("description", "author") else set()
        for name in given.keys() & (shown | described):
            self._look(given[name])

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if ATTRIBUTES.fullmatch(data):
            within = _Reader()
            within.feed(f"<x {data}>")
            self.found += within.found
        elif not self._silent:
            self._look(data)

    def _look(self, text: str) -> None:
        if any(c.isalpha() or c in PUNCTUATION for c in text):
            self.found.append(" ".join(text.split()))
