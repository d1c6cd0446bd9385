"""What several public pages show alike: a report in a list, the filters, what is not there."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from api.public.answers import Asked, Made
from api.public.catalogue import Facet
from methodologies.loader import contact, methodology, names
from rounds.methodology.model import Methodology
from rounds.submissions.people import LANGUAGES
from store.published_tables import Published
from store.reads.published import Entry, Title
from templates.words import Words

LATEST_FIRST = "year"


def card(words: Words, entry: Entry, titles: Sequence[Title]) -> dict[str, Any]:
    """A report in a list, in the reader's language where it is told in it."""
    by_language = {title.language: title for title in titles}
    shown = by_language.get(words.language_code) or by_language[entry.languages[0]]
    return {
        "entry": entry,
        "title": shown,
        "program": program_name(entry.methodology),
        "languages": [(code, by_language[code]) for code in entry.languages],
    }


def program(found: Published) -> str:
    """What a report's methodology is called."""
    return found.methodology_name or program_name(found.methodology)


def program_name(id: str) -> str:
    """What a methodology is called; one of before by its id."""
    return methodology(id).name if id in names() else id.upper()


def filters(words: Words, found: Sequence[Facet]) -> list[dict[str, Any]]:
    """Each filter with its values in words, in the order of a dictionary; years the latest first."""
    shown = []
    for facet in found:
        counts = dict(facet.counts)
        if facet.chosen and facet.chosen not in counts:
            counts[facet.chosen] = 0
        options = [(value, _called(words, facet.name, value), count) for value, count in counts.items()]
        options.sort(key=lambda option: words.sorted_as(option[1]), reverse=facet.name == LATEST_FIRST)
        shown.append({"name": facet.name, "chosen": facet.chosen, "options": options})
    return shown


def _called(words: Words, name: str, value: str) -> str:
    if name == "country":
        return words.country(value)
    if name == "methodology":
        return program_name(value)
    if name == "year" or (name == "language" and value not in LANGUAGES):
        return value
    return words.choice(name, value)


def missing(at: Asked) -> Made:
    """There is nothing at this address."""
    return Made(body=at.page("missing"), status=HTTPStatus.NOT_FOUND)


def withdrawn(at: Asked, found: Published) -> Made:
    """A report stood here and was withdrawn (X2): 410, by which search engines forget it; people read it."""
    return Made(body=at.page("withdrawn", report=found), status=HTTPStatus.GONE)


def introduced(words: Words, rules: Methodology) -> dict[str, Any]:
    """A methodology, with its secretariat and where to turn to."""
    return {
        "id": rules.id,
        "name": rules.name,
        "about": rules.about.get(words.language_code, ""),
        "secretariat": rules.secretariat_names.get(words.language_code, rules.secretariat),
        "contact": contact(rules.secretariat),
    }
