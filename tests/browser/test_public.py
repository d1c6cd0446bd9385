"""The public pages in a browser: axe finds nothing, nothing overflows, no script is asked for."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
import uvicorn
from axe_playwright_python.base import AXE_FILE_PATH  # type: ignore[import-untyped]  # it has no types
from playwright.async_api import Browser, ViewportSize

from tests.api.public.conftest import Public, database, database_url, public, sqlite_template, sqlite_url
from tests.store.publications import publication, put, take_off

__all__ = ["database", "database_url", "public", "sqlite_template", "sqlite_url"]
AXE = AXE_FILE_PATH.read_text("utf-8")
RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(
  v => [v.id, v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')].join(': '))"""
WIDER = """() => [document.documentElement, ...document.querySelectorAll('.table')]
  .some(e => e.scrollWidth > e.clientWidth)"""
SIZES: tuple[ViewportSize, ...] = ({"width": 390, "height": 844}, {"width": 1280, "height": 900})
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WITHDRAWN = "ripso-chl-2026-1"
PATHS = (
    *("/es", "/es/reports", "/es/reports?q=nada&country=PRY", "/es/reports/ripso-pry-2026-1"),
    *("/pt/reports/ripso-pry-2026-1", f"/fr/reports/{WITHDRAWN}", "/es/reports/none"),
    *("/es/needs", "/en/rules/ripso", "/fr/rules/mecigep", "/es/ask", "/es/asked"),
    *("/en/ask/mecigep", "/es/ask/ripso"),
)
LARGEST = 60 * 1024


@pytest.fixture
async def site(public: Public) -> AsyncIterator[str]:
    """Where the public pages are shown."""
    withdrawn = publication("ripso-CHL-2026-1", country="CHL")
    await put(public.database, publication(), withdrawn)
    await take_off(public.database, withdrawn.round_id)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(public.app, lifespan="off", access_log=False, log_level="error")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    await serving
    listening.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
async def test_public_pages_are_read_without_a_complaint_and_without_a_script(
    site: str, chrome: Browser, size: ViewportSize
) -> None:
    context = await chrome.new_context(viewport=size, bypass_csp=True, reduced_motion="reduce")
    page = await context.new_page()
    complaints = []
    for path in PATHS:
        received: list[int] = []
        asked: list[str] = []

        async def count(response: object, received: list[int] = received, asked: list[str] = asked) -> None:
            asked.append(response.url)  # type: ignore[attr-defined]  # playwright hands over a response
            received.append(len(await response.body()))  # type: ignore[attr-defined]  # the same

        page.on("response", count)
        await page.goto(f"{site}{path}", wait_until="networkidle")
        page.remove_listener("response", count)
        overflow = await page.evaluate(WIDER)
        await page.add_script_tag(content=AXE)
        if folder := os.environ.get("SHOTS"):
            name = f"public{path.partition('?')[0].replace('/', '-')}-{size['width']}.png"
            await page.screenshot(path=Path(folder) / name, full_page=True)
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            found = await page.evaluate(RUN)
            complaints += [(path, scheme, *found, overflow)] if found or overflow else []
        await page.emulate_media(color_scheme="light")
        assert sum(received) <= LARGEST, (path, received)
        assert len(asked) == 2, asked
    await context.close()
    assert complaints == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_form_and_the_filters_work_without_a_script(site: str, chrome: Browser) -> None:
    context = await chrome.new_context(viewport=SIZES[0], java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{site}/es/reports")
    await page.get_by_label("País").select_option("PRY")
    await page.get_by_role("button", name="Mostrar").click()
    assert "country=PRY" in page.url
    assert await page.get_by_role("link", name="Informe sobre el registro social único").count() == 1
    await page.goto(f"{site}/es/ask")
    await page.get_by_role("link", name="Solicitar una ronda de RIPSO").click()
    await page.get_by_role("button", name="Enviar").click()
    assert await page.locator("#errors li").count() == 9
    await page.locator("#errors a").first.click()
    await page.keyboard.press("Tab")
    await page.get_by_label("Institución").fill("Gabinete Social")
    await page.get_by_label("País", exact=True).select_option("PRY")
    await page.get_by_label("Política, programa o iniciativa").fill("Registro social")
    await page.get_by_label("En diseño").check()
    await page.get_by_label("Objetivo").fill("Un diseño validado")
    await page.locator("select[name=countries_of_interest]").first.select_option("CHL")
    await page.get_by_label("Nombre completo").fill("Ana Rojas")
    await page.get_by_label("Correo electrónico").fill("ana@ministerio.example")
    await page.locator("[name=language]").first.check()
    await page.get_by_role("button", name="Enviar").click()
    await page.wait_for_url("**/es/asked")
    await context.close()
