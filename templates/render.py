"""The one Jinja environment: letters and pages in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import GNUTranslations
from html import unescape
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rounds.submissions.people import LANGUAGES
from templates.plain import text_of
from templates.words import Words

FOLDER = Path(__file__).parent
CATALOGUES = FOLDER / "locales"


class CatalogueMissing(Exception):
    """A language's catalogue was not compiled."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter, ready to be put into a message; `sender` is the name that it comes from."""

    subject: str
    sender: str
    text: str
    html: str


class Renderer:
    """Renders letters and pages; raises CatalogueMissing at once when the build left one out."""

    def __init__(self) -> None:
        self._words: dict[str, Words] = {}
        self._environments: dict[str, Environment] = {}
        for language in LANGUAGES:
            translations = _catalogue(language)
            self._words[language] = Words(translations, language)
            self._environments[language] = _environment(translations, self._words[language])

    def words(self, language: str) -> Words:
        """The words of a language."""
        return self._words[language]

    def letter(self, template: str, language: str, context: Mapping[str, Any]) -> Rendered:
        """One letter; `context` is what `activities/letters.py` says of this template."""
        html = self._environments[language].get_template(f"letters/{template}.html").render(context)
        subject = html.partition("<title>")[2].partition("</title>")[0]
        return Rendered(
            subject=" ".join(unescape(subject).split()),
            sender=self._words[language].sender(str(context["round"]["secretariat"])),
            text=text_of(html, self._words[language].colon),
            html=css_inline.inline(html, load_remote_stylesheets=False),
        )

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
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]  # the i18n extension adds it
    environment.globals["words"] = words
    return environment
