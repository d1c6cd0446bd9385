"""A report as a Word document, and back: what was edited comes back as Markdown, with its version (W4)."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rounds.submissions.refusals import Refusal
from templates.document import Document
from templates.markdown import tree
from templates.word.packed import MAIN
from templates.word.reading import edited, sections_of
from templates.word.writing import docx
from tests.templates.reports import FINDINGS, REPORT, of

MADE = docx(REPORT)


def standing(document: Document) -> dict[str, str]:
    return {section.code: section.text for section in document.sections}


def changed(file: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The file with one part changed, or added."""
    with zipfile.ZipFile(BytesIO(file)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts[part] = change(parts.get(part, b""))
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def in_body(xml: str) -> bytes:
    """The file with something more in the findings."""
    return changed(MADE, MAIN, lambda part: part.replace("Gestión del registro".encode(), xml.encode(), 1))


def as_edited(text: str, words: str) -> bytes:
    """The file after somebody wrote other words in the place of a text, in Word."""
    opened = python_docx.Document(BytesIO(MADE))
    run = next(r for p in opened.paragraphs for r in p.runs if text in r.text)
    run.text = run.text.replace(text, words)
    kept = BytesIO()
    opened.save(kept)
    return kept.getvalue()


def test_it_has_real_headings_a_language_and_tables_with_heads() -> None:
    opened = python_docx.Document(BytesIO(MADE))
    headings = [(p.style.name, p.text) for p in opened.paragraphs if p.style and "Heading" in p.style.name]
    assert [text for style, text in headings if style == "Heading 1"] == [s.heading for s in REPORT.sections]
    assert ("Heading 2", "Gestión del registro") in headings
    assert ("Heading 2", "Recomendación 2 (Reforma)") in headings
    assert opened.core_properties.title == REPORT.title
    spoken = opened.styles.element.findall(f".//{qn('w:lang')}")
    assert [lang.get(qn("w:val")) for lang in spoken] == ["es-ES"]
    heads = opened.element.body.findall(f".//{qn('w:tblHeader')}")
    assert len(heads) == len(opened.tables) == 3
    assert opened.tables[2].rows[1].cells[1].text == REPORT.needs[0].topic
    everything = "\n".join(p.text for p in opened.paragraphs)
    for said in (REPORT.note, REPORT.sha256, REPORT.recommendations[0].reasons, REPORT.version_line):
        assert said in everything


def test_what_is_written_in_another_language_is_marked_with_it_in_word() -> None:
    there = docx(replace(REPORT, language="en", written_in="es"))
    opened = python_docx.Document(BytesIO(there))
    found = {
        "".join(t.text or "" for t in lang.getparent().getparent().iter(qn("w:t"))): lang.get(qn("w:val"))
        for lang in opened.element.body.iter(qn("w:lang"))
    }
    assert found == {REPORT.title: "es-ES", REPORT.institution: "es-ES"}


def test_the_same_document_gives_the_same_bytes() -> None:
    assert docx(replace(REPORT)) == MADE
    assert docx(replace(REPORT, sha256="0" * 64)) != MADE


def test_w4_what_was_not_edited_comes_back_as_it_was() -> None:
    returned = sections_of(MADE)
    assert (returned.round, returned.version, returned.sha256) == (
        REPORT.round,
        REPORT.version,
        REPORT.sha256,
    )
    assert list(returned.sections) == [section.code for section in REPORT.sections]
    assert edited(returned, standing(REPORT)) == ()


def test_w4_what_was_edited_comes_back_in_its_section_alone() -> None:
    returned = sections_of(as_edited("carecen de firma", "tienen firma, *todas*"))
    (found,) = edited(returned, standing(REPORT))
    assert (found.code, found.both) == ("findings", False)
    assert "   - dos de cada cinco fichas tienen firma, \\*todas\\*,\n   - la verificación" in found.text
    assert "**llega a 412 distritos**" in found.text


def test_records_are_shown_and_not_read_back() -> None:
    returned = sections_of(as_edited("para cada departamento", "para nadie"))
    assert edited(returned, standing(REPORT)) == ()


SAME = [
    "a * b _c_ 1. x",
    "1. one\n2. two\n   - x\n     - y\n\npara\n\n3. again",
    "# h\n\n## k\n\n> q\n> more\n\n```\ncode\n  x\n```\n\n`in` ~~s~~ ***both*** [t](http://a.b/c_d)",
    "|a|b|\n|-|-|\n|x\\|y|**z**|",
    "\\# no\n\n\\- no\n\n1\\. no\n\na\n\\===",
    "a  \nb",
    "&amp; &lt; <b> & &copy;",
    "- a\n\n  b\n- c",
    "**bold *and em* x** e*mph*asis",
    "above\n\n***\n\nbelow",
    "1. 10\\) x\n2. \\# y\n3. \\> z",
    "# heading # with signs \\#\n\n> 1\\. no list",
    "5. five\n6. six\n\nC:\\new\\table #import $x$ ends with \\",
    "\U0001f600 \u05e2\u05d1 n\u0303 <script>alert(1)</script>",
    FINDINGS,
    "",
]


@pytest.mark.parametrize("text", SAME)
def test_what_markdown_says_survives_word(text: str) -> None:
    there = of(text)
    assert edited(sections_of(docx(there)), standing(there)) == ()


def test_what_tracking_added_is_taken_and_what_it_removed_is_not() -> None:
    tracked = in_body(
        'Gestión</w:t></w:r><w:del w:id="1" w:author="x"><w:r><w:delText> vieja</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="x"><w:r><w:t xml:space="preserve"> nueva</w:t></w:r></w:ins><w:r><w:t>'
    )
    assert "# Gestión nueva" in sections_of(tracked).sections["findings"]


def test_a_picture_is_left_out_and_counted() -> None:
    with_picture = in_body("Gestión</w:t></w:r><w:r><w:drawing/></w:r><w:r><w:t>")
    returned = sections_of(with_picture)
    assert returned.pictures == 1
    assert "Gestión" in returned.sections["findings"]


def test_w4_what_was_changed_here_since_the_document_was_made_is_told() -> None:
    now = {**standing(REPORT), "findings": "Otra cosa", "round_description": "Otra descripción"}
    (found,) = edited(sections_of(as_edited("carecen de firma", "tienen firma")), now)
    assert (found.code, found.both) == ("findings", True)


def test_w4_of_a_document_that_does_not_say_what_it_was_made_of_both_are_shown() -> None:
    silent = changed(MADE, "docProps/custom.xml", lambda part: part.replace(b"ronda_text_", b"x"))
    now = {**standing(REPORT), "findings": "Otra cosa"}
    (found,) = edited(sections_of(silent), now)
    assert (found.code, found.text, found.both) == ("findings", sections_of(MADE).sections["findings"], True)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.sampled_from("ab é.,:;-+*_`#>|[]()<>&!~\\\n1)="), max_size=60))
def test_no_word_is_lost_or_changed_on_the_way_through_word(text: str) -> None:
    """How deep something lies may change, where Word has no such depth; what is said may not."""
    there = of(text)
    try:
        returned = sections_of(docx(there))
    except Refusal:
        return
    assert letters(tree(returned.sections["findings"])) == letters(tree(text))


def letters(nodes: list[Any]) -> str:
    """All that is said, without spaces, looks, numbers of lists and lines across the page."""
    said = ""
    for node in nodes:
        if isinstance(node, str):
            said += node
        elif isinstance(node, list):
            said += letters(node)
        elif node["t"] in ("code", "pre"):
            said += node["s"]
        elif node["t"] == "table":
            said += letters([node["head"], node["rows"]])
        else:
            said += letters(node.get("c", []))
    return "".join(said.split())
