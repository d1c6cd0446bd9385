"""A document set in type: PDF/UA-1 by typst, from data alone; the same document gives the same bytes."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfReader

from rounds.submissions.documents import ReportTooLarge
from templates.document import Document, Need, Recommendation
from templates.markdown import Content, plain, tree

FOLDER = Path(__file__).parent / "report"
LONGEST = 400_000
"""Characters of all texts together: more than a hundred pages."""
MOST = 8_000
"""Paragraphs, items, cells and the like of all texts together."""
FEW, SHORT = 8, 1_200
"""Needs, and characters of all of them, that stand together on one page: a third of it at most."""
FULL = 4_000
"""Characters of a page: what is recommended begins on one of its own if more than these stand before it."""
UNBROKEN = 38
"""So many signs without a place to break the line still fit; what is longer may break anywhere."""
UNBROKEN_IN_TABLES = 16
FITTING = 15
"""Letters of a word that still fits into a narrow column, so that none there need be hyphenated."""
BREAK = "\u200b"


class NotSet(Exception):
    """Typst itself failed: a fault, whose remedy is another text or another typst."""


def pdf(document: Document) -> bytes:
    """The report as a tagged PDF; the same bytes for the same value.

    Raises: TextTooLong, TextTooDeep, TableTooLarge, ReportTooLarge; NotSet.
    """
    try:
        return _compiled(json.dumps(_data(document), ensure_ascii=False), document.date)
    except BaseException as broken:
        # What fails in Rust comes as an exception that ends a program, unless it is told apart by its name.
        if type(broken).__name__ != "PanicException":
            raise
        raise NotSet(f"version {document.version} of {document.round}: {broken}") from None


def _compiled(data: str, day: date) -> bytes:
    signs = "".join(set(data))
    found = {"leftwards": _LEFTWARDS.search(signs), "joined": JOINED.search(signs)}
    made: bytes = typst.compile(
        str(FOLDER / "main.typ"),
        root=str(FOLDER),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"document": data, **{name: "yes" if sign else "no" for name, sign in found.items()}},
        pdf_standards="ua-1",
        timestamp=datetime.combine(day, time(12), UTC),
    )
    return made


def pages(made: bytes) -> int:
    """How many pages a PDF has (W1)."""
    return len(PdfReader(BytesIO(made)).pages)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FOLDER / "fonts")]
    )


def _data(document: Document) -> dict[str, Any]:
    """The document as the template takes it: texts as trees, all of it without what cannot be shown."""
    if sum(len(text) for text in _texts(document)) > LONGEST:
        raise ReportTooLarge(longest=LONGEST, most=MOST)
    labels = document.labels
    holds = {"recommendations": document.recommendations, "needs": document.needs, "": ()}
    sections = [
        {
            "heading": _line(section.heading),
            "text": _text(section.text),
            "holds": section.holds,
            "apart": section.holds == "recommendations" and _before(document, place) > FULL,
            "empty": not section.text.strip() and not holds[section.holds],
        }
        for place, section in enumerate(document.sections)
    ]
    made = {
        "language": document.language,
        "written_in": document.written_in or document.language,
        "paper": document.paper,
        "under": 1,
        **{name: _line(getattr(document, name)) for name in _LINES},
        "title": _line(document.title) or _line(document.round),
        "author": _line(f"{document.organisation} - {document.secretariat}"),
        "description": _line(f"{document.round} - {document.version_line}"),
        "keywords": [_line(document.methodology), _line(document.country)],
        "day": [document.date.year, document.date.month, document.date.day],
        "labels": {name: _line(said) for name, said in asdict(labels).items()},
        "facts": [*_facts(document)],
        "panel": [{name: _line(said) for name, said in asdict(member).items()} for member in document.panel],
        "sections": sections,
        "recommendations": [_recommendation(r) for r in document.recommendations],
        "needs": [_need(need, document.language) for need in document.needs],
        "together": _together(document.needs),
    }
    if _nodes(made) > MOST:
        raise ReportTooLarge(longest=LONGEST, most=MOST)
    return made


_LEFTWARDS = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters of scripts that are written from right to left."""

JOINED = re.compile(
    r"[^\n -~\u00a0-\u00b6\u00b8-\u017f\u200b\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2190-\u22ff]"
)
"""Signs of which a font may make one of several: accents of their own, emoji, the point of a Catalan l.

Letters of Western and Central Europe, punctuation, currencies, arrows and mathematics are a glyph each.
"""


def _nodes(data: Any) -> int:
    """How many parts a document is laid out of."""
    found, left = 0, [data]
    while left:
        part = left.pop()
        if isinstance(part, dict):
            found += 1
            left += part.values()
        elif isinstance(part, list):
            found += bool(part)
            left += part
    return found


_LINES = (
    *("organisation", "secretariat", "about", "title", "country", "institution", "round"),
    *("version_line", "written", "note", "status_note"),
)


def _facts(document: Document) -> Iterator[dict[str, Any]]:
    """The facts of the round, one a row; what is not known is left out."""
    labels, visit = document.labels, document.visit
    own, theirs = document.language, document.written_in or document.language
    rows = [
        (labels.country, document.country, own, False),
        (labels.institution, document.institution, theirs, False),
        (labels.initiative, document.initiative, theirs, False),
        (labels.methodology, document.methodology, own, False),
        (labels.secretariat, document.secretariat, own, False),
        (labels.visit_dates, visit.dates if visit else "", own, False),
        (labels.visit_form, visit.form if visit else "", own, False),
        (labels.visit_place, visit.place if visit else "", theirs, False),
        (labels.version, document.version_line, own, False),
        (labels.fingerprint, document.sha256, own, True),
        (labels.original, document.translation_note, own, False),
        (labels.original_fingerprint, document.translation_of, own, True),
    ]
    for name, text, language, code in rows:
        if text:
            shown = text if code else _line(text)
            yield {"name": _line(name), "text": shown, "language": language, "code": code}


def _recommendation(r: Recommendation) -> dict[str, Any]:
    return {
        "number": r.number,
        "kind": _line(r.kind),
        "text": _text(r.text),
        "reasons": _text(r.reasons),
        "rests_on": _line(r.rests_on),
        "reply": _line(r.reply),
        "reply_reasons": _text(r.reply_reasons),
        "reply_language": r.reply_language,
    }


def _need(need: Need, language: str) -> dict[str, Any]:
    return {
        "number": need.number,
        "topic": _line(need.topic),
        "support": _line(need.support),
        "priority": _line(need.priority),
        "text": _text(need.text, UNBROKEN_IN_TABLES),
        "language": need.topic_language or language,
        "parted": any(len(word) > FITTING for word in (*need.topic.split(), *need.support.split())),
    }


def _together(needs: Sequence[Need]) -> bool:
    """Whether they are so few that their table is better not parted between two pages."""
    return len(needs) <= FEW and sum(len(need.text) for need in needs) <= SHORT


def _before(document: Document, place: int) -> int:
    """Characters of the sections before this one."""
    return sum(len(section.text) for section in document.sections[:place])


def _texts(document: Document) -> Iterator[str]:
    for section in document.sections:
        yield section.text
    for r in document.recommendations:
        yield from (r.text, r.reasons, r.reply_reasons)
    for need in document.needs:
        yield need.text


def _line(text: str) -> str:
    return breakable(" ".join(plain(text).split()), UNBROKEN)


def _text(markdown: str, unbroken: int = UNBROKEN) -> Content:
    return [_breakable(node, unbroken) for node in tree(markdown)]


def _breakable(node: Any, unbroken: int) -> Any:
    if isinstance(node, str):
        return breakable(node, unbroken)
    if isinstance(node, list):
        return [_breakable(part, unbroken) for part in node]
    if not isinstance(node, dict):
        return node
    within = UNBROKEN_IN_TABLES if node["t"] == "table" else unbroken
    return {name: part if name in ("t", "u") else _breakable(part, within) for name, part in node.items()}


def breakable(text: str, unbroken: int) -> str:
    """The text with places to break a line in what is too long to fit: nothing runs off the page."""
    if max(map(len, text.split()), default=0) <= unbroken:
        return text
    return re.sub(r"\S+", lambda found: _broken(found[0], unbroken), text)


def _broken(word: str, unbroken: int) -> str:
    """A word in pieces if it is too long; what belongs to the sign before it stays with it.

    One of letters is hyphenated by its language, unless it is longer than any language's.
    """
    if len(word) <= (UNBROKEN if word.strip("«»()[]\"'.,;:").isalpha() else unbroken):
        return word
    signs = _SIGNS.findall(word)
    size = unbroken // 2
    return BREAK.join("".join(signs[at : at + size]) for at in range(0, len(signs), size))


_SIGNS = re.compile(
    r"(?s).(?:[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]|\u200d.)*"
)
"""A sign with its accents, with what says how an emoji looks, with what is joined to it."""
