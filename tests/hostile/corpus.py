"""All hostile files: each with the question that is asked of it, and the code by which it is refused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.hostile.offices import DOCUMENTS, SPREADSHEETS, part, related
from tests.hostile.offices import field as command
from tests.hostile.pdfs import PDFS
from tests.hostile.pictures import JPEGS, PNGS
from tests.hostile.questionnaires import IDENTITY, QUESTIONNAIRES

OWN = "docProps/custom.xml"
"""What is read first of a document, to see whether it was made here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """One file."""

    what: str
    code: str
    make: Callable[[], bytes]
    asked: dict[str, Any] = field(default_factory=dict)


FILES = {
    f"{ending} {name}": Hostile(what="file", code=code, make=make, asked={"ending": ending})
    for ending, made in (
        (".pdf", PDFS),
        (".png", PNGS),
        (".jpg", JPEGS),
        (".docx", DOCUMENTS),
        (".xlsx", SPREADSHEETS),
    )
    for name, (code, make) in made.items()
}
"""What somebody would attach."""
FILLED = {
    f"questionnaire {name}": Hostile(
        what="questionnaire",
        code=code,
        make=make,
        asked={"filename": "a.xlsx", "identity": IDENTITY, "count": 3},
    )
    for name, (code, make) in QUESTIONNAIRES.items()
}
"""What somebody would fill a questionnaire in from."""
WRITTEN = {
    f"document {name}": Hostile(what="document", code=code, make=make)
    for name, (code, make) in {
        "macros": ("document_active", lambda: part("word/vbaProject.bin", b"x")),
        "a template from elsewhere": (
            "document_active",
            lambda: related("attachedTemplate", "https://a.example"),
        ),
        "a hundred mebibytes": ("document_too_large", lambda: part("word/a.xml", bytes(100 * 1024**2))),
        "ten thousand elements deep": (
            "not_a_document",
            lambda: part(OWN, b"<a>" * 10_000 + b"</a>" * 10_000),
        ),
        "entities": ("not_a_document", lambda: part(OWN, b"<!DOCTYPE x><x/>")),
        "another file": ("not_a_document", lambda: b"MZ" + bytes(100)),
        "a command of another program": ("other_document", lambda: command("DDE a b")),
    }.items()
}
"""What somebody would take over into a report."""
ALL = {**FILES, **FILLED, **WRITTEN}
