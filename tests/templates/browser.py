"""What a browser sends for a form, read from the HTML as it stands: no more than what a person sees in it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form(HTMLParser):
    """The fields of a page with their values, the labels that are bound to them, the links."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    """Each control that a person fills in: its id and its name."""
    links: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._area: str | None = None
        self._select = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        if tag == "label":
            self.labelled.add(given.get("for", ""))
        if tag == "a":
            self.links.append(given.get("href", ""))
        if tag in ("input", "textarea", "select") and given.get("type") != "hidden":
            self.named[given["id"]] = given["name"]
        if tag == "input":
            self._input(given)
        if tag == "textarea":
            self._area, self._text = given["name"], ""
        if tag == "select":
            self._select = given["name"]
        if tag == "option" and "selected" in given:
            self.pairs.append((self._select, given["value"]))

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in ("radio", "checkbox"):
            if "checked" in given:
                self.checked.append(given["name"])
                self.pairs.append((given["name"], given["value"]))
        elif kind != "file":
            self.pairs.append((given["name"], given["value"]))

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            # A browser leaves out the line break that follows the tag, and sends the others as CR LF.
            text = self._text.replace("\r\n", "\n").removeprefix("\n")
            self.pairs.append((self._area, text.replace("\n", "\r\n")))
            self._area = None


def form_of(html: str) -> Form:
    """The form of a page."""
    form = Form()
    form.feed(html)
    form.close()
    return form
