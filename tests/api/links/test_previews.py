"""What is being written of the report: its pages, its PDF and DOCX, its text set out, for its writer."""

from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import pytest
from sqlmodel import col, select

from api.links import previews
from store import drafts
from store.session import Database
from store.tables import Grant
from tests.api.links.dossier.stage import Full
from tests.databases import sqlite_template, sqlite_url  # noqa: F401 - fixtures, found by their names
from tests.store import scene

KEY = "consolidate_report:4"
TYPED = {
    "sections": [{"section": "findings", "text": "Tres **padrones** <script>x</script>"}],
    "recommendations": [{"nature": "reform", "text": "Un identificador"}],
}


@pytest.fixture
async def writing(sqlite_url: str, tmp_path: Path) -> AsyncIterator[tuple[Full, str]]:  # noqa: F811 - the fixture of that name
    """Somebody writes the report, and has saved some of it; the address of their page."""
    database = Database(sqlite_url)
    stage = Full(database, await scene.begun(database), tmp_path)
    stage.app.include_router(previews.router)
    await stage.people()
    await scene.open_assignment(database, stage.round, KEY, "alternate_contact", serial=9)
    async with database.writing() as s:
        grant = (await s.exec(select(Grant.id).where(col(Grant.assignment_key) == KEY))).one()
        await drafts.save(
            s, round_id=stage.round, assignment_key=KEY, participant_id="alternate_contact", body=TYPED
        )
    entered = await stage.http.get(f"/a/{stage.tools.links.token(grant)}")
    yield stage, str(entered.headers["location"])
    await stage.http.aclose()
    await database.close()


async def test_w1_the_writer_sees_how_many_pages_the_saved_draft_has_and_has_it_as_pdf_and_docx(
    writing: tuple[Full, str],
) -> None:
    stage, place = writing
    page = unescape((await stage.http.get(place)).text)
    assert "of at most 20" in page or "de un máximo de 20" in page
    pdf, docx = [await stage.http.get(f"{place}/draft.{ending}") for ending in ("pdf", "docx")]
    assert (pdf.content[:5], docx.content[:2]) == (b"%PDF-", b"PK")
    assert (await stage.http.get(f"{place}/draft.exe")).status_code == 404
    stage.http.cookies.clear()
    for ending in ("draft.pdf", "draft.docx", "preview"):
        assert (await stage.http.get(f"{place}/{ending}")).status_code == 404


async def test_w1_the_text_is_set_out_and_nothing_in_it_runs(writing: tuple[Full, str]) -> None:
    stage, place = writing
    for address in ("preview", "preview?part=true"):
        page = (await stage.http.get(f"{place}/{address}")).text
        assert "<strong>padrones</strong>" in page
        assert "<script>x" not in page
