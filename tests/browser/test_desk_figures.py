"""Calendar, statistics and equal treatment in a real browser: light and dark, telephone and desk."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.api.desk.conftest import Desk, database, database_url, desk, sqlite_template, sqlite_url
from tests.browser.axe import NARROW, WIDE, complaints, screen, served
from tests.browser.test_desk import both, enter
from tests.store.years import made

__all__ = ["database", "database_url", "desk", "sqlite_template", "sqlite_url"]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PAGES = {
    "month": "/desk/calendar?month=2026-05",
    "empty": "/desk/calendar?month=2030-02&country=CHL",
    "statistics": "/desk/statistics",
    "alike": "/desk/statistics/equal-treatment",
}


@pytest.fixture
async def site(desk: Desk) -> AsyncIterator[str]:
    """Where the desk is shown, with three rounds of a year."""
    await made(desk.database)
    async with served(desk.app) as address:
        yield address


async def test_the_pages_have_no_complaint_in_light_and_dark_on_a_telephone_and_a_desk(
    desk: Desk, site: str, chrome: Browser
) -> None:
    async with screen(chrome) as page:
        await enter(page.context, site, desk, "head@example.org")
        for name, path in PAGES.items():
            await page.goto(site + path)
            assert (path, await complaints(page)) == (path, [])
            for scheme in ("dark", "light"):
                await page.emulate_media(color_scheme=scheme)
                await both(page, f"figures-{name}-{scheme}")


async def test_without_a_script_and_by_keyboard_one_gets_from_month_to_month_and_to_a_round(
    desk: Desk, site: str, chrome: Browser
) -> None:
    context = await chrome.new_context(viewport=NARROW, java_script_enabled=False)
    await enter(context, site, desk, "head@example.org")
    page = await context.new_page()
    await page.goto(f"{site}/desk/calendar?month=2026-04")
    await expect(page.get_by_text("Ninguna visita cae en este mes")).to_be_visible()
    await page.get_by_role("link", name="Mayo de 2026").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Mayo de 2026")
    await expect(page.get_by_text("lunes, 11 de mayo de 2026", exact=True)).to_be_visible()
    await page.get_by_label("País", exact=True).select_option("CHL")
    await page.get_by_role("button", name="Mostrar").click()
    await expect(page.get_by_role("link", name="RIPSO 2026-1 Paraguay")).to_have_count(0)
    await page.get_by_role("link", name="RIPSO 2026-1 Chile").last.click()
    await page.wait_for_url("**/desk/rounds/round-*")
    await context.close()


async def test_a_picture_is_one_image_in_the_colours_of_its_scheme_and_shortcuts_lead_there(
    desk: Desk, site: str, chrome: Browser
) -> None:
    context = await chrome.new_context(viewport=WIDE)
    await enter(context, site, desk, "head@example.org")
    page = await context.new_page()
    await page.goto(f"{site}/desk/today")
    for key in ("g", "5"):
        await page.keyboard.press(key)
    await page.wait_for_url("**/desk/statistics")
    await expect(page.get_by_role("img", name="Tiempo de cada etapa")).to_be_visible()
    colours = []
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        bar = page.locator("#chart-steps-title ~ g [fill='var(--bar-1)']").first
        colours.append(await bar.evaluate("bar => getComputedStyle(bar).fill"))
    assert colours == ["rgb(11, 79, 158)", "rgb(143, 191, 255)"]
    for key in ("g", "4"):
        await page.keyboard.press(key)
    await page.wait_for_url("**/desk/calendar")
    await context.close()
