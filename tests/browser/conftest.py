"""A browser on a telephone."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, Route, async_playwright

from tests.browser import chromium

TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
async def chrome() -> AsyncIterator[Browser]:
    """One browser for the session."""
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.MISSING)
    async with async_playwright() as playwright:
        # Its own sandbox cannot be set up by root, which is whom containers run as.
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture
async def telephone(chrome: Browser) -> AsyncIterator[BrowserContext]:
    """A telephone that reaches this machine and nothing else, with cookies of its own."""
    context = await chrome.new_context(
        viewport={"width": TELEPHONE["width"], "height": TELEPHONE["height"]}, is_mobile=True, has_touch=True
    )

    async def near(route: Route) -> None:
        await (route.continue_() if "127.0.0.1" in route.request.url else route.abort())

    await context.route("**/*", near)
    yield context
    await context.close()
