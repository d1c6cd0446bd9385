"""Pages that anybody can read: axe without a violation, nothing wider than the screen, light and dark."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from axe_playwright_python.base import AXE_FILE_PATH  # type: ignore[import-untyped]  # it has no types
from playwright.async_api import Browser, Page, ViewportSize

NARROW: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 900}
AXE = AXE_FILE_PATH.read_text("utf-8")
RUN = """async more => (await axe.run(document, {resultTypes: ['violations'], ...more})).violations.map(
  v => [v.id, v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')].join(': '))"""
CONTRAST = "color-contrast"
ALL: dict[str, Any] = {}
LAID_OUT = {"rules": {CONTRAST: {"enabled": False}}}
"""What another width can break; colours are of a scheme, whatever the width."""
COLOURED = {"runOnly": {"type": "rule", "values": [CONTRAST]}}
"""What another scheme can break: it changes colours alone."""
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    """An app at an address of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, lifespan="off", access_log=False, log_level="error")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        listening.close()


@asynccontextmanager
async def screen(chrome: Browser) -> AsyncIterator[Page]:
    """A page into which axe may be put."""
    # Without motion: between two schemes colours would be neither the one nor the other for a moment.
    context = await chrome.new_context(viewport=NARROW, bypass_csp=True, reduced_motion="reduce")
    try:
        yield await context.new_page()
    finally:
        await context.close()


async def complaints(page: Page, schemes: Iterable[Any] = ("light", "dark")) -> list[str]:
    """What is wrong with the page that is shown, on a telephone and on a desk."""
    found: list[str] = []
    await page.evaluate(AXE)
    for n, scheme in enumerate(schemes):
        await page.emulate_media(color_scheme=scheme)
        found += [f"{scheme} {one}" for one in await page.evaluate(RUN, COLOURED if n else ALL)]
    for size in (WIDE, NARROW):
        await page.set_viewport_size(size)
        if size == WIDE:
            found += [f"{size['width']} {one}" for one in await page.evaluate(RUN, LAID_OUT)]
        if not await page.evaluate(FITS):
            found.append(f"{size['width']} wider than the screen")
    return found
