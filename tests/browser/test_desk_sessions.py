"""Sessions of the desk in a real browser: whoever types is there, and one sees and ends one's own."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, expect
from sqlmodel import select, update

from store.sessions import USE_SHOWN, DeskSession
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


async def used(desk: Desk) -> datetime | None:
    async with desk.database.reading() as s:
        return (await s.exec(select(DeskSession.used_at))).one()


async def test_s1_whoever_types_on_a_page_is_there(desk: Desk, site: str, chrome: Browser) -> None:
    context = await chrome.new_context(viewport=WIDE)
    await enter(context, site, desk, await desk.hire("officer"))
    page = await context.new_page()
    # The page's clock alone: that of the server goes on as it does.
    await page.clock.install()
    await page.goto(f"{site}/desk/keys")
    long_ago = datetime.now(UTC) - 2 * USE_SHOWN
    async with desk.database.writing() as s:
        await s.exec(update(DeskSession).values(used_at=long_ago))
    name = page.get_by_label("Name, by which you will know it")
    async with page.expect_request(f"{site}/desk") as asked:
        await name.press_sequentially("Rep")
        assert await used(desk) == long_ago
        await page.clock.run_for(timedelta(minutes=6).seconds * 1000)
        await name.press_sequentially("orts")
    assert (await asked.value).method == "HEAD"
    while await used(desk) == long_ago:  # noqa: ASYNC110 - the server has no word for it
        await asyncio.sleep(0.05)
    await context.close()


async def test_s1_an_officer_ends_a_session_of_their_own_without_a_script(
    desk: Desk, site: str, chrome: Browser
) -> None:
    officer = await desk.hire("officer", language="es")
    left, other = [desk.http(await desk.enter(officer)) for _ in range(2)]
    context = await chrome.new_context(viewport=NARROW, java_script_enabled=False)
    await enter(context, site, desk, officer)
    page = await context.new_page()
    await page.goto(f"{site}/desk")
    await page.get_by_role("link", name="Mis sesiones").click()
    await shot(page, "my-sessions-narrow")
    await page.get_by_role("button", name="Cerrar esta sesión").first.click()
    await expect(page.get_by_role("status")).to_contain_text("La sesión ha terminado")
    codes = sorted([(await http.get("/desk/today")).status_code for http in (left, other)])
    assert codes == [200, 401]
    await page.get_by_role("button", name="Cerrar todas las demás sesiones").click()
    await expect(page.get_by_text("No tiene ninguna otra sesión abierta.")).to_be_visible()
    assert [(await http.get("/desk/today")).status_code for http in (left, other)] == [401, 401]
    await context.close()


async def test_the_page_of_sessions_is_for_every_reader(desk: Desk, site: str, chrome: Browser) -> None:
    officer = await desk.hire("head")
    await desk.enter(officer)
    context = await chrome.new_context(viewport=WIDE, bypass_csp=True)
    await enter(context, site, desk, officer)
    page = await context.new_page()
    await page.goto(f"{site}/desk/my-sessions")
    await shot(page, "my-sessions-wide")
    assert await complaints(page) == []
    await context.close()
