"""What countries and languages are called in one language, by CLDR and by the Organization."""

from collections.abc import Iterable
from unicodedata import combining, normalize

from babel import Locale
from babel.core import get_global

from rounds.submissions.people import LANGUAGES
from templates.moments import Moments

OFFICIAL = {
    ("en", "ATG"): "Antigua and Barbuda",
    ("en", "KNA"): "Saint Kitts and Nevis",
    ("en", "LCA"): "Saint Lucia",
    ("en", "TTO"): "Trinidad and Tobago",
    ("en", "VCT"): "Saint Vincent and the Grenadines",
}
"""How the Organization writes a state's name, where CLDR shortens it."""


class Named(Moments):
    """The names of countries and languages in one language."""

    def __init__(self, language: str) -> None:
        self._countries: dict[str, str] = {}
        super().__init__(language)

    def country(self, code: str) -> str:
        """A country's name, from its ISO 3166-1 alpha-3 code."""
        name = self._countries.get(code) or self._country(code)
        if name != code:
            # Only what is a country: codes come from addresses too, which would fill the memory.
            self._countries[code] = name
        return name

    def _country(self, code: str) -> str:
        if official := OFFICIAL.get((self.language_code, code)):
            return official
        known: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]  # the table's type depends on the name
        short = known.get(code, [code])[0]
        name: str = self._locale.territories.get(short, code)
        return name

    def countries(self, codes: Iterable[str]) -> list[tuple[str, str]]:
        """Codes with their names, in the order of a dictionary: accents and capitals do not count."""
        return sorted(((c, self.country(c)) for c in codes), key=lambda pair: _bare(pair[1]))

    def sorted_as(self, name: str) -> str:
        """A name as it is put in order: accents and capitals do not count."""
        return _bare(name)

    @property
    def tongues(self) -> tuple[tuple[str, str], ...]:
        """Every language that we speak, each by the name that its speakers give it."""
        named = ((code, Locale.parse(code).languages[code]) for code in LANGUAGES)
        return tuple((code, name[:1].upper() + name[1:]) for code, name in named)

    def language(self, code: str) -> str:
        """A language by name."""
        return str(self._locale.languages[code])

    def languages(self, codes: Iterable[str]) -> str:
        """Languages by name, one after the other."""
        return ", ".join(self._locale.languages[code] for code in codes)


def _bare(name: str) -> str:
    """A name as our four languages order it: by its letters alone."""
    return "".join(c for c in normalize("NFKD", name) if not combining(c)).casefold()
