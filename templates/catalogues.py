"""The catalogues of translations: `python -m templates.catalogues check|compile|extract`.

English is the language of the source, so `extract` says each new message in English as it stands;
other languages get it empty, and `check` fails until somebody has translated it.
"""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from rounds.submissions.people import LANGUAGES
from templates.checking import untranslated
from templates.signs import typeset

FOLDER = Path(__file__).parent
LOCALES = FOLDER / "locales"
SOURCE = "en"
METHODS = [("**.py", "python"), ("letters/**.html", "jinja2"), ("pages/**.html", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {"N_": None, "NN_": (1, 2), "_": None, "gettext": None, "ngettext": (1, 2)}
SINCE = datetime(2026, 11, 22, tzinfo=UTC)
"""One date in every header: that of the last run would change each catalogue each time."""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


GUIDE = {
    "es": re.compile(r"\b(?:tú|vos|vosotros)\b|\(a\)|/a\b|\b(\w+)o o \1a\b", re.IGNORECASE),
    "pt": re.compile(r"\b(?:você|tu|senhora?)\b|\(a\)|/a\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:tu|toi)\b|\(e\)|·e|'|(?<!\u00a0)(?:[;?!»]|:(?!//))|«(?!\u00a0)", re.IGNORECASE),
}
"""What docs/languages.md keeps out: familiar address, doubled genders, and signs set as in English."""


A_SENTENCE = 2
"""Spaces: what has so many is hardly the same in two languages."""


def path_of(language: str) -> Path:
    """Where a language's catalogue lies; the compiled one stands beside it as `.mo`."""
    return LOCALES / language / "LC_MESSAGES" / "ronda.po"


def read(language: str) -> Catalog:
    """A language's catalogue; an empty one when there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, domain="ronda", fuzzy=False, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="ronda")


def write(catalog: Catalog) -> None:
    """Write a language's catalogue, the same bytes for the same words."""
    catalog.header_comment = f"# Ronda: the words of its letters and pages ({catalog.locale})."
    catalog.project, catalog.version, catalog.msgid_bugs_address = "Ronda", "1", ""
    catalog.creation_date = catalog.revision_date = SINCE
    catalog.last_translator = catalog.language_team = ""
    path = path_of(str(catalog.locale))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, include_lineno=False, sort_by_file=True)


def messages() -> Catalog:
    """Every message that the code and the templates mark."""
    catalog = Catalog(domain="ronda", fuzzy=False, charset="utf-8")
    found = extract_from_dir(
        str(FOLDER), method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS, comment_tags=()
    )
    for file, _, message, _, context in sorted(found, key=lambda f: (f[0], f[1])):
        # Files without lines: a line that moves must not change every catalogue.
        catalog.add(message, locations=[(file, 0)], context=context)
    return catalog


def faults(template: Catalog, catalog: Catalog) -> list[str]:
    """What is wrong with a catalogue: missing, fuzzy, left in English, and so on."""
    language = str(catalog.locale)
    found = [f"{language}: {fault}: {m.id!r}" for m in template if m.id for fault in _faults(catalog, m)]
    found += [
        f"{language}: not in the code any more: {m.id!r}" for m in catalog if m.id and m.id not in template
    ]
    return found


def _faults(catalog: Catalog, wanted: Message) -> list[str]:
    message = catalog.get(wanted.id, wanted.context)
    if message is None or not all(_forms(message.string)):
        return ["missing"]
    if message.fuzzy:
        return ["fuzzy"]
    forms = _forms(message.string)
    if str(catalog.locale) != SOURCE and forms == _forms(wanted.id) and forms[0].count(" ") >= A_SENTENCE:
        return ["left in English"]
    if any("%" in PLACEHOLDER.sub("", text).replace("%%", "") for text in forms):
        return ["a broken placeholder"]
    guide = GUIDE.get(str(catalog.locale))
    if guide and any(guide.search(text) for text in forms):
        return ["against the guide"]
    expected = set(PLACEHOLDER.findall(" ".join(_forms(wanted.id))))
    written = [set(PLACEHOLDER.findall(text)) for text in forms]
    # The form for one may say it in a word instead of the number; the others may not.
    single, *others = written if len(written) > 1 else [set(), *written]
    return [] if single <= expected and all(w == expected for w in others) else ["other placeholders"]


def _forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (str(text),)


def check() -> int:
    """Tell every fault of the catalogues, and every text that none of them knows; 1 when there is one."""
    template = messages()
    found = [fault for language in LANGUAGES for fault in faults(template, read(language))]
    found += untranslated()
    sys.stderr.writelines(f"{fault}\n" for fault in found)
    return bool(found)


def extract() -> int:
    """Bring the catalogues up to date with the code; what is gone from it is gone from them."""
    for language in LANGUAGES:
        catalog = read(language)
        # Each its own: a catalogue keeps the new messages that it is given, and English fills them in.
        catalog.update(messages(), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        if language == SOURCE:
            for message in catalog:
                message.string = message.id if message.id else message.string
        if language == "fr":
            for message in catalog:
                message.string = _typeset(message.string) if message.id and message.string else message.string
        write(catalog)
    return 0


def _typeset(text: Any) -> Any:
    """French with its signs. What has no words yet stays without."""
    if isinstance(text, list | tuple):
        return tuple(_typeset(form) for form in text)
    return text and typeset("fr", str(text))


def compile_all() -> int:
    """Write each catalogue in the form that gettext reads."""
    for language in LANGUAGES:
        with path_of(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))
    return 0


COMMANDS = {"check": check, "compile": compile_all, "extract": extract}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: python -m templates.catalogues {'|'.join(COMMANDS)}")
    sys.exit(COMMANDS[sys.argv[1]]())
