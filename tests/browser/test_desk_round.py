"""One round on the desk in a browser: few clicks to an invitation, no violation, whole without a script."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from api.officers import rehearsals
from tests.api.desk.conftest import desk
from tests.api.desk.round.conftest import stage
from tests.api.desk.round.stage import Stage
from tests.browser.axe import NARROW, WIDE, complaints, served
from tests.databases import database, postgres, postgresql_url, sqlite_template, sqlite_url

__all__ = ["database", "desk", "postgres", "postgresql_url", "sqlite_template", "sqlite_url", "stage"]
SHOTS = os.environ.get("DESK_SHOTS", "")
"""A folder into which pictures of the pages go, for whoever wants to look at them."""


PATIENCE = 400.0
"""Seconds: other tests may have the machine."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@asynccontextmanager
async def at_desk(
    chrome: Browser,
    stage: Stage,
    *,
    role: str = "officer",
    script: bool = True,
) -> AsyncIterator[tuple[Page, str]]:
    """The officer's browser, and where the desk is."""
    async with served(stage.desk.app) as url:
        context = await chrome.new_context(
            viewport=WIDE, bypass_csp=True, reduced_motion="reduce", java_script_enabled=script
        )
        cookie = await stage.desk.cookie(role)
        await context.add_cookies([{"name": "ronda-desk", "value": cookie, "url": url}])
        yield await context.new_page(), url
        await context.close()


async def shot(page: Page, name: str) -> None:
    """Keep pictures of a page, where somebody asked for them."""
    if not SHOTS:
        return
    for size in (NARROW, WIDE):
        await page.set_viewport_size(size)
        await page.screenshot(path=Path(SHOTS) / f"{name}-{size['width']}.png", full_page=True)


PEOPLE = (
    "Inés Uno; ines@registro.example; Chile; Registro Social\n\n"
    "Tom Two; tom@registry.example; Jamaica; Planning Institute; en\n\n"
    "Lead One; lead@dis.example; es\nSupport Two; support@dis.example; en"
)


@pytest.mark.parametrize("script", [True, False])
async def test_a_panel_is_proposed_and_its_invitation_seen_in_at_most_twelve_clicks(
    chrome: Browser,
    stage: Stage,
    script: bool,
) -> None:
    await stage.asks("propose_panel:1")
    async with at_desk(chrome, stage, script=script) as (page, url):
        await page.goto(f"{url}/desk/rounds/{stage.round}")
        clicks = 0
        if script:
            await shot(page, "round")
            assert await complaints(page) == []
            await page.set_viewport_size(NARROW)

        async def click(selector: str) -> None:
            nonlocal clicks
            clicks += 1
            await page.locator(selector).first.click()

        await click("#mine ~ .todo a:has-text('Propose the panel')")
        await click("summary:has-text('list of people')")
        await page.fill("textarea[name=people]", PEOPLE)
        await click("button[value='people:seats']")
        for seat in (0, 1):
            for n in (1, 2, 3):
                await click(f"[id='seats.{seat}.candidates.0.points-{n}']")
        if script:
            await shot(page, "propose")
            assert await complaints(page) == []
        await click(".do button[value=look]")
        invitation = page.locator("details.letter", has_text="ad honorem").last
        clicks += 1
        await invitation.locator("summary").click()
        text = await invitation.inner_text()
        assert "ad honorem" in text
        assert clicks <= 12
        if script:
            await shot(page, "look")
            assert await complaints(page) == []
        await page.locator("button[value=confirm]").click()
        assert re.search(r"/done/\w+$", page.url)
        assert "It is done and recorded." in await page.inner_text("main")
        if script:
            await shot(page, "done")
            assert await complaints(page) == []


async def test_every_page_of_a_round_is_clean_and_says_what_is_empty(
    chrome: Browser,
    stage: Stage,
) -> None:
    async with at_desk(chrome, stage, role="head") as (page, url):
        base = f"{url}/desk/rounds/{stage.round}"
        await page.goto(f"{base}/letters")
        letter = await page.locator("tbody a").first.get_attribute("href")
        found: list[str] = []
        for name, address in {
            "letters": f"{base}/letters",
            "letters-of-nobody": f"{base}/letters?of=nobody",
            "letter": f"{url}{letter}",
            "log": f"{base}/log",
            "matter": f"{base}/dossier/request",
            "matter-empty": f"{base}/dossier/papers",
            "pause": f"{base}/do/pause",
            "extend": f"{base}/do/extend?key=examine_request:1",
            "replace": f"{base}/do/replace_person?about=focal_point",
            "papers": f"{base}/do/add_papers",
        }.items():
            answer = await page.goto(address)
            assert answer
            assert answer.ok, address
            await shot(page, name)
            found += [f"{name}: {told}" for told in await complaints(page)]
        await page.goto(f"{base}/do/pause")
        await page.click(".do button[value=look]")
        await shot(page, "wrong")
        found += [f"wrong: {told}" for told in await complaints(page)]
    assert found == []


@pytest.mark.parametrize("script", [True, False])
async def test_a_round_is_rehearsed_by_two_clicks_and_one_choice(
    chrome: Browser, stage: Stage, monkeypatch: pytest.MonkeyPatch, script: bool
) -> None:
    monkeypatch.setattr(rehearsals, "LIMIT", PATIENCE)
    monkeypatch.setattr(rehearsals, "PROGRAM", tuple(w for w in rehearsals.PROGRAM if w != "--gently"))
    async with at_desk(chrome, stage, script=script) as (page, url):
        page.set_default_timeout(PATIENCE * 1000)
        await page.goto(f"{url}/desk/rounds/{stage.round}")
        await page.click("a[href$='/what-if']")
        if script:
            await shot(page, "what-if")
            assert await complaints(page) == []
        await page.check("input[value=last_day]")
        await page.click("main form button")
        await page.wait_for_selector("#calendar")
        assert "Everybody answers on the last day" in await page.inner_text("h2")
        await page.click("#letters ~ details summary")
        assert await page.locator("#letters ~ details tbody tr:visible").count() > 10
        if script:
            await shot(page, "what-if-told")
            assert await complaints(page) == []
        monkeypatch.setattr(rehearsals, "PROGRAM", ("-m", "no_such_program"))
        await page.click("main form button")
        again = page.get_by_role("button", name="Try again")
        await again.wait_for()
        assert await page.is_checked("input[value=last_day]")
        if script:
            await shot(page, "what-if-again")
            assert await complaints(page) == []
