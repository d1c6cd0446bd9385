"""The reader's own language: chosen on any page behind a link, and kept to from then on (Z3)."""

import asyncio

import pytest

from rounds.submissions.people import LANGUAGES
from tests.api.acts import NOTE, file, open_keys, proposed, read, until
from tests.api.visitor import REQUEST, browser, letter_to, links_in, opened_for, post, send
from tests.conftest import Mail, Ronda
from tests.templates.spoken import foreign_in


async def test_the_page_at_once_and_every_later_letter_come_in_the_language_that_was_chosen(
    ronda: Ronda, mail: Mail
) -> None:
    """Z3."""
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "french@ministry.example")
        page = await http.get(links_in(await letter_to(mail, "french@ministry.example"))[0])
        assert [code for code in LANGUAGES if f'value="language:{code}"' in page.text] == ["en", "pt", "fr"]
        own = str(page.url)
        french = await send(http, page, "language:fr", to="/language", initiative="Registro social único")
        assert (french.status_code, foreign_in(french.text, "fr")) == (200, [])
        assert '<html lang="fr">' in french.text
        assert "Registro social único" in french.text
        await until(officer, id, lambda told: language(told, "focal_point") == "fr")
        again = await http.get(f"{own}/language")
        assert (str(again.url), '<html lang="fr">' in again.text) == (own, True)
        done = await send(http, again, **REQUEST)
        assert "Enregistré." in done.text
        await proposed(officer, id)
        letter = await letter_to(mail, "french@ministry.example", "Donner son accord au panel")
    assert letter["Content-Language"] == "fr"
    assert "Nous vous prions de bien vouloir donner votre accord" in str(letter.get_body(("plain",)))


def language(told: dict[str, list[dict[str, str]]], participant: str) -> str:
    return next(p["language"] for p in told["people"] if p["participant"] == participant)


async def test_my_round_and_what_was_recorded_are_in_the_language_too(ronda: Ronda, mail: Mail) -> None:
    """Z3."""
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "portuguese@ministry.example", NOTE)
        await proposed(officer, id)
        letter = await letter_to(mail, "portuguese@ministry.example", "Acordar el panel")
        task, mine = links_in(letter)
        assert "Registrado." in (await send(http, await http.get(task), choice="agree")).text
        await until(officer, id, lambda told: "agree_panel:1" not in open_keys(told))
        page = await http.get(mine)
        spoken = await send(http, page, "language:pt", to="/language", reason="Novo governo")
        assert foreign_in(spoken.text, "pt") == []
        assert "Novo governo" in spoken.text
        await until(officer, id, lambda told: language(told, "focal_point") == "pt")
        recorded = await http.get(task)
        assert "O que foi registrado" in recorded.text
        assert "language:" not in recorded.text
        refused = await post(http, f"{recorded.url}/language", {}, "language:en")
        assert (refused.status_code, "O que foi registrado" in refused.text) == (409, True)


@pytest.mark.parametrize("action", ["language:de", "language:", "submit"])
async def test_a_language_that_we_do_not_speak_is_refused(ronda: Ronda, mail: Mail, action: str) -> None:
    address = f"{action.replace(':', '-')}@ministry.example"
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, address)
        page = await http.get(links_in(await letter_to(mail, address))[0])
        refused = await send(http, page, action, to="/language", initiative="Registro")
        assert (refused.status_code, "Registro" in refused.text) == (422, True)
        assert 'role="alert"' in refused.text
        assert language(await read(officer, id), "focal_point") == "es"


async def test_nobody_chooses_a_language_for_somebody_else(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as officer:
        id = await opened_for(officer, "own.language@ministry.example")
        body = {"kind": "choose_language", "language": "fr"}
        answer = await file(officer, id, "", body, "focal_point")
        assert answer.status_code == 422
        await asyncio.sleep(0)
        assert language(await read(officer, id), "focal_point") == "es"


async def test_what_was_written_stays_in_its_language_and_is_marked_with_it_in_pages_and_letters(
    ronda: Ronda, mail: Mail
) -> None:
    """Z3: the officer reads English, the focal point writes Spanish."""
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "marked@ministry.example")
        page = await http.get(links_in(await letter_to(mail, "marked@ministry.example"))[0])
        await send(http, page, **{**REQUEST, "initiative": "Registro marcado"})
        told = await until(officer, id, lambda told: open_keys(told) == ["examine_request:1"])
        letter = await letter_to(mail, "officer@dis.example", "Registro marcado")
        html = letter.get_body(("html",))
        assert html
        assert '<span lang="es">Registro marcado</span>' in html.get_content()
        examined = await http.get(links_in(letter)[0])
    assert {said["language"] for said in told["submissions"]} == {"es"}
    assert '<html lang="en">' in examined.text
    assert '<span lang="es">Registro marcado</span>' in examined.text
    assert '<span lang="es">Un diseño validado\nen dos etapas</span>' in examined.text.replace("\r", "")
