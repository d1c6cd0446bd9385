"""The file of a round in a real browser: on a telephone and on a desk, without a script (Z6)."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.async_api import Browser, expect

from tests.api.acts import OPENING, ROUNDS, open_keys, until
from tests.api.visitor import letter_to, links_in
from tests.browser.conftest import TELEPHONE
from tests.browser.test_link_pages import fits
from tests.conftest import Mail, Ronda

DESK = {"width": 1280, "height": 900}


@pytest.mark.parametrize("size", [TELEPHONE, DESK], ids=["telephone", "desk"])
async def test_from_the_first_letter_on_somebody_reads_their_round_and_takes_it_away(
    ronda: Ronda, mail: Mail, address: str, chrome: Browser, size: dict[str, int]
) -> None:
    to = f"dossier-{size['width']}@ministry.example"
    contact = {**OPENING["focal_point"], "email": to}
    context = await chrome.new_context(
        viewport={"width": size["width"], "height": size["height"]}, java_script_enabled=False
    )
    page = await context.new_page()
    async with ronda.http(ronda.key) as officer:
        answer = await officer.post(ROUNDS, json={**OPENING, "focal_point": contact, "note": None})
        id = answer.json()["round"]
        task, own = links_in(await letter_to(mail, to))
        await page.goto(address + own)
        await expect(page.get_by_text("Etapa 1 de 6: Solicitud", exact=True)).to_be_visible()
        await expect(page.get_by_role("img", name="Las etapas de la ronda")).to_be_visible()
        await expect(page.get_by_role("list").filter(has=page.locator(".present"))).to_contain_text("Informe")
        await expect(page.get_by_role("link", name="La solicitud", exact=True).locator("..")).to_contain_text(
            "(nada todavía)"
        )
        assert await fits(page)
        await page.goto(address + task)
        await page.get_by_label("Política, programa o iniciativa").fill("Registro social único")
        await page.get_by_label("Objetivo: resultados y productos que se buscan").fill("Un diseño validado")
        await page.get_by_label("En reforma").check()
        await page.get_by_label("Países de interés 1").select_option("CHL")
        await page.get_by_role("button", name="Enviar").click()
        await until(officer, id, lambda told: open_keys(told) == ["examine_request:1"])
    await page.goto(address + own)
    await page.get_by_role("link", name="La solicitud", exact=True).click()
    await expect(page.get_by_text("Un diseño validado")).to_be_visible()
    assert await fits(page)
    await page.get_by_role("link", name="Mi ronda").first.click()
    await page.get_by_role("link", name="Cartas que se le han enviado").click()
    await page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    await expect(page.get_by_text("/a/…").first).to_be_visible()
    assert await fits(page)
    await page.goto(address + own)
    whole = await page.get_by_role("link", name="Descargar el expediente completo").get_attribute("href")
    taken = await context.request.get(f"{address}{whole}")
    index = ZipFile(BytesIO(await taken.body())).read("index.html").decode()
    assert "Un diseño validado" in index
    await context.close()
