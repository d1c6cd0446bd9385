"""The desk in a real browser: without a complaint of axe, by keyboard alone, without a script."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from store import officers as hired
from tests.api.desk.conftest import Desk, database, database_url, desk, sqlite_template, sqlite_url
from tests.api.desk.test_today import eventful
from tests.browser.axe import NARROW, WIDE, complaints, screen, served
from tests.browser.test_visit_changes import shot
from tests.store.scene import open_round

__all__ = ["database", "database_url", "desk", "sqlite_template", "sqlite_url"]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def site(desk: Desk) -> AsyncIterator[str]:
    """Where the desk is shown, with a round in which much has happened."""
    await eventful(desk)
    async with served(desk.app) as address:
        yield address


async def enter(context: BrowserContext, site: str, desk: Desk, email: str) -> None:
    """Come in as an officer, by what the browser would hold."""
    await context.add_cookies([{"name": "ronda-desk", "value": await desk.enter(email), "url": site}])


async def test_an_officer_comes_in_by_the_link_with_one_button_without_a_script(
    desk: Desk, site: str, chrome: Browser
) -> None:
    context = await chrome.new_context(viewport=NARROW, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{site}/desk/rounds?country=PRY")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Please sign in")
    await page.get_by_label("Your registered address").fill("nobody@nowhere.example")
    await page.get_by_role("button", name="Send me a link").click()
    await expect(page.get_by_role("status")).to_contain_text("is on its way")
    await page.goto(f"{site}/desk/sign-in/{await desk.link('officer@example.org')}")
    await page.get_by_role("button", name="Iniciar sesión").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hoy")
    await page.get_by_role("link", name="Rondas", exact=True).click()
    await page.get_by_label("País", exact=True).select_option("PRY")
    await page.get_by_role("button", name="Mostrar", exact=True).click()
    await page.get_by_role("link", name="RIPSO 2026-1 Paraguay").click()
    await page.get_by_label("Una nota para el resto del personal").fill("Llama el lunes")
    await page.get_by_role("button", name="Anotar").click()
    await expect(page.get_by_text("Llama el lunes")).to_be_visible()
    await page.get_by_role("button", name="Cerrar sesión").click()
    await expect(page.get_by_role("heading", level=1)).not_to_have_text("RIPSO 2026-1 Paraguay")
    await page.go_back()
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Please sign in")
    await context.close()


PAGES = (
    *("/desk/today", "/desk/rounds", "/desk/rounds?country=ZZZ&q=nothing", "/desk/rounds?sort=due&overdue=1"),
    *("/desk/rounds/{id}", "/desk/officers", "/desk/keys", "/desk/requests", "/desk/nowhere"),
    *("/desk/search?q=ripso", "/desk/search?q=focal", "/desk/search?q=nothing", "/desk/search"),
)


async def test_the_pages_have_no_complaint_in_light_and_dark_on_a_telephone_and_a_desk(
    desk: Desk, site: str, chrome: Browser
) -> None:
    officer = await officers_id(desk)
    id, *_ = [await open_round(desk.database, officer) for _ in range(4)]
    head = "head@example.org"
    async with screen(chrome) as page:
        for path in ("/desk/sign-in", "/desk/sign-in?asked", "/desk/sign-in/no-such-link", "/desk"):
            await page.goto(f"{site}{path}")
            assert (path, await complaints(page)) == (path, [])
        await page.goto(f"{site}/desk/sign-in/{await desk.link(head)}")
        assert await complaints(page) == []
        await enter(page.context, site, desk, head)
        for path in PAGES:
            await page.goto(site + path.format(id=id))
            assert (path, await complaints(page)) == (path, [])
            await both(page, path.strip("/").replace("/", "-").partition("?")[0] + str(len(path)))
        await page.goto(f"{site}/desk/rounds")
        await page.get_by_label("RIPSO 2026-1 Paraguay").check()
        for button in ("Recordar de nuevo…", "Anotar…"):
            await page.get_by_role("button", name=button).click()
            assert (button, await complaints(page)) == (button, [])
            await both(page, f"desk-{button}")
            await page.goto(f"{site}/desk/rounds")
            await page.get_by_label("RIPSO 2026-1 Paraguay").check()
        await page.keyboard.press("?")
        await expect(page.get_by_role("dialog")).to_be_visible()
        assert await complaints(page) == []


async def officers_id(desk: Desk) -> str:
    async with desk.database.reading() as s:
        there = await hired.working(s, "DIS")
    return next(at.officer.id for at in there if at.person.email == "officer@example.org")


async def both(page: Page, name: str) -> None:
    """Pictures to look at, on a telephone and on a desk."""
    for size in (WIDE, NARROW):
        await page.set_viewport_size(size)
        await shot(page, f"{name}-{size['width']}")


async def test_the_keyboard_alone_is_enough(desk: Desk, site: str, chrome: Browser) -> None:
    context = await chrome.new_context(viewport=WIDE)
    await enter(context, site, desk, "officer@example.org")
    page = await context.new_page()
    await page.goto(f"{site}/desk/today")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Al contenido")).to_be_focused()
    await page.keyboard.press("Enter")
    assert page.url.endswith("#content")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Examinar la solicitud")).to_be_focused()
    for key in ("g", "2"):
        await page.keyboard.press(key)
    await page.wait_for_url("**/desk/rounds")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await page.keyboard.press("/")
    await page.keyboard.type("paraguay?g1")
    await page.keyboard.press("Backspace")
    await page.keyboard.press("Backspace")
    await page.keyboard.press("Backspace")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/desk/rounds/round-*")
    await context.close()


async def test_what_a_page_needs_is_small_and_its_own(desk: Desk, site: str, chrome: Browser) -> None:
    asked: dict[str, int] = {}
    said: list[str] = []
    context = await chrome.new_context(viewport=WIDE)
    await enter(context, site, desk, "officer@example.org")
    page = await context.new_page()

    async def count(response: Any) -> None:
        asked[response.url.removeprefix(site)] = len(await response.body())

    page.on("response", count)
    page.on("console", lambda told: said.append(told.text))
    await page.goto(f"{site}/desk/rounds", wait_until="networkidle")
    assert set(asked) == {"/desk/rounds", "/static/public.css", "/static/desk.css", "/static/desk.js"}
    assert sum(asked.values()) <= 60 * 1024
    assert said == []
    await context.close()
