"""What a report's public page is made of: handed over whole when it is published; nothing else is public."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

T = TypeVar("T")


def slug_of(round_id: str) -> str:
    """The last part of the report's permanent address."""
    return round_id.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSection:
    """One section; `text` is Markdown as it was approved, `title` only for a code that has no words.

    `html` is what `with_html` made of the text. `holds`: the records that stand at its end, "recommendations"
    or "needs"; those that no section holds stand after all of them.
    """

    code: str
    text: str
    title: str = ""
    html: str = ""
    holds: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRecommendation:
    """One recommendation; `answer` and its reasons only if the beneficiary wants them shown.

    `answer_language`: of those reasons, which nobody translates.
    """

    number: int
    kind: str
    text: str
    reasons: str = ""
    answer: str = ""
    answer_reasons: str = ""
    answer_language: str = ""
    html: str = ""
    reasons_html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedText:
    """The report in one language; its PDF lies among the kept files under `pdf_sha256`.

    `institution` and `initiative` only where a translation says them otherwise than the publication;
    `written_in`: the language of these and of the title, empty where it is its own.
    """

    language: str
    title: str
    sections: tuple[PublishedSection, ...]
    pdf_sha256: str
    pdf_size: int
    pdf_pages: int
    recommendations: tuple[PublishedRecommendation, ...] = ()
    institution: str = ""
    initiative: str = ""
    written_in: str = ""


def as_kept(model: type[T], kept: Mapping[str, Any]) -> T:
    """A part as it was kept, be it by code that knew fewer fields of it, or more."""
    return model(**{name: value for name, value in kept.items() if name in model.__dataclass_fields__})  # type: ignore[attr-defined]  # each is a dataclass; T cannot say so


def with_html(text: PublishedText, html: Callable[[str], str]) -> PublishedText:
    """The same text with its HTML, made once here: to make it takes longer than a reader should wait.

    `html` makes HTML of Markdown that can harm nobody; what it returns is shown as it stands.
    """
    return replace(
        text,
        sections=tuple(replace(one, html=html(one.text)) for one in text.sections),
        recommendations=tuple(
            replace(one, html=html(one.text), reasons_html=html(one.reasons)) for one in text.recommendations
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedNeed:
    """A cooperation need in one language; `id` is its record's, the same in each language (X4).

    `topic` is a code, or empty beside `topic_words`, which keep what participants wrote.
    """

    id: str
    language: str
    topic: str
    support: str
    text: str
    priority: str = ""
    topic_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """All that becomes public of a round.

    `language` is that of the approved report, whose `version` and `sha256` the authorisation is bound to
    (X2); `texts` are the languages that were authorised. `panel_countries` are codes, as `country` is.
    """

    round_id: str
    slug: str
    methodology: str
    methodology_name: str
    methodology_version: str
    secretariat: str
    country: str
    institution: str
    year: int
    language: str
    version: int
    sha256: str
    approved_on: date
    texts: tuple[PublishedText, ...]
    number: int = 1
    initiative: str = ""
    topics: tuple[str, ...] = ()
    topic_words: str = ""
    panel_countries: tuple[str, ...] = ()
    needs: tuple[PublishedNeed, ...] = ()
    visit_starts: date | None = None
    visit_ends: date | None = None

    @property
    def digest(self) -> str:
        """The same for the same publication: what is published twice is published once."""
        plain = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True, default=str)
        return sha256(plain.encode()).hexdigest()
