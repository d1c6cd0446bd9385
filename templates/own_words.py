"""The letters whose words a secretariat may change: what each is for, and of which sentences it is made.

A sentence is a message of the catalogues. What several letters have in common is changed in one place, for
all of them; a letter's own page comes before that, and words for a methodology before those for all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from jinja2 import Environment

from templates import silences, telling, vocabulary
from templates.marking import N_, Counted
from templates.reworded import Own
from templates.wording_checks import fault

FOLDER = Path(__file__).parent / "letters"
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
KEPT = frozenset((N_("Organization of American States"), N_("OAS")))
"""What no secretariat changes: whose organ it is."""
SPECIMEN = N_("Test: %(subject)s")
"""The subject of a letter that somebody looks at: nobody takes it for the letter itself."""
WRITTEN = ("gettext", "ngettext", "_")


class Said(Protocol):
    """A secretariat's words for a message: of which letter, for which methodology ("": for all)."""

    @property
    def letter(self) -> str:
        """The page of words that it stands on."""

    @property
    def methodology(self) -> str:
        """For which it holds."""

    @property
    def message(self) -> str:
        """The original."""

    @property
    def forms(self) -> Sequence[str]:
        """What is said in its place."""


class Row(NamedTuple):
    """Such words that are kept nowhere."""

    letter: str
    methodology: str
    message: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A message of a letter; `many` is empty where no number decides, `code` what it says that of."""

    message: str
    many: str = ""
    code: str = ""

    @property
    def key(self) -> str:
        """What a form calls it."""
        return sha256(self.message.encode()).hexdigest()[:16]

    @property
    def names(self) -> tuple[str, ...]:
        """Its placeholders."""
        return tuple(dict.fromkeys(PLACEHOLDER.findall(f"{self.message} {self.many}")))

    @property
    def counted(self) -> bool:
        """Whether a number decides between two forms."""
        return bool(self.many)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPage:
    """A letter, or what letters have in common: its title, its templates, the tables of its sentences."""

    title: str
    templates: tuple[str, ...] = ()
    tables: tuple[Mapping[str, str], ...] = ()


_SAID = dict(enumerate((silences.ESCALATES, silences.ESCALATES_ON, silences.FREEZES, silences.FALLS_SILENT)))
COMMON = {
    "common": LetterPage(
        title=N_("What every letter has in common"),
        templates=("base", "parts"),
        tables=(vocabulary.INTRODUCTIONS,),
    ),
    "tasks": LetterPage(title=N_("What is asked"), tables=(vocabulary.ASKED, vocabulary.ADDED)),
    "silence": LetterPage(
        title=N_("What silence means"),
        tables=(silences.SILENCE, {str(n): text for n, text in _SAID.items()}),
    ),
    "happenings": LetterPage(
        title=N_("What has happened"), tables=(telling.NEWS, telling.TOLD, vocabulary.OUTCOMES)
    ),
    "details": LetterPage(
        title=N_("What is said besides of news and of changes"), templates=("news", "changes")
    ),
    "next": LetterPage(title=N_("What comes next"), tables=(telling.NEXT,)),
}
"""Said in several letters."""
ASKING = {
    "assignment": LetterPage(
        title=N_("Something is asked, an invitation too"), templates=("assignment", "invitation")
    ),
    "brief": LetterPage(title=N_("A task passes to somebody"), templates=("brief",)),
    "handed_over": LetterPage(title=N_("Somebody takes another's place"), templates=("handed_over",)),
    "delegated": LetterPage(title=N_("Somebody is named as a delegate"), templates=("delegated",)),
    "delegation_ended": LetterPage(title=N_("A delegation ends"), templates=("delegation_ended",)),
    "moved": LetterPage(title=N_("A date changes"), templates=("moved",)),
    "reminder": LetterPage(title=N_("What is pending, once a day"), templates=("reminder",)),
    "refused": LetterPage(title=N_("What was sent could not be accepted"), templates=("refused",)),
}
TELLING = {
    "receipt": LetterPage(title=N_("What was sent is recorded"), templates=("receipt",)),
    "told": LetterPage(title=N_("News of the round"), templates=("told",)),
    "visit": LetterPage(title=N_("The visit, for the calendar"), templates=("visit",)),
    "seat_filled": LetterPage(title=N_("The seat is filled"), templates=("seat_filled",)),
    "old_address": LetterPage(title=N_("To an address that holds no longer"), templates=("old_address",)),
    "announcement": LetterPage(title=N_("The report is public"), templates=("announcement",)),
    "publication_code": LetterPage(
        title=N_("A code for the authorisation to publish"), templates=("publication_code",)
    ),
}
OUTSIDE = {
    "asked": LetterPage(title=N_("A request for a round"), templates=("asked",)),
    "log_head": LetterPage(title=N_("How the audit log stands"), templates=("log_head",)),
    "sign_in": LetterPage(title=N_("An officer's link to the desk"), templates=("sign_in",)),
}
GROUPS: Mapping[str, Mapping[str, LetterPage]] = {
    N_("What letters have in common"): COMMON,
    N_("Letters that ask for something"): ASKING,
    N_("Letters that tell something"): TELLING,
    N_("Letters outside of a round"): OUTSIDE,
}
"""Every letter, by what it is for."""
PAGES = {id: page for group in GROUPS.values() for id, page in group.items()}


def letters_in(template: str) -> tuple[str, ...]:
    """The pages whose words stand in a letter: its own, and those that it has in common with others."""
    return tuple(dict.fromkeys((template, *COMMON)))


def templates_of(letter: str) -> tuple[str, ...]:
    """The templates in which a page's words may stand, as letters are sent by them; none: in any."""
    return () if letter in COMMON else (letter,)


def own(template: str, rows: Iterable[Said]) -> Own:
    """What a letter says in a secretariat's own words; what is not as it should be is not used."""
    good = (row for row in rows if usable(row))
    ranked = sorted(good, key=lambda row: (row.letter == template, row.methodology != ""))
    return {row.message: tuple(row.forms) for row in ranked}


def usable(row: Said) -> bool:
    """Whether the letter still has this sentence, and the words can stand for it."""
    sentence = sentences(row.letter).get(Sentence(message=row.message).key) if row.letter in PAGES else None
    return sentence is not None and fault(sentence, tuple(row.forms)) is None


@cache
def sentences(letter: str) -> Mapping[str, Sentence]:
    """The sentences of a letter's page, by their key, in the order in which they are written."""
    page = PAGES[letter]
    found: dict[str, Sentence] = {}
    for one in (*_of_templates(page.templates), *_of_tables(page.tables)):
        if _is_said(one):
            found.setdefault(one.key, one)
    return found


def _is_said(one: Sentence) -> bool:
    """Whether there are words in it: what only sets two things side by side is no sentence."""
    return one.message not in KEPT and any(c.isalpha() for c in PLACEHOLDER.sub("", one.message))


def _of_templates(templates: Iterable[str]) -> Iterator[Sentence]:
    for template in templates:
        source = (FOLDER / f"{template}.html").read_text("utf-8")
        found: Iterable[tuple[int, str, Any]] = _environment().extract_translations(source, WRITTEN)  # type: ignore[attr-defined]  # the i18n extension adds it
        for _, _, message in found:
            one, many = message[:2] if isinstance(message, tuple) else (message, "")
            if one:
                yield Sentence(message=one, many=many or "")


def _of_tables(tables: Iterable[Mapping[str, str]]) -> Iterator[Sentence]:
    for table in tables:
        for code, text in table.items():
            yield Sentence(message=str(text), many=text.many if isinstance(text, Counted) else "", code=code)


@cache
def _environment() -> Environment:
    return Environment(autoescape=True, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
