"""What a report shows, as one value in one language: the PDF, the DOCX and the public page are made of it.

Codes have become words before it is made, and texts stand as people wrote them, in Markdown. Whoever makes
something of it needs nothing else: so the same value gives the same bytes.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Paper = Literal["a4", "us-letter"]
Status = Literal["preliminary", "final"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody of the panel; `role` in words, `post`: the institution they were named with."""

    name: str
    role: str = ""
    post: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMade:
    """The visit, in words."""

    dates: str
    form: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One recommendation, numbered through the report; `text` and `reasons` are Markdown (W6).

    `id` stays the same from version to version. `rests_on`: the question or the finding, in words.
    `reply` is the beneficiary's word on it, `reply_reasons` why, in `reply_language`; empty unless the
    beneficiary wants them shown.
    """

    number: int
    kind: str
    text: str
    id: str = ""
    reasons: str = ""
    rests_on: str = ""
    reply: str = ""
    reply_reasons: str = ""
    reply_language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A cooperation need, numbered through the report, in words; `text` is Markdown (X4).

    `topic_language`: that of a topic which a participant added in words, empty for one of the list.
    """

    number: int
    topic: str
    support: str
    text: str
    id: str = ""
    priority: str = ""
    topic_language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section in the methodology's order; `text` is Markdown.

    `holds`: the records that stand at its end, all of the report's.
    """

    code: str
    heading: str
    text: str = ""
    holds: Literal["", "recommendations", "needs"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The words around the texts, in the document's language."""

    contents: str
    facts: str
    country: str
    institution: str
    initiative: str
    methodology: str
    secretariat: str
    version: str
    fingerprint: str
    original: str
    original_fingerprint: str
    panel: str
    name: str
    role: str
    post: str
    home: str
    visit_dates: str
    visit_form: str
    visit_place: str
    number: str
    recommendation: str
    reasons: str
    rests_on: str
    reply: str
    topic: str
    support: str
    priority: str
    description: str
    colon: str
    nothing: str
    """What stands in a section without a text, which only a preliminary version has."""
    records_note: str
    """What a Word document says above the records that it shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All that one version of a report shows.

    `language`: of the words and of the texts. `written_in`: of what the beneficiary wrote of itself
    (`institution`, `initiative`). `round`: its name, with methodology, year, number and country.
    `version_line` says status and version in words, `written` the date, `status_note` what a version is for
    that is not final. `sha256` is that of the version, `translation_of` that of the approved version which it
    translates, with `translation_note` in words. `note`: recommendations do not bind (W5).
    `paper` is data, since it decides how many pages there are.
    """

    language: str
    organisation: str
    secretariat: str
    methodology: str
    about: str
    title: str
    country: str
    institution: str
    initiative: str
    round: str
    version: int
    status: Status
    sha256: str
    date: date
    version_line: str
    written: str
    note: str
    labels: Labels
    panel: tuple[Member, ...] = ()
    visit: VisitMade | None = None
    sections: tuple[Section, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    needs: tuple[Need, ...] = ()
    translation_of: str = ""
    translation_note: str = ""
    status_note: str = ""
    written_in: str = ""
    paper: Paper = "a4"
