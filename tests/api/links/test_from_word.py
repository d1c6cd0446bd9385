"""A report that was edited in Word comes back: shown beside what stands, taken over by choice (W4)."""

from collections.abc import AsyncIterator
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx as python_docx
import pytest

from tests.api.links.writing import FINDINGS, Writing, saved, text, writes
from tests.databases import sqlite_template, sqlite_url  # noqa: F401 - fixtures, found by their names
from tests.templates.browser import form_of
from tests.templates.test_word import changed


def edited(file: bytes, old: str, new: str) -> bytes:
    """The document after somebody wrote other words, in Word."""
    opened = python_docx.Document(BytesIO(file))
    run = next(r for p in opened.paragraphs for r in p.runs if old in r.text)
    run.text = run.text.replace(old, new)
    kept = BytesIO()
    opened.save(kept)
    return kept.getvalue()


@pytest.fixture
async def writing(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Writing]:  # noqa: F811 - the fixture of that name
    async for made in writes(sqlite_url, tmp_path):
        yield made


async def test_w4_what_was_edited_in_word_is_shown_beside_what_stands_and_kept_once_it_is_chosen(
    writing: Writing,
) -> None:
    file = edited(await writing.downloaded(), "y una ficha", "y dos fichas")
    shown = await writing.sends(await writing.page(), "document", document=("Informe.docx", file))
    page = shown.text
    assert shown.status_code == 200
    assert "<del>una</del>" in page
    assert "<ins>dos</ins>" in page
    assert "has been changed here too" not in page
    assert text(page, "findings") == FINDINGS
    assert (await saved(writing))["findings"] == FINDINGS
    chosen = await writing.sends(page, "take_over")
    assert (chosen.status_code, chosen.headers["location"]) == (303, f"{writing.place}?done=saved")
    assert await saved(writing) == {
        **dict.fromkeys(("recommendations", "cooperation_needs"), ""),
        "round_description": "La ronda",
        "findings": "Tres **padrones** y dos fichas",
    }
    assert text(await writing.page(), "findings") == "Tres **padrones** y dos fichas"


async def test_w4_what_was_changed_here_too_is_told_and_not_taken_over_by_itself(writing: Writing) -> None:
    file = edited(await writing.downloaded(), "y una ficha", "y dos fichas")
    await writing.saves(round_description="Otra ronda", findings="Cuatro padrones")
    page = (await writing.sends(await writing.page(), "document", document=("i.docx", file))).text
    assert page.count("has been changed here too") == 1
    assert "taken" not in form_of(page).checked
    await writing.sends(page, "take_over")
    assert (await saved(writing))["findings"] == "Cuatro padrones"
    assert (await saved(writing))["round_description"] == "Otra ronda"


EVERY = (
    "contribute:expert-1",
    "finish_draft:1",
    "revise_report:1",
    "translate_report:en:1",
)


@pytest.mark.parametrize("key", EVERY)
async def test_w2_w4_x2_every_page_on_which_somebody_writes_takes_its_document_back(
    sqlite_url: str,  # noqa: F811 - the fixture of that name
    tmp_path: Path,
    key: str,
) -> None:
    async for writing in writes(sqlite_url, tmp_path, key):
        file = edited(await writing.downloaded(), "y una ficha", "y dos fichas")
        page = (await writing.sends(await writing.page(), "document", document=("i.docx", file))).text
        assert "<ins>dos</ins>" in page
        await writing.sends(page, "take_over")
        assert (await saved(writing))["findings"] == "Tres **padrones** y dos fichas"


async def test_only_a_page_on_which_a_report_is_written_takes_one(
    sqlite_url: str,  # noqa: F811 - the fixture of that name
    tmp_path: Path,
) -> None:
    async for writing in writes(sqlite_url, tmp_path, "review_report:1"):
        refused = await writing.sends(await writing.page(), "document", document=("i.docx", b"PK"))
        assert refused.status_code == 422
        assert 'name="document"' not in refused.text


async def test_w4_a_document_that_was_not_edited_says_nothing_new(writing: Writing) -> None:
    file = await writing.downloaded()
    page = (await writing.sends(await writing.page(), "document", document=("i.docx", file))).text
    assert "says nothing that is not in the form already" in page
    assert "Take over what is marked" not in page


async def test_w4_a_document_of_an_older_version_says_so(writing: Writing) -> None:
    file = changed(
        edited(await writing.downloaded(), "La ronda", "Una ronda"),
        "docProps/custom.xml",
        lambda part: part.replace(b"0" * 64, b"a" * 64),
    )
    page = unescape((await writing.sends(await writing.page(), "document", document=("i.docx", file))).text)
    assert "The document was made from version 1 of the report; the latest is version 0." in page
    assert "<ins>Una</ins>" in page


async def test_w4_somebody_else_who_saved_meanwhile_is_not_overwritten_by_what_is_taken_over(
    writing: Writing,
) -> None:
    file = edited(await writing.downloaded(), "y una ficha", "y dos fichas")
    page = (await writing.sends(await writing.page(), "document", document=("i.docx", file))).text
    writing.by = "focal_point"
    await writing.saves(round_description="La de ella", findings=FINDINGS)
    refused = await writing.sends(page, "take_over")
    assert refused.status_code == 409
    assert text(refused.text, "round_description") == "La de ella"
    assert text(refused.text, "findings") == "Tres **padrones** y dos fichas"
    assert (await saved(writing))["findings"] == FINDINGS


def packed(**parts: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def foreign() -> bytes:
    kept = BytesIO()
    python_docx.Document().save(kept)
    return kept.getvalue()


REFUSED = {
    "no file": (None, b"", "Please complete this field."),
    "a text": ("notes.docx", b"hello", "not a Word document"),
    "another kind": ("report.pdf", b"%PDF-1.7", "not a Word document"),
    "an empty file": ("report.docx", b"", "not a Word document"),
    "another zip": ("report.docx", packed(a=b"x"), "not a Word document"),
    "macros": ("report.docm", b"x", "holds macros"),
    "too large": ("report.docx", bytes(11 * 1024**2), "too large: at most 10 MB"),
    "not ours": ("report.docx", foreign(), "was not made from a version of this report"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_file_that_is_no_document_of_ours_is_refused_and_nothing_that_was_typed_is_lost(
    writing: Writing, name: str
) -> None:
    filename, content, sentence = REFUSED[name]
    files = {"document": (filename, content)} if filename else {}
    refused = await writing.sends(await writing.page(), "document", **files)
    page = unescape(refused.text)
    assert refused.status_code in (413, 422)
    assert sentence in page
    assert 'href="#document"' in page
    assert text(page, "findings") == FINDINGS


async def test_another_rounds_document_is_refused(writing: Writing) -> None:
    other = changed(
        await writing.downloaded(), "docProps/custom.xml", lambda part: part.replace(b"RIPSO 2", b"RIPSO 1")
    )
    refused = await writing.sends(await writing.page(), "document", document=("i.docx", other))
    assert (refused.status_code, "was not made from a version of this report" in refused.text) == (422, True)


async def test_what_the_document_says_is_shown_as_text_and_what_is_sent_back_needs_not_be_ours(
    writing: Writing,
) -> None:
    file = edited(await writing.downloaded(), "y una ficha", "<script>alert(1)</script> #import")
    page = (await writing.sends(await writing.page(), "document", document=("i.docx", file))).text
    assert "<script>alert" not in page
    forged = {"action": "take_over", "taken": ["findings", "scores"], "returned.scores": "1.", "saved_at": ""}
    fields = dict(form_of(await writing.page()).pairs)
    await writing.http.post(writing.place, data={**fields, **forged})
    assert "scores" not in await saved(writing)
    assert (await saved(writing))["findings"].replace("\r\n", "\n") == FINDINGS
