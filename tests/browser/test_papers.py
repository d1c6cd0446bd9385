"""Papers in a real browser: attached and withdrawn, on a telephone and on a desk (Z6)."""

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.api.acts import OPENING, ROUNDS
from tests.api.visitor import letter_to, links_in
from tests.browser.conftest import TELEPHONE
from tests.browser.test_link_pages import fits
from tests.browser.test_visit_changes import shot
from tests.conftest import Mail, Ronda
from tests.hostile.pdfs import RUNS, rooted
from tests.sound import PDF

DESK = {"width": 1280, "height": 900}
OUTLINED = "[document.activeElement.type, getComputedStyle(document.activeElement).outlineWidth]"
FILE: Any = {"name": "acta.pdf", "mimeType": "application/pdf", "buffer": PDF}
HOSTILE: Any = {**FILE, "buffer": rooted(b"/OpenAction " + RUNS)}


@pytest.mark.parametrize("size", [TELEPHONE, DESK], ids=["telephone", "desk"])
async def test_z6_a_paper_is_attached_from_my_round_read_and_withdrawn(
    ronda: Ronda, mail: Mail, address: str, chrome: Browser, size: Any
) -> None:
    to = f"papers-{size['width']}@ministry.example"
    contact = {**OPENING["focal_point"], "email": to}
    context = await chrome.new_context(viewport=size, java_script_enabled=False)
    page = await context.new_page()
    async with ronda.http(ronda.key) as officer:
        await officer.post(ROUNDS, json={**OPENING, "focal_point": contact, "note": None})
        await page.goto(address + links_in(await letter_to(mail, to))[-1])
        await page.get_by_role("link", name="Adjuntar documentos").click()
        await page.get_by_role("button", name="Enviar").click()
        await expect(page.get_by_role("alert")).to_contain_text("Esto no ha podido aceptarse todavía")
        assert await fits(page)
        await shot(page, f"papers-empty-{size['width']}")
        await page.get_by_label("Título").fill("Acta firmada")
        # Whoever comes by the keyboard sees where they are.
        await page.get_by_label("Título").press("Tab")
        assert await page.evaluate(OUTLINED) == ["file", "3px"]
        await page.get_by_label("Archivo").set_input_files(HOSTILE)
        await page.get_by_label("Quiénes pueden leerlos").select_option("secretariat")
        await page.get_by_role("button", name="Enviar").click()
        await expect(page.get_by_role("alert")).to_contain_text("imprima en un PDF nuevo")
        await expect(page.get_by_label("Título")).to_have_value("Acta firmada")
        assert await fits(page)
        await shot(page, f"papers-refused-{size['width']}")
        await page.get_by_label("Archivo").set_input_files(FILE)
        await page.get_by_role("button", name="Enviar").click()
        await expect(page.get_by_role("status")).to_contain_text("Registrado.")
        assert await fits(page)
        await shot(page, f"papers-{size['width']}")
        await page.get_by_role("link", name="Los documentos de la ronda").click()
        await expect(page.get_by_role("link", name="acta.pdf")).to_be_visible()
        assert await fits(page)
        await shot(page, f"papers-read-{size['width']}")
        await page.go_back()
        await page.get_by_text("Retirar: Acta firmada").click()
        await page.get_by_role("button", name="Retirar un documento").click()
        await expect(page.get_by_role("status")).to_contain_text("El documento queda retirado.")
    await context.close()
