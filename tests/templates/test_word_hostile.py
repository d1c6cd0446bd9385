"""A file that is no report of ours, or would act when it is opened, is refused with its code (U2, U3)."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import docx as python_docx
import pytest

from rounds.submissions.documents import DocumentActive, DocumentTooLarge, NotADocument, OtherDocument
from rounds.submissions.refusals import Refusal
from templates.word.packed import MAIN, TYPES
from templates.word.reading import sections_of
from tests.templates.test_word import MADE, changed, in_body


def foreign() -> bytes:
    kept = BytesIO()
    python_docx.Document().save(kept)
    return kept.getvalue()


def packed(**parts: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def bomb() -> bytes:
    return changed(MADE, "word/media.xml", lambda _: b" " * 50_000_000)


def lying() -> bytes:
    """A part that unpacks to more than the file says."""
    big = changed(MADE, "word/footnotes.xml", lambda _: b" " * 9_000_000)
    return big.replace((9_000_000).to_bytes(4, "little"), (900).to_bytes(4, "little"))


def link(kind: str, target: str) -> bytes:
    said = f'<Relationship Id="rIdX" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
    return changed(
        MADE,
        "word/_rels/document.xml.rels",
        lambda part: part.replace(b"</Relationships>", f"{said}</Relationships>".encode()),
    )


DTD = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
FIELD = "</w:t></w:r><w:r><w:instrText>{}</w:instrText></w:r><w:r><w:t>"

REFUSED: dict[str, tuple[Callable[[], bytes], type[Refusal]]] = {
    "nothing": (lambda: b"", NotADocument),
    "a text": (lambda: b"hello", NotADocument),
    "another zip": (lambda: packed(a=b"x"), NotADocument),
    "cut off": (lambda: MADE[: len(MADE) // 2], NotADocument),
    "damaged": (lambda: MADE[:5_000] + bytes(2_000) + MADE[7_000:], NotADocument),
    "too large": (lambda: MADE + bytes(10_000_001), DocumentTooLarge),
    "bomb": (bomb, DocumentTooLarge),
    "lying": (lying, NotADocument),
    "many paragraphs": (
        lambda: changed(MADE, MAIN, lambda p: p.replace(b"<w:sectPr", b"<w:p/>" * 4_001 + b"<w:sectPr", 1)),
        DocumentTooLarge,
    ),
    "a text of 1 MB": (lambda: in_body("x" * 1_000_000), DocumentTooLarge),
    "many parts": (lambda: packed(**{f"p{n}.xml": b"" for n in range(500)}), DocumentTooLarge),
    "deep": (lambda: changed(MADE, MAIN, lambda _: b"<a>" * 230 + b"</a>" * 230), DocumentTooLarge),
    "entities": (lambda: changed(MADE, MAIN, lambda p: p.replace(b"?>", b"?>" + DTD, 1)), NotADocument),
    "entities in utf-16": (
        lambda: changed(MADE, MAIN, lambda _: (DTD.decode() + "<x>&b;</x>").encode("utf-16")),
        NotADocument,
    ),
    "no xml": (lambda: changed(MADE, MAIN, lambda _: b"<w:document"), NotADocument),
    "macros": (lambda: changed(MADE, "word/vbaProject.bin", lambda _: b"x"), DocumentActive),
    "macros by type": (
        lambda: changed(
            MADE,
            TYPES,
            lambda p: p.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            ),
        ),
        DocumentActive,
    ),
    "embedded": (lambda: changed(MADE, "word/embeddings/a.xlsx", lambda _: b"x"), DocumentActive),
    "template elsewhere": (lambda: link("attachedTemplate", "http://x.example/t.dotm"), DocumentActive),
    "object elsewhere": (lambda: link("oleObject", "file:///c:/x"), DocumentActive),
    "picture elsewhere": (lambda: link("image", "http://x.example/p.png"), DocumentActive),
    "link to a file": (lambda: link("hyperlink", "file:///etc/passwd"), DocumentActive),
    "link that runs": (lambda: link("hyperlink", "javascript:alert(1)"), DocumentActive),
    "field that runs": (lambda: in_body(FIELD.format("DDEAUTO c:\\x")), DocumentActive),
    "field in pieces": (
        lambda: in_body(FIELD.format(" INCLU") + FIELD.format("DETEXT c:\\x")),
        DocumentActive,
    ),
    "not made here": (foreign, OtherDocument),
    "without its version": (
        lambda: changed(MADE, "docProps/custom.xml", lambda p: p.replace(b"ronda_version", b"x")),
        OtherDocument,
    ),
    "without its marks": (
        lambda: changed(MADE, MAIN, lambda p: re.sub(rb"<w:bookmark\w+[^>]*/>", b"", p)),
        OtherDocument,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_report_or_would_act_is_refused_with_its_code(name: str) -> None:
    make, refusal = REFUSED[name]
    with pytest.raises(refusal):
        sections_of(make())


def test_links_to_pages_and_to_mailboxes_are_none_of_that() -> None:
    assert sections_of(link("hyperlink", "https://example.org/x")).sections
    assert sections_of(link("hyperlink", "mailto:a@example.org")).sections
