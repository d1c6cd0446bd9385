"""A report set in type: tagged, in its language, with its fonts, passive, always the same (W1, W3, W5)."""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from rounds.submissions.documents import ReportTooLarge, TableTooLarge, TextTooDeep
from rounds.submissions.refusals import Refusal, TextTooLong
from templates.document import Section
from templates.typeset import LONGEST, breakable, pages, pdf
from tests.templates.reports import REPORT, of

ACTIVE = {
    "/JS",
    "/JavaScript",
    "/Launch",
    "/EmbeddedFiles",
    "/EmbeddedFile",
    "/RichMedia",
    "/Movie",
    "/Sound",
}
ACTIVE |= {"/AA", "/OpenAction", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/AcroForm", "/XFA", "/AF"}


def text(made: bytes) -> str:
    """The text layer without the spaces of its lines, and without places to break a line."""
    layer = "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    return re.sub(r"\s+", " ", layer.replace("\u200b", ""))


def walked(made: bytes) -> Iterator[pikepdf.Object]:
    """Every dictionary of a PDF."""
    with pikepdf.open(BytesIO(made)) as opened:
        for thing in opened.objects:
            yield from _inside(thing, 0)


def _inside(thing: Any, depth: int) -> Iterator[Any]:
    if depth > 40 or not isinstance(thing, pikepdf.Object):
        return
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        parts: list[Any] = [part for name, part in thing.items() if name != "/P"]
    else:
        parts = list(thing.as_list()) if isinstance(thing, pikepdf.Array) else []
    for part in parts:
        # What is an object of its own comes by itself.
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            yield from _inside(part, depth + 1)


def tags(made: bytes) -> list[str]:
    return [
        str(d.S)[1:] for d in walked(made) if d.get("/Type") == "/StructElem" or ("/S" in d and "/K" in d)
    ]


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf(REPORT)


def test_it_is_tagged_for_readers_who_do_not_see_it_in_its_language_with_title_and_author(
    made: bytes,
) -> None:
    with pikepdf.open(BytesIO(made)) as opened:
        root = opened.Root
        assert str(root.Lang) == "es"
        assert root.MarkInfo.Marked
        assert root.StructTreeRoot.K
        assert root.ViewerPreferences.DisplayDocTitle
        with opened.open_metadata() as said:
            assert said["pdfuaid:part"] == "1"
            assert said["dc:title"] == REPORT.title
            assert said["dc:creator"] == [f"{REPORT.organisation} - {REPORT.secretariat}"]
    found = tags(made)
    assert {"Title", "H1", "H2", "P", "L", "LI", "Table", "TR", "TH", "TD", "Link"} <= set(found)
    # The panel, the table of a text, the needs: the head of each is told from its cells.
    assert found.count("Table") == 3
    assert found.count("TH") == 4 + 3 + 5


def test_every_font_is_in_it(made: bytes) -> None:
    embedded = {
        str(d.FontName).partition("+")[2]: bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(d.keys()))
        for d in walked(made)
        if d.get("/Type") == "/FontDescriptor"
    }
    assert all(embedded.values())
    assert len([name for name in embedded if name.startswith("SourceSans3")]) >= 3


def test_nothing_in_it_acts(made: bytes) -> None:
    """Links lead to addresses and places; nothing runs, opens files or carries any."""
    for thing in walked(made):
        assert not ACTIVE & set(thing.keys())
        if thing.get("/Type") == "/Action" or ("/S" in thing and "/URI" in thing):
            assert str(thing.S) in ("/URI", "/GoTo")


def test_the_same_document_gives_the_same_bytes_and_another_version_others(made: bytes) -> None:
    assert pdf(replace(REPORT)) == made
    assert pdf(replace(REPORT, version_line="Informe final, versión 3")) != made


def test_w3_w5_it_shows_all_that_the_document_holds(made: bytes) -> None:
    said = text(made)
    expected = [
        *(section.heading for section in REPORT.sections),
        *(member.name for member in REPORT.panel),
        *(f"Recomendación {r.number}" for r in REPORT.recommendations),
        *(r.kind for r in REPORT.recommendations),
        *("Aceptada en parte", "Por etapas.", REPORT.note, REPORT.sha256, REPORT.written, REPORT.about),
        *("decreto 4.509 (https://www.example.org/decreto)", "18 420", "2. los municipios no siempre"),
    ]
    assert [words for words in expected if words not in re.sub(r"(\w)- (\w)", r"\1\2", said)] == []
    # Four needs, whose texts are hyphenated in their column.
    assert said.count("Asistencia técnica") == 4


def test_what_the_beneficiary_wrote_of_itself_is_marked_with_its_language() -> None:
    there = replace(REPORT, language="en", written_in="es")
    spoken = {str(d.Lang) for d in walked(pdf(there)) if "/Lang" in d}
    assert {"en", "es"} <= spoken


HOSTILE = {
    "html": '<script>alert(1)</script> <b>x</b> <img src=x onerror="1">',
    "typst": '#import "@preview/x:1" #read("/etc/passwd") $x^2$ @ref #{1+1} #raw = h // c [c] ~ -- "q"',
    "backslash": "C:\\new\\table \\\\ \\#x",
    "emoji": "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f \u2611 \u2192 \u2264",
    "combining": "Z\u0334\u0321 n\u0303 \u00e9 q\u0323\u0307",
    "other scripts": "\u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac \u041a\u0438\u0440\u0438\u043b\u043b",
    "from right to left": "\u05e9\u05dc\u05d5\u05dd",
    "controls": "a\x00b\x07c\u202ed\u2066e\ufeff\ue000\uffff\ud800",
    "long": "a" * 5_000,
}
"""By name; each a text of a person. What their Markdown says stays as it is written but for its signs."""
SHOWN = {
    "backslash": "C:\\new\\table \\ #x",
    "combining": "Z\u0334\u0321 \u00f1 \u00e9",
    "controls": "abcde\ufffd\ufffd\ufffd",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_a_text(name: str) -> None:
    made = pdf(of(HOSTILE[name]))
    said = text(made)
    shown = SHOWN.get(name, HOSTILE[name])
    if name == "long":
        shown, said = shown[:2_000], re.sub(r"\s", "", said)
    assert shown in said
    assert not [d for d in walked(made) if ACTIVE & set(d.keys())]


@pytest.mark.parametrize("name", HOSTILE)
def test_so_it_is_in_every_other_place(name: str) -> None:
    """In what is no Markdown it stands sign for sign."""
    words = HOSTILE[name]
    everywhere = replace(
        REPORT,
        title=words,
        institution=words,
        initiative=words,
        country=words,
        round=words,
        secretariat=words,
        panel=(replace(REPORT.panel[0], name=words, post=words, role=words),),
        needs=(replace(REPORT.needs[0], topic=words, text=words),),
        recommendations=(replace(REPORT.recommendations[0], text=words, rests_on=words, reply=words),),
    )
    made = pdf(everywhere)
    assert pages(made) >= 3


def test_what_no_font_has_is_a_box_and_the_characters_stand_in_the_text_layer() -> None:
    """By what the standard calls actual text, or by the glyph itself."""
    made = pdf(of("\u6f22\u5b57 \ud55c"))
    actual = {str(d.ActualText) for d in walked(made) if "/ActualText" in d}
    with pikepdf.open(BytesIO(made)) as opened:
        streams = b"".join(page.Contents.read_bytes() for page in opened.pages)
    spelled = re.findall(rb"/ActualText\s*(<[0-9a-fA-F]+>|\((?:[^()\\]|\\.)*\))", streams)
    assert "\u6f22" in text(made)
    assert actual or spelled


def test_turning_signs_are_gone_and_letters_from_right_to_left_stand() -> None:
    said = text(pdf(of("\u05e9\u05dc\u05d5\u05dd \u202e\u0645\u0631\u062d\u0628\u0627")))
    assert "\u05e9\u05dc\u05d5\u05dd" in said
    assert "\u202e" not in said


REFUSED = {
    "deep quotations": (">" * 500 + " x", TextTooDeep),
    "deep lists": ("\n".join("  " * n + "- x" for n in range(200)), TextTooDeep),
    "deep emphasis": ("*" * 4_000 + "x" + "*" * 4_000, TextTooDeep),
    "a text too long": ("palabra " * 25_001, TextTooLong),
    "a megabyte": ("palabra " * 131_072, ReportTooLarge),
    "a wide table": ("|" + "a|" * 13 + "\n|" + "-|" * 13, TableTooLarge),
    "a long table": ("|a|b|\n|-|-|\n" + "|c|d|\n" * 2_000, TableTooLarge),
    "ten thousand paragraphs": ("x\n\n" * 10_000, ReportTooLarge),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_too_much_is_refused_before_it_costs_time(name: str) -> None:
    words, refusal = REFUSED[name]
    started = time.process_time()
    with pytest.raises(refusal):
        pdf(of(words))
    assert time.process_time() - started < 5


def test_all_texts_together_have_a_limit() -> None:
    part = Section(code="findings", heading="H", text="palabra " * (LONGEST // 8 // 2 + 1))
    with pytest.raises(ReportTooLarge) as said:
        pdf(replace(REPORT, sections=(part, part)))
    assert said.value.values["longest"] == LONGEST


SLOW = {
    "brackets": "[" * 20_000,
    "pictures": "![" * 10_000,
    "links": "[a](b" * 4_000,
    "emphasis": "*a **b " * 2_800,
    "code": " ".join("`" * n for n in range(1, 190)),
    "lines": "x\n" * 10_000,
}


@pytest.mark.parametrize("name", SLOW)
def test_what_is_made_to_be_slow_ends_quickly(name: str) -> None:
    started = time.process_time()
    assert pages(pdf(of(SLOW[name]))) < 40
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "words", ["#", "# \n\n## ", "###### deep\n\n# high", "", "> \n\n- \n\n1. ", "---\n\n***", "&#0; &nbsp;"]
)
def test_what_is_empty_or_out_of_order_is_set_all_the_same(words: str) -> None:
    assert pages(pdf(of(words))) == 3


def test_a_section_without_a_text_says_so() -> None:
    assert REPORT.labels.nothing in text(pdf(of(" \n")))


def test_a_long_word_may_break_but_never_within_a_sign() -> None:
    joined = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    broken = breakable("x" * 30 + joined * 20, 38)
    assert broken.replace("\u200b", "") == "x" * 30 + joined * 20
    assert all(not part.startswith(("\u200d", "\u0301")) for part in broken.split("\u200b"))
    assert breakable("short words only", 38) == "short words only"
    assert breakable("(interinstitucionalidad),", 16) == "(interinstitucionalidad),"
    assert breakable("interinstitucional/id/1", 16) != "interinstitucional/id/1"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80), st.text(st.sampled_from("\u05e9\u0645\u0631 \u05b8a1*_#\n|-`>"), max_size=80))
def test_any_text_is_set_or_refused(anything: str, signs: str) -> None:
    with suppress(Refusal):
        assert pages(pdf(of(f"{anything}\n\n{signs}"))) >= 3
