"""A visit that was arranged is changed on a telephone and a wide screen, with and without a script (V10)."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn
from playwright.async_api import Browser, Page, expect

from tests.api.links.arranged import Arranged, arranged
from tests.browser.test_link_pages import fits
from tests.databases import sqlite_template, sqlite_url  # noqa: F401 - fixtures, found by their names
from tests.rounds.scene import OFFICER

SHOTS = os.environ.get("SHOTS", "")
"""A folder for pictures of the pages, for whoever wants to look at them."""
WIDTHS = (390, 1280)


class Seen:
    """The pages of such a visit, at an address of their own."""

    def __init__(self, visit: Arranged, address: str, chrome: Browser) -> None:
        self.visit, self.address, self.chrome = visit, address, chrome

    async def page(self, by: str, width: int, *, scripts: bool = True) -> Page:
        """Somebody's *my round*, on a screen of this width."""
        context = await self.chrome.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        page = await context.new_page()
        await page.goto(self.address + await self.visit.link("", by))
        return page


@pytest.fixture
async def seen(chrome: Browser, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Seen]:  # noqa: F811 - the fixture of that name
    listening = socket.create_server(("127.0.0.1", 0))
    async with arranged(sqlite_url, tmp_path) as visit:
        server = uvicorn.Server(
            uvicorn.Config(visit.app, lifespan="off", access_log=False, log_level="error")
        )
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        yield Seen(visit, f"http://127.0.0.1:{listening.getsockname()[1]}", chrome)
        server.should_exit = True
        await serving
    listening.close()


async def shot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scripts", [True, False], ids=["with a script", "without one"])
async def test_v10_an_agenda_is_revised_from_my_round(seen: Seen, width: int, scripts: bool) -> None:
    page = await seen.page("focal_point", width, scripts=scripts)
    await shot(page, f"my-round-{width}")
    await page.get_by_role("link", name="Modificar la agenda de la visita").click()
    assert not scripts or await fits(page)
    await shot(page, f"revise-{width}")
    await page.get_by_label("Lugar").first.fill("Salón B")
    await page.get_by_label("Con quién es").nth(4).fill("")
    await page.get_by_role("button", name="Enviar").click()
    wrong = page.get_by_role("alert").get_by_role("link")
    await expect(wrong).to_have_text("Sesión 5, Con quién es: Sírvase indicar con quién es esta sesión.")
    await wrong.click()
    assert page.url.endswith("#sessions.4.interviewed")
    await shot(page, f"revise-wrong-{width}")
    await expect(page.get_by_label("Lugar").first).to_have_value("Salón B")
    await page.get_by_role("button", name="Agregar una fila: Sesiones").click()
    await expect(page.get_by_label("Título")).to_have_count(7)
    await page.get_by_label("Con quién es").nth(4).fill("Familias")
    await page.get_by_role("button", name="Enviar").click()
    await expect(page.get_by_role("status")).to_contain_text("Registrado.")
    assert not scripts or await fits(page)
    await shot(page, f"revised-{width}")
    await page.reload()
    await expect(page.get_by_role("status")).to_contain_text("Registrado.")
    assert len(await seen.visit.said("revise_agenda")) == 1


@pytest.mark.parametrize("width", WIDTHS)
async def test_v8_v10_the_officer_proposes_other_dates_and_decides(seen: Seen, width: int) -> None:
    page = await seen.page(OFFICER, width)
    await page.get_by_role("link", name="Trasladar la visita o cambiar su modalidad").click()
    assert await fits(page)
    await shot(page, f"move-{width}")
    await page.get_by_role("button", name="Enviar").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.get_by_label("Primer día").first.fill("2027-07-05")
    await page.get_by_label("Último día").first.fill("2027-07-08")
    await page.get_by_label("Motivo").fill("Una tormenta")
    await page.get_by_role("button", name="Enviar").click()
    await expect(page.get_by_role("status")).to_contain_text("Registrado.")
    await page.get_by_role("link", name="Volver").click()
    await page.get_by_role("link", name="Decidir sobre un cambio de la visita").click()
    assert await fits(page)
    await shot(page, f"decide-{width}")
    await page.get_by_label("La visita se cambia de todos modos").check()
    await page.get_by_label("Cuáles de las fechas propuestas").fill("1")
    await page.get_by_label("Motivo").fill("No hay otra semana")
    await page.get_by_role("button", name="Enviar").click()
    await expect(page.get_by_role("status")).to_contain_text("Registrado.")
    round = await seen.visit.state()
    assert round.visit
    assert round.visit.starts.isoformat() == "2027-07-05"


@pytest.mark.parametrize("width", WIDTHS)
async def test_v1_the_agenda_is_read_on_any_screen_and_printed(seen: Seen, width: int) -> None:
    page = await seen.page("focal_point", width)
    await page.get_by_role("link", name="La agenda, para leer e imprimir").click()
    assert await fits(page)
    await expect(page.get_by_text("Organización de los Estados Americanos")).to_be_visible()
    await shot(page, f"agenda-{width}")
    await page.emulate_media(media="print")
    await shot(page, f"agenda-print-{width}")
    await expect(page.get_by_role("link", name="Volver")).to_be_hidden()
