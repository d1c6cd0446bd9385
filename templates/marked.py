"""What people wrote: in their own language, never translated, and marked with it where it is shown (Z3)."""

from collections.abc import Iterable
from typing import Any, TypeVar

from markupsafe import Markup, escape

from rounds.submissions.fields import Leaf, changed

T = TypeVar("T")

IN_A_LANGUAGE = ("line", "lines")
"""The forms of text that are in a language; an address or a file is in none."""


class Marked(str):
    """A text that knows its HTML; `language` is that of all of it, empty for a text of several."""

    html: Markup
    language: str = ""

    def __html__(self) -> Markup:
        """What a template shows."""
        return self.html


def marked(text: str, language: str) -> str:
    """What somebody wrote, marked with the language they wrote it in; as it is when that is not known."""
    if not text or not language:
        return text
    marked = Marked(text)
    marked.html, marked.language = Markup('<span lang="{}">{}</span>').format(language, text), language
    return marked


def mixed(form: str, **values: object) -> str:
    """A sentence of ours with texts of people in it, each of which stays marked."""
    marked = Marked(form % values)
    marked.html = escape(form) % values
    return marked


def joined(separator: str, texts: Iterable[str]) -> str:
    """Texts one after the other, each marked as it was."""
    parts = list(texts)
    marked = Marked(separator.join(parts))
    marked.html = escape(separator).join(parts)
    return marked


def spoken(body: T, language: str) -> T:
    """A submission with every text that its sender wrote marked with the sender's language."""

    def said(leaf: Leaf) -> Any:
        text = leaf.text
        return marked(leaf.value, language) if text and text.form in IN_A_LANGUAGE else leaf.value

    return changed(body, said)
