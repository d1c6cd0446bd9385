"""Every form in a browser, on a telephone and on a wide screen, with and without the page's script."""

from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from templates.free_days import free_days
from tests.api.links.test_link_pages import KINDS
from tests.api.links.unanswered import (
    OF_MECIGEP,
    Unanswered,
    database,
    sqlite_template,
    sqlite_url,
    unanswered,
)
from tests.browser.axe import ALL, AXE, LAID_OUT, NARROW, RUN, WIDE, served
from tests.browser.test_link_pages import fits

__all__ = ["database", "sqlite_template", "sqlite_url", "unanswered"]
START = datetime.now(UTC).date()
EMPTY = """() => {
  for (const f of document.querySelectorAll('main form input, main form textarea, main form select')) {
    if (f.type === 'radio' || f.type === 'checkbox') f.checked = false;
    else if (f.type !== 'hidden') f.value = '';
  }
}"""
WRONG = """wrong => {
  document.querySelectorAll('details').forEach(d => { d.open = true; });
  for (const f of document.querySelectorAll('main form input, main form textarea')) {
    if (f.type in wrong) f.value = wrong[f.type];
  }
}"""
VALUES = {"email": "a@x..y", "url": "www.ministry.example", "text": "two\u202elines", "textarea": "a\u0007b"}
ASTRAY = """() => [...document.querySelectorAll('#errors a')].map(a => a.getAttribute('href').slice(1))
  .filter(id => !document.getElementById(id))"""
MARKED = """() => [...document.querySelectorAll('[aria-invalid]')].filter(
  f => !f.value && [...(f.labels || [])].some(l => l.textContent.includes('(optional)'))).map(f => f.name)"""
SEEN = """name => { const r = document.getElementById(name).getBoundingClientRect();
  return r.top < innerHeight && r.bottom > 0; }"""


@pytest.fixture
async def site(unanswered: Unanswered) -> AsyncIterator[str]:
    """Where the forms are shown."""
    async with served(unanswered.app()) as address:
        yield address


async def a_screen(chrome: Browser, size: Any, *, script: bool) -> BrowserContext:
    return await chrome.new_context(viewport=size, java_script_enabled=script, bypass_csp=script)


async def sent(page: Page) -> None:
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_role("alert")).to_be_visible()


async def test_every_form_sent_empty_and_sent_wrong_can_be_read_by_everybody(
    chrome: Browser,
    site: str,
    unanswered: Unanswered,
) -> None:
    await each_form_is_read(chrome, site, unanswered, KINDS)


async def test_so_can_every_form_of_the_other_methodology(
    chrome: Browser,
    site: str,
    unanswered: Unanswered,
) -> None:
    await unanswered.under_mecigep()
    await each_form_is_read(chrome, site, unanswered, (*OF_MECIGEP, *OTHERWISE))


async def each_form_is_read(chrome: Browser, site: str, unanswered: Unanswered, kinds: Iterable[str]) -> None:
    context = await a_screen(chrome, NARROW, script=True)
    page = await context.new_page()
    for kind in kinds:
        await page.set_viewport_size(NARROW)
        await page.goto(site + await unanswered.link(kind))
        await page.evaluate(EMPTY)
        await sent(page)
        assert (kind, await page.evaluate(ASTRAY), await page.evaluate(MARKED)) == (kind, [], [])
        await page.evaluate(WRONG, VALUES)
        await sent(page)
        assert (kind, await page.evaluate(ASTRAY), await fits(page)) == (kind, [], True)
        await page.evaluate(AXE)
        assert (kind, await page.evaluate(RUN, ALL)) == (kind, [])
        await page.set_viewport_size(WIDE)
        assert (kind, await page.evaluate(RUN, LAID_OUT), await fits(page)) == (kind, [], True)
    await context.close()


OTHERWISE = ("complete_request", "propose_panel", "set_agenda", "arrange_local", "consolidate_report")
"""Forms that both have, which ask otherwise there."""
GROWING = {
    "propose_panel": ("seats.0.candidates", "name"),
    "write_questions": ("questions", ""),
    "arrange_local": ("items", "what"),
}
"""The forms with rows: their list, and a field that tells a row from another."""
GROWING_THERE = {"write_self_assessment": ("questions", "question"), "propose_framework": ("own", "")}


@pytest.mark.parametrize(("size", "script"), [(NARROW, False), (WIDE, True)], ids=["without", "with"])
async def test_a_row_that_is_added_moved_and_removed_is_where_one_looks(
    chrome: Browser,
    site: str,
    unanswered: Unanswered,
    size: Any,
    script: bool,
) -> None:
    context = await a_screen(chrome, size, script=script)
    page = await context.new_page()
    await rows_stay_in_sight(page, site, unanswered, GROWING)
    await unanswered.under_mecigep()
    await rows_stay_in_sight(page, site, unanswered, GROWING_THERE)
    await context.close()


async def rows_stay_in_sight(
    page: Page, site: str, unanswered: Unanswered, growing: Mapping[str, tuple[str, str]]
) -> None:
    for kind, (rows, field) in growing.items():

        def cell(n: int, rows: str = rows, field: str = field) -> str:
            return f'[id="{rows}.{n}{"." if field else ""}{field}"]'

        await page.goto(site + await unanswered.link(kind))
        before = await page.locator(f'button[value^="drop:{rows}."]').count()
        await page.locator(f'button[value="add:{rows}.{before}"]').click()
        await page.wait_for_url(f"**/*#{rows}.{before}")
        await page.fill(cell(before), "Last")
        await page.locator(f'button[value="up:{rows}.{before}"]').click()
        await page.wait_for_url(f"**/*#{rows}.{before - 1}")
        assert (kind, await page.input_value(cell(before - 1))) == (kind, "Last")
        assert await page.evaluate(SEEN, f"{rows}.{before - 1}")
        for left in range(before, -1, -1):
            await page.locator(f'button[value="drop:{rows}.0"]').click()
            await page.wait_for_url(f"**/*#{rows}{'.0' if left else ''}")
        assert (kind, await page.input_value(cell(0))) == (kind, "")
        await page.reload()
        assert await page.locator(f'button[value^="drop:{rows}."]').count() == 1


@pytest.mark.parametrize("script", [False, True], ids=["when it is saved", "at once"])
async def test_a_date_that_is_a_day_off_is_said_to_be_one(
    chrome: Browser,
    site: str,
    unanswered: Unanswered,
    script: bool,
) -> None:
    context = await a_screen(chrome, NARROW, script=script)
    page = await context.new_page()
    await page.goto(site + await unanswered.link("propose_dates"))
    told = page.locator('[id="windows.0.starts-note"]')
    day = next(d for d in free_days("PRY", START, START + timedelta(days=300), "en") if d.day > START)
    await page.fill('[id="windows.0.starts"]', day.day.isoformat())
    if not script:
        await page.get_by_role("button", name="Save and continue later").last.click()
    else:
        await page.locator('[id="windows.0.ends"]').focus()
    await expect(told).to_contain_text(f"Paraguay: {day.name}")
    await page.fill('[id="windows.0.ends"]', "2027-06-05")
    if not script:
        await page.get_by_role("button", name="Save and continue later").last.click()
    else:
        await page.locator('[id="windows.0.starts"]').focus()
    await expect(page.locator('[id="windows.0.ends-note"]')).to_have_text("Saturday, 5 June 2027: weekend")
    await context.close()
