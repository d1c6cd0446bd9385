"""How a published report is cited and described, for people and for programs."""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale

from templates.marking import N_
from templates.words import Words

ORGANIZATION = N_("Organization of American States")
CITED = N_("%(author)s, %(program)s (%(year)s). %(title)s. %(country)s. Published on %(day)s. %(url)s")
_BIBTEX = {c: rf"\{c}" for c in "%&#_${}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """The report's PDF in one language."""

    language: str
    url: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A published report, as its readers' programs know it; `title` is in `language`."""

    slug: str
    url: str
    title: str
    language: str
    program: str
    number: str
    country: str
    topics: tuple[str, ...]
    published: date
    changed: date
    version: int
    files: tuple[File, ...] = ()


def sentence(words: Words, c: Cited) -> str:
    """The report as a list of references names it."""
    return words.say(
        CITED,
        author=words.say(ORGANIZATION),
        program=c.program,
        year=str(c.published.year),
        title=_line(c.title).rstrip("."),
        country=words.country(c.country),
        day=words.short(c.published),
        url=c.url,
    )


def bibtex(words: Words, c: Cited) -> str:
    """An entry for BibTeX and biber, in UTF-8."""
    author = words.say(ORGANIZATION)
    told = {
        "author": f"{{{_tex(author)}}}",
        "title": f"{{{_tex(c.title)}}}",
        "institution": _tex(author),
        "type": _tex(c.program),
        "number": _tex(c.number),
        "year": str(c.published.year),
        "date": c.published.isoformat(),
        "language": str(Locale.parse(c.language).english_name).lower(),
        "url": c.url,
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in told.items())
    return f"@techreport{{{c.slug},\n{lines}\n}}\n"


def ris(words: Words, c: Cited) -> str:
    """An entry for reference managers."""
    pairs = [
        ("TY", "RPRT"),
        ("AU", words.say(ORGANIZATION)),
        ("TI", _line(c.title)),
        ("PB", words.say(ORGANIZATION)),
        ("T2", c.program),
        ("M1", c.number),
        ("PY", str(c.published.year)),
        ("DA", f"{c.published:%Y/%m/%d}"),
        ("LA", c.language),
        ("CY", words.country(c.country)),
        *(("KW", topic) for topic in c.topics),
        *(("L1", file.url) for file in c.files),
        ("UR", c.url),
        ("ID", c.slug),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in pairs)


def dublin_core(words: Words, c: Cited) -> list[tuple[str, str]]:
    """The report's description, an element a line."""
    return [
        ("title", _line(c.title)),
        ("creator", words.say(ORGANIZATION)),
        ("publisher", words.say(ORGANIZATION)),
        ("date", c.published.isoformat()),
        ("type", "Text"),
        ("format", "application/pdf"),
        ("identifier", c.url),
        ("language", c.language),
        ("coverage", words.country(c.country)),
        *(("subject", topic) for topic in c.topics),
    ]


def schema_org(words: Words, c: Cited) -> str:
    """The report as JSON-LD, which may stand within a page as it is."""
    organization = {"@type": "Organization", "name": words.say(ORGANIZATION), "url": "https://www.oas.org"}
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": c.url,
        "url": c.url,
        "name": _line(c.title),
        "inLanguage": c.language,
        "reportNumber": c.number,
        "version": str(c.version),
        "datePublished": c.published.isoformat(),
        "dateModified": c.changed.isoformat(),
        "author": organization,
        "publisher": organization,
        "about": list(c.topics),
        "spatialCoverage": words.country(c.country),
        "encoding": [
            {
                "@type": "MediaObject",
                "contentUrl": file.url,
                "encodingFormat": "application/pdf",
                "contentSize": str(file.size),
                "sha256": file.sha256,
                "inLanguage": file.language,
            }
            for file in c.files
        ],
    }
    plain = json.dumps(told, ensure_ascii=False)
    return plain.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return re.sub(r"[%&#_${}\\~^]", lambda found: _BIBTEX[found[0]], _line(text))
