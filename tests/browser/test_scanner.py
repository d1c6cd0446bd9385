"""A machine that reads letters before people do: it opens every link and presses every button (L2)."""

from typing import Any

from playwright.async_api import Browser, Page

from store.session import Database
from tests.api.links.dossier.conftest import full
from tests.api.links.unanswered import (
    Unanswered,
    database,
    sqlite_template,
    sqlite_url,
    unanswered,
)
from tests.browser.axe import screen, served
from tests.store import scene

__all__ = ["database", "full", "sqlite_template", "sqlite_url", "unanswered"]
TYPED = ("draft", "change_draft", "publication_code")
"""What a page saves as it is typed into, what a form that was refused holds, and codes that were asked for.

A code goes to whoever has the link, a few at most, and decides nothing.
"""
SENDS = "main form[method='post'] button:not([type='button'])"
"""Where the browser leaves the page to send something."""
DECISIONS = ("answer_invitation", "agree_panel", "review_report", "decide_publication")
"""The forms by which most is decided; that none acts when it is sent empty is tried without a browser."""
CLICK = "element => element.click()"
"""As a program does it, which finds what people do not see too."""


async def kept(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row but what somebody types."""
    return {name: rows for name, rows in (await scene.everything(database)).items() if name not in TYPED}


async def press_all(page: Page, address: str) -> int:
    """Press whatever sends something, each on a page that was opened anew; how much that was."""
    pressed = 0
    while True:
        await page.goto(address)
        # A button that takes a row away leaves fewer of them.
        if pressed >= await page.locator(SENDS).count():
            return pressed
        async with page.expect_navigation():
            await page.locator(SENDS).nth(pressed).evaluate(CLICK)
        pressed += 1


async def test_l2_a_robot_that_presses_every_button_of_a_decision_decides_nothing(
    unanswered: Unanswered, chrome: Browser
) -> None:
    before = await kept(unanswered.database)
    pressed = 0
    async with served(unanswered.app()) as site, screen(chrome) as page:
        for kind in DECISIONS:
            pressed += await press_all(page, f"{site}{await unanswered.link(kind)}")
            assert await kept(unanswered.database) == before, kind
    assert pressed > 15
