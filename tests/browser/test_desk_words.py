"""Words of letters, the letterhead and the methodologies in a real browser, with and without a script."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.api.desk.conftest import Desk, database, database_url, desk, sqlite_template, sqlite_url
from tests.api.desk.round.stage import Stage, staged
from tests.browser.axe import NARROW, WIDE, complaints, screen, served
from tests.browser.test_visit_changes import shot

__all__ = ["database", "database_url", "desk", "sqlite_template", "sqlite_url"]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TASKS = "/desk/words/tasks?language=es"
EXAMINE = "Le rogamos que examine la solicitud"


@pytest.fixture
async def stage(desk: Desk, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(desk, tmp_path) as made:
        yield made


@pytest.fixture
async def site(stage: Stage) -> AsyncIterator[str]:
    async with served(stage.desk.app) as address:
        yield address


async def enter(page: Page, site: str, desk: Desk, role: str, language: str = "es") -> None:
    """Come in as somebody of this role."""
    cookie = await desk.cookie(role, language=language)
    await page.context.add_cookies([{"name": "ronda-desk", "value": cookie, "url": site}])


async def both(page: Page, name: str) -> None:
    for size in (WIDE, NARROW):
        await page.set_viewport_size(size)
        await shot(page, f"{name}-{size['width']}")


async def test_the_pages_have_no_complaint_in_light_and_dark_on_a_telephone_and_a_desk(
    stage: Stage, site: str, chrome: Browser
) -> None:
    paths = {
        "words": "/desk/words",
        "words-tasks": "/desk/words/assignment?language=fr",
        "letterhead": "/desk/secretariat",
        "methodologies": "/desk/methodologies",
        "methodology": "/desk/methodologies/ripso",
    }
    for role in ("auditor", "head"):
        async with screen(chrome) as page:
            await enter(page, site, stage.desk, role)
            for name, path in paths.items():
                await page.goto(f"{site}{path}")
                assert (path, await complaints(page)) == (path, [])
                await both(page, f"{name}-{role}")


async def test_a_sentence_is_looked_at_in_a_letter_saved_and_taken_back(
    stage: Stage, site: str, chrome: Browser
) -> None:
    async with screen(chrome) as page:
        await enter(page, site, stage.desk, "head")
        said: list[str] = []
        page.on("console", lambda told: said.append(told.text))
        await page.goto(f"{site}{TASKS}")
        box = page.get_by_role("textbox", name="Examinar la solicitud")
        original = await box.input_value()
        assert original.startswith(EXAMINE)
        await box.fill("Le pedimos que mire <b>la solicitud</b>.")
        await page.get_by_label("Ronda", exact=True).select_option(stage.round)
        await page.get_by_role("button", name="Ver antes").last.click()
        await expect(page.get_by_role("alert")).to_be_visible()
        assert await complaints(page) == []
        await both(page, "words-refused")
        await box.fill("Le pedimos que mire la solicitud & diga qué será de ella.")
        await page.get_by_role("button", name="Ver antes").last.click()
        mail = page.frame_locator("iframe.mail")
        await expect(mail.get_by_text("Le pedimos que mire la solicitud & diga")).to_be_visible()
        # Its own sheet of style holds in the frame.
        button = mail.locator(".button").first
        assert await button.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(11, 79, 158)"
        assert await complaints(page) == []
        await both(page, "words-look")
        await page.get_by_role("button", name="Guardar las palabras").click()
        await expect(page.get_by_role("status")).to_be_visible()
        await both(page, "words-saved")
        await page.get_by_role("button", name="Volver a lo que se decía antes").click()
        await expect(page.get_by_role("textbox", name="Examinar la solicitud")).to_have_value(original)
        # The policy lets all that is shown through; a refusal has its status.
        assert [one for one in said if "422" not in one] == []


async def test_without_a_script_words_and_letterhead_are_changed_alike(
    stage: Stage, site: str, chrome: Browser
) -> None:
    context = await chrome.new_context(viewport=NARROW, java_script_enabled=False)
    page = await context.new_page()
    await enter(page, site, stage.desk, "administrator")
    await page.goto(f"{site}/desk")
    await page.get_by_role("link", name="Palabras de las cartas").click()
    await page.get_by_role("link", name=re.compile("Español.*Qué se solicita")).click()
    await page.get_by_role("textbox", name="Examinar la solicitud").fill("Mire la solicitud.")
    await page.get_by_role("button", name="Guardar las palabras").click()
    await expect(page.get_by_role("status")).to_be_visible()
    await page.get_by_role("link", name="Secretaría", exact=True).click()
    for language in ("español", "inglés", "portugués", "francés"):
        await page.get_by_label(f"Nombre de la secretaría: {language}").fill(f"Casa en {language}")
    await page.get_by_label("Teléfono").fill("+1 202 370 0000")
    await page.get_by_role("button", name="Guardar el membrete").click()
    await expect(page.get_by_role("status")).to_be_visible()
    await expect(page.get_by_role("banner").get_by_text("Casa en español")).to_be_visible()
    await context.close()
