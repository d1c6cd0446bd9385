"""The page on which the report is written: typed, looked at, edited in Word, by two people (W1, W2, W4)."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.api.links.test_from_word import edited
from tests.api.links.writing import TYPED, Writing, saved, writes
from tests.browser.axe import NARROW, WIDE, complaints, screen, served
from tests.databases import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]
FINDINGS = "Findings"
KEEPS = "Save and continue later"


@pytest.fixture
async def writing(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Writing]:
    async for made in writes(sqlite_url, tmp_path):
        yield made


async def shot(page: Page, name: str) -> None:
    """A picture to look at, where somebody asks for one."""
    if folder := os.environ.get("SHOTS"):
        for size in (NARROW, WIDE):
            await page.set_viewport_size(size)
            await page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)
        await page.set_viewport_size(NARROW)


@asynccontextmanager
async def without_scripts(chrome: Browser) -> AsyncIterator[BrowserContext]:
    context = await chrome.new_context(viewport=NARROW, java_script_enabled=False)
    yield context
    await context.close()


async def test_w1_what_is_typed_is_saved_set_out_and_its_pages_counted(
    chrome: Browser, writing: Writing
) -> None:
    async with served(writing.stage.app) as site, screen(chrome) as page:
        await page.goto(site + writing.link)
        await shot(page, "writing")
        assert await complaints(page) == []
        await page.locator("summary", has_text="Preview").click()
        field = page.get_by_label("Text").nth(1)
        await field.press("ControlOrMeta+End")
        await field.press_sequentially(" por tres ministerios")
        await expect(page.locator("#saving")).to_contain_text("The draft has 3 pages, of at most 20.")
        await expect(page.locator("#preview .shown")).to_contain_text("por tres ministerios")
        await shot(page, "writing-preview")
        assert await complaints(page) == []
        assert (await saved(writing))["findings"].endswith("por tres ministerios")


async def test_a_text_is_seen_as_it_grows_up_to_most_of_the_screen(chrome: Browser, writing: Writing) -> None:
    async with served(writing.stage.app) as site, screen(chrome) as page:
        await page.goto(site + writing.link)
        field = page.get_by_label("Text").nth(0)
        heights = []
        for lines in (1, 12, 200):
            await field.fill("\n".join(["La ronda"] * lines))
            heights.append(await field.evaluate("f => f.offsetHeight"))
            if lines == 12:
                assert await field.evaluate("f => f.scrollHeight <= f.clientHeight")
    assert heights == sorted(set(heights))
    assert heights[-1] <= 0.75 * NARROW["height"] + 1


async def test_the_signs_of_markdown_are_put_around_what_is_marked(chrome: Browser, writing: Writing) -> None:
    async with served(writing.stage.app) as site, screen(chrome) as page:
        await page.goto(site + writing.link)
        field = page.get_by_label("Text").nth(0)
        bar = page.locator(".row-buttons", has=page.get_by_role("button", name="Bold")).nth(0)
        await field.fill("La ronda larga")
        await field.evaluate("f => f.setSelectionRange(3, 8)")
        await bar.get_by_role("button", name="Bold").click()
        await expect(field).to_have_value("La **ronda** larga")
        await field.evaluate("f => f.setSelectionRange(f.value.length, f.value.length)")
        await bar.get_by_role("button", name="List").click()
        await expect(field).to_have_value("La **ronda** larga\n- ")
        await expect(page.locator("#saving")).to_contain_text("Saved: ")


async def test_without_scripts_a_button_saves_it_and_shows_it_set_out(
    chrome: Browser, writing: Writing
) -> None:
    async with served(writing.stage.app) as site, without_scripts(chrome) as context:
        page = await context.new_page()
        await page.goto(site + writing.link)
        await expect(page.get_by_role("button", name="Bold")).to_have_count(0)
        await page.get_by_label("Text").nth(1).fill("Tres **padrones** y nada más")
        await page.locator("summary", has_text="Preview").click()
        await page.get_by_role("button", name="Save and look at it").click()
        await expect(page.get_by_role("heading", name=FINDINGS)).to_be_visible()
        await expect(page.locator("strong", has_text="padrones")).to_be_visible()
        await page.get_by_role("link", name="Back to the form").click()
        await expect(page.get_by_label("Text").nth(1)).to_have_value("Tres **padrones** y nada más")
        await page.locator("summary", has_text="Preview").click()
        await expect(page.get_by_text("The draft has 3 pages, of at most 20.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_w4_a_document_goes_to_word_and_comes_back_beside_what_stands(
    chrome: Browser, writing: Writing, tmp_path: Path, scripts: bool
) -> None:
    async with (
        served(writing.stage.app) as site,
        screen(chrome) as axed,
        without_scripts(chrome) as context,
    ):
        page = axed if scripts else await context.new_page()
        await page.goto(site + writing.link)
        await page.locator("summary", has_text="Write in Word").click()
        async with page.expect_download() as fetched:
            await page.get_by_role("link", name="The saved draft for Word (DOCX)").click()
        made = await (await fetched.value).path()
        there = tmp_path / "report.docx"
        there.write_bytes(edited(made.read_bytes(), "y una ficha", "y dos fichas"))
        await page.get_by_label("Word document (DOCX)").set_input_files(there)
        await page.get_by_role("button", name="Compare with the form").click()
        await expect(page.locator("ins", has_text="dos").first).to_be_visible()
        await expect(page.get_by_role("status")).to_contain_text("nothing has been saved or changed")
        if scripts:
            await shot(page, "from-word")
            assert await complaints(page) == []
        assert (await saved(writing))["findings"] == "Tres **padrones** y una ficha"
        await page.get_by_role("button", name="Take over what is marked, and save").click()
        await expect(page.get_by_label("Text").nth(1)).to_have_value("Tres **padrones** y dos fichas")
        await expect(page.get_by_role("status")).to_contain_text("Saved.")
        assert (await saved(writing))["findings"] == "Tres **padrones** y dos fichas"


async def test_w4_a_file_that_is_no_document_is_told_at_its_field_and_what_was_typed_stays(
    chrome: Browser, writing: Writing
) -> None:
    async with served(writing.stage.app) as site, screen(chrome) as page:
        await page.goto(site + writing.link)
        await page.get_by_label("Text").nth(1).fill("Sin guardar")
        await page.locator("summary", has_text="Write in Word").click()
        notes = {"name": "notes.docx", "mimeType": "text/plain", "buffer": b"hello"}
        await page.get_by_label("Word document (DOCX)").set_input_files(notes)  # type: ignore[arg-type]  # playwright's own type of a file
        await page.get_by_role("button", name="Compare with the form").click()
        await expect(page.get_by_role("alert")).to_contain_text("not a Word document (DOCX)")
        await expect(page.locator("#document-error")).to_be_visible()
        await expect(page.get_by_label("Text").nth(1)).to_have_value("Sin guardar")
        await shot(page, "from-word-refused")
        assert await complaints(page) == []


async def test_w6_the_second_writer_of_one_recommendation_sees_the_difference_and_merges(
    chrome: Browser, writing: Writing
) -> None:
    one = {"id": "r1", "nature": "reform", "text": "Un identificador para todas las personas"}
    await writing.stage_saves({**TYPED, "recommendations": [one]})
    async with served(writing.stage.app) as site, screen(chrome) as page:
        await page.goto(site + writing.link)
        theirs = {**one, "text": "Dos identificadores para todas las personas"}
        sections = [
            {**row, "text": "La ronda, contada"} if n == 0 else row for n, row in enumerate(TYPED["sections"])
        ]
        writing.by = "focal_point"
        await writing.stage_saves({**TYPED, "sections": sections, "recommendations": [theirs]})
        mine = page.locator("[name='recommendations.0.text']")
        await mine.fill("Un identificador para todos los hogares")
        await expect(page.locator("#saving")).to_contain_text("Somebody else has saved something here")
        assert (await saved(writing))["round_description"] == "La ronda, contada"
        await page.get_by_role("button", name=KEEPS).last.click()
        await expect(page.get_by_role("heading", name="What both of you have changed")).to_be_visible()
        await expect(page.locator("del", has_text="Dos").first).to_be_visible()
        await expect(page.get_by_label("Text").nth(0)).to_have_value("La ronda, contada")
        await expect(mine).to_have_value("Un identificador para todos los hogares")
        await shot(page, "two-writers")
        assert await complaints(page) == []
        await mine.fill("Dos identificadores para todos los hogares")
        await page.get_by_role("button", name=KEEPS).last.click()
        await expect(page.get_by_role("status")).to_contain_text("Saved.")
        await expect(mine).to_have_value("Dos identificadores para todos los hogares")
