"""A letter's text part, drawn from its HTML: the words are written once."""

import re
from html.parser import HTMLParser

_BREAKS = {"p", "h1", "h2", "h3", "ul", "ol", "table", "tr", "hr", "blockquote"}
_LINES = {"br", "li", "dd", "div"}
_SILENT = {"style", "head", "title"}
_SPACES = str.maketrans("\r\n\t", "   ")
"""A line's end in the source is a space to the reader."""


def text_of(html: str, colon: str = ":") -> str:
    """The words of a document, a paragraph a block, with each link's address after its words.

    `colon` is what the language sets between a name and what it names.
    """
    reader = _Reader(colon)
    reader.feed(html)
    reader.close()
    lines = [re.sub(r" +", " ", line).strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _Reader(HTMLParser):
    def __init__(self, colon: str) -> None:
        super().__init__(convert_charrefs=True)
        self._colon = colon
        self.parts: list[str] = []
        self._href = ""
        self._silent = 0
        self._words = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BREAKS or tag == "dt":
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n")
        if tag == "li":
            self.parts.append("- ")
        if tag == "a":
            self._href, self._words = dict(attrs).get("href") or "", len(self.parts)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        if tag == "a":
            shown = "".join(self.parts[self._words :]).strip()
            address = self._href.removeprefix("mailto:")
            self.parts.append("" if address == shown else f"{self._colon} {address}")
        if tag in _BREAKS:
            self.parts.append("\n\n")
        elif tag == "dt":
            self.parts.append(self._colon)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data.translate(_SPACES))
