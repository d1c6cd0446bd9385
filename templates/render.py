"""The one Jinja environment: letters and pages in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from gettext import GNUTranslations
from html import unescape
from itertools import chain
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rounds.submissions.people import LANGUAGES
from templates.compiled import Compiled
from templates.own_words import Sentence
from templates.plain import text_of
from templates.reworded import Own, Reworded
from templates.words import MANY, Words

FOLDER = Path(__file__).parent
CATALOGUES = FOLDER / "locales"
END = "</title>"
"""What every letter has after its heading."""


AS_IT_IS: Own = {}
"""No words of anybody's own."""


_COMPILED = Compiled()


class CatalogueMissing(Exception):
    """A language's catalogue was not compiled."""


@dataclass(frozen=True)
class Rendered:
    """A letter, ready to be put into a message; `sender` is the name that it comes from.

    It is written on, and its two bodies are made of it, when they are asked for: a rehearsal asks for
    headings alone. `pieces`: what it consists of, one after the other, to be gone through once; `colon`: what
    its language sets between a name and what it names.
    """

    subject: str
    sender: str
    pieces: Iterable[str]
    colon: str

    @cached_property
    def sheet(self) -> str:
        """All of it as a page, whose looks stand at its head."""
        return "".join(self.pieces)

    @cached_property
    def text(self) -> str:
        """All of it as plain text."""
        return text_of(self.sheet, self.colon)

    @cached_property
    def html(self) -> str:
        """All of it as HTML whose looks stand in each part, as mail programs want it."""
        return css_inline.inline(self.sheet, load_remote_stylesheets=False)


class Renderer:
    """Renders letters and pages; raises CatalogueMissing at once when the build left one out."""

    def __init__(self, *, scans: bool = False) -> None:
        """`scans`: whether files of people are scanned for viruses, which their fields deny otherwise."""
        self._catalogues: dict[str, GNUTranslations] = {}
        self._words: dict[str, Words] = {}
        self._environments: dict[str, Environment] = {}
        for language in LANGUAGES:
            translations = self._catalogues[language] = _catalogue(language)
            self._words[language] = Words(translations, language)
            self._environments[language] = _environment(translations, self._words[language])
            self._environments[language].globals["scans"] = scans
        for words in self._words.values():
            words.beside(self._words)

    def words(self, language: str) -> Words:
        """The words of a language."""
        return self._words[language]

    def letter(
        self, template: str, language: str, context: Mapping[str, Any], own: Own = AS_IT_IS
    ) -> Rendered:
        """One letter; `context` is what `activities/letters.py` says of this template.

        `own`: what the secretariat says in words of its own.
        """
        words, more = self._words[language], dict[str, Any]()
        if own:
            catalogue = Reworded(self._catalogues[language], own)
            words = Words(catalogue, language)
            words.beside(self._words)
            more = {"words": words, **catalogue.in_templates()}
        made = self._environments[language].get_template(f"letters/{template}.html")
        pieces, head = made.generate({**context, **more}), list[str]()
        for piece in pieces:
            head.append(piece)
            if END in piece:
                break
        subject = "".join(head).partition("<title>")[2].partition(END)[0]
        return Rendered(
            subject=" ".join(unescape(subject).split()),
            sender=words.sender(str(context["round"]["secretariat"])),
            pieces=chain(head, pieces),
            colon=words.colon,
        )

    def original(self, language: str, sentence: Sentence) -> tuple[str, ...]:
        """What a sentence says in the catalogue: one text, or that for one and that for any other number."""
        catalogue, message = self._catalogues[language], sentence.message
        if not sentence.counted:
            return (catalogue.gettext(message),)
        return tuple(catalogue.ngettext(message, sentence.many, n) for n in (1, MANY))

    def page(self, name: str, language: str, context: Mapping[str, Any]) -> str:
        """One page."""
        return self._environments[language].get_template(f"pages/{name}.html").render(context)

    def refusal(self, code: str, language: str, values: Mapping[str, object]) -> str:
        """Why something was refused, in one sentence."""
        return self._words[language].refusal(code, values)

    def trouble(self, code: str, language: str) -> str:
        """What keeps a request from being served, in one sentence; empty for a code without one."""
        return self._words[language].trouble(code)


def _catalogue(language: str) -> GNUTranslations:
    path = CATALOGUES / language / "LC_MESSAGES" / "ronda.mo"
    try:
        with path.open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        raise CatalogueMissing(f"the {language} catalogue is not compiled: run make") from None


def _environment(translations: GNUTranslations, words: Words) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        bytecode_cache=_COMPILED,
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]  # the i18n extension adds it
    environment.globals["words"] = words
    return environment
