"""API keys on the desk in a real browser, without a script (S1)."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.api.desk.conftest import Desk, database, database_url, desk, sqlite_template, sqlite_url
from tests.browser.axe import NARROW, WIDE, complaints, served
from tests.browser.test_desk import enter
from tests.browser.test_visit_changes import shot

__all__ = ["database", "database_url", "desk", "sqlite_template", "sqlite_url"]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def site(desk: Desk) -> AsyncIterator[str]:
    """Where the desk is shown."""
    async with served(desk.app) as address:
        yield address


async def test_s1_an_officer_makes_a_key_reads_it_once_and_an_administrator_ends_it(
    desk: Desk, site: str, chrome: Browser
) -> None:
    officer = await desk.hire("officer", language="es")
    context = await chrome.new_context(viewport=NARROW, java_script_enabled=False)
    await enter(context, site, desk, officer)
    page = await context.new_page()
    await page.goto(f"{site}/desk")
    await page.get_by_role("link", name="Claves de la API").click()
    await page.get_by_label("Nombre, para reconocerla").fill("Informe del lunes")
    await page.get_by_label("Qué puede hacer").select_option("read")
    await page.get_by_label("Por cuánto tiempo").select_option("90")
    await page.get_by_role("button", name="Crear la clave").click()
    await expect(page.get_by_role("status").get_by_text("ronda_")).to_be_visible()
    await shot(page, "keys-made-narrow")
    await page.reload()
    await expect(page.get_by_text("ronda_")).to_have_count(0)
    await expect(page.get_by_role("alert")).to_contain_text("ya tiene una clave con este nombre")
    await page.set_viewport_size(WIDE)
    await page.goto(f"{site}/desk/keys")
    await shot(page, "keys-wide")
    await context.close()
    context = await chrome.new_context(viewport=WIDE, bypass_csp=True)
    await enter(context, site, desk, await desk.hire("administrator"))
    page = await context.new_page()
    await page.goto(f"{site}/desk/officers")
    await shot(page, "officers-keys-wide")
    assert await complaints(page) == []
    await page.get_by_role("button", name="End the key Informe del lunes").click()
    await expect(page.get_by_role("status")).to_contain_text("The key is ended")
    await expect(page.get_by_text("Informe del lunes")).to_have_count(0)
    await context.close()
