"""The pages behind links as somebody meets them on a telephone, in a real browser."""

import asyncio
from collections.abc import AsyncIterator
from html import escape

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.api.acts import open_keys, until
from tests.api.visitor import letter_to, links_in, opened_for
from tests.conftest import Mail, Ronda


async def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    wide: bool = await page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    return wide


async def test_a_note_is_saved_grown_refused_and_sent_from_a_telephone(
    ronda: Ronda, mail: Mail, address: str, telephone: BrowserContext
) -> None:
    async with ronda.http(ronda.key) as officer:
        id = await opened_for(officer, "telephone@ministry.example")
        link = links_in(await letter_to(mail, "telephone@ministry.example"))[0]
        page = await telephone.new_page()
        await page.goto(address + link)
        assert link.removeprefix("/a/") not in page.url
        assert await fits(page)
        await page.get_by_label("Política, programa o iniciativa").fill("Registro social único")
        await page.get_by_label("Objetivo: resultados y productos que se buscan").fill("Un diseño\nvalidado")
        await page.get_by_role("button", name="Guardar y continuar más tarde").last.click()
        await expect(page.get_by_role("status")).to_contain_text("Guardado.")
        await page.get_by_label("Título").fill("Sitio")
        await page.get_by_role("button", name="Agregar una fila: Documentos").click()
        await expect(page.get_by_label("Título")).to_have_count(2)
        await page.get_by_role("button", name="Enviar").click()
        await expect(page.get_by_role("alert")).to_contain_text("Le rogamos que elija una de las opciones.")
        await page.get_by_role("alert").get_by_role("link").first.click()
        assert page.url.endswith("#stage-1")
        assert await fits(page)
        await page.get_by_label("En reforma").check()
        await page.get_by_label("Dirección web").first.fill("https://ministerio.example/registro")
        await page.get_by_label("Países de interés 1").select_option("CHL")
        await page.get_by_role("button", name="Enviar").click()
        await expect(page.get_by_role("status")).to_contain_text("Registrado.")
        await expect(page.get_by_text("Un diseño\nvalidado")).to_be_visible()
        assert await fits(page)
        told = await until(officer, id, lambda told: open_keys(told) == ["examine_request:1"])
    assert told["submissions"][-1]["state"] == "accepted"


async def test_the_enter_key_saves_and_never_sends(
    ronda: Ronda, mail: Mail, address: str, telephone: BrowserContext
) -> None:
    async with ronda.http(ronda.key) as officer:
        id = await opened_for(officer, "enter@ministry.example")
        page = await telephone.new_page()
        await page.goto(address + links_in(await letter_to(mail, "enter@ministry.example"))[0])
        await page.get_by_label("En reforma").check()
        await page.get_by_label("Objetivo").fill("Un diseño")
        await page.get_by_label("Política, programa o iniciativa").fill("Registro")
        await page.get_by_label("Política, programa o iniciativa").press("Enter")
        await expect(page.get_by_role("status")).to_contain_text("Guardado.")
        told = await until(officer, id, lambda told: told["open"])
    assert open_keys(told) == ["complete_request:1"]


@pytest.fixture
async def elsewhere() -> AsyncIterator["Elsewhere"]:
    """Another site: what it shows is set by the test."""
    site = Elsewhere()
    server = await asyncio.start_server(site.answer, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    async with server:
        yield site


class Elsewhere:
    """A site of somebody else; browsers take `localhost` and 127.0.0.1 for two sites."""

    html = ""
    port = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Show the page, whatever is asked."""
        await reader.readuntil(b"\r\n\r\n")
        body = self.html.encode()
        head = f"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()


async def test_a_letters_link_opens_from_another_site_whose_forms_do_nothing(
    ronda: Ronda, mail: Mail, address: str, telephone: BrowserContext, elsewhere: Elsewhere
) -> None:
    """L8, L10."""
    async with ronda.http(ronda.key) as officer:
        id = await opened_for(officer, "site@ministry.example")
        link = links_in(await letter_to(mail, "site@ministry.example"))[0]
        token = link.removeprefix("/a/")
        await telephone.unroute_all()
        page = await telephone.new_page()
        told_to: list[str] = []
        page.on("request", lambda request: told_to.append(request.headers.get("referer", "")))
        elsewhere.html = f'<a href="{address}{link}">letter</a>'
        await page.goto(f"http://localhost:{elsewhere.port}/")
        await page.get_by_role("link").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Completar la solicitud")
        own = page.url
        elsewhere.html = (
            f'<form method="post" action="{escape(own)}"><input name="action" value="save">'
            '<input name="initiative" value="Ajena"><button>go</button></form>'
        )
        await page.goto(f"http://localhost:{elsewhere.port}/")
        async with page.expect_navigation() as moved:
            await page.get_by_role("button").click()
        answer = await moved.value
        assert answer
        assert answer.status == 403
        await page.goto(own)
        assert await page.get_by_label("Política, programa o iniciativa").input_value() == ""
        told = await until(officer, id, lambda told: told["open"])
    assert [referer for referer in told_to if token in referer] == []
    assert open_keys(told) == ["complete_request:1"]
