"""The pages of a report that is set in type: how many there are, and what begins on one of its own (W1)."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from templates.typeset import pages, pdf
from tests.templates.reports import REPORT, long


def test_w1_the_pages_are_counted_in_the_pdf_and_numbered_on_it() -> None:
    made = pdf(REPORT)
    assert pages(made) == len(PdfReader(BytesIO(made)).pages) == 4
    layers = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    assert ["/ 4" in layer for layer in layers] == [False, True, True, True]
    assert "3 / 4" in layers[2]
    assert pages(pdf(replace(REPORT, paper="us-letter"))) >= 4
    assert float(PdfReader(BytesIO(made)).pages[0].mediabox.height) == pytest.approx(841.89, abs=0.1)


def test_the_head_of_a_long_table_is_repeated_on_each_page() -> None:
    needs = tuple(replace(REPORT.needs[0], number=n) for n in range(1, 41))
    layers = [p.extract_text() for p in PdfReader(BytesIO(pdf(replace(REPORT, needs=needs)))).pages]
    assert sum("Tipo de apoyo" in layer for layer in layers) > 1


@pytest.mark.parametrize(("paragraphs", "apart"), [(1, False), (30, True)])
def test_what_is_recommended_begins_on_a_page_of_its_own_behind_more_than_a_page(
    paragraphs: int, apart: bool
) -> None:
    _, found, recommended, _ = REPORT.sections
    longer = replace(found, text="\n\n".join([found.text] * paragraphs))
    sections = [longer if section is found else section for section in REPORT.sections]
    made = pdf(replace(REPORT, sections=tuple(sections)))
    shown = [page.extract_text().splitlines() for page in PdfReader(BytesIO(made)).pages]
    first = next(page for page in shown if "El panel propone lo siguiente, por orden de realización." in page)
    assert recommended.heading.startswith(first[1].strip()) is apart


def test_w1_a_report_of_some_twenty_pages_is_set() -> None:
    assert 15 <= pages(pdf(long(38))) <= 25
