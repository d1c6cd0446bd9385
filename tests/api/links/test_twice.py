"""Second clicks, second tabs, reloads: the same thing sent again is answered as it was the first time."""

import asyncio
from typing import Any

from tests.api.acts import open_keys, read, until
from tests.api.visitor import REQUEST, browser, filled, here, letter_to, links_in, opened_for, post, send
from tests.conftest import Mail, Ronda
from tests.templates.browser import form_of

DELEGATE = {"delegate.name": ["D"], "delegate.email": ["d@twice.example"], "delegate.language": ["en"]}


def kinds(told: Any) -> list[str]:
    return [x["kind"] for x in told["submissions"]]


async def test_an_answer_from_two_tabs_is_recorded_once_and_both_are_told_so(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "tabs@twice.example")
        link = links_in(await letter_to(mail, "tabs@twice.example"))[0]
        one, other = await http.get(link), await http.get(link)
        first = await send(http, one, **REQUEST)
        await until(officer, id, lambda told: open_keys(told) == ["examine_request:1"])
        second = await send(http, other, **REQUEST)
        otherwise = await send(http, other, **{**REQUEST, "initiative": "Otra"})
        told = await read(officer, id)
    for answer in (first, second):
        assert (answer.status_code, "Registrado. Muchas gracias." in answer.text) == (200, True)
        assert [r.status_code for r in answer.history] == [303]
    assert (otherwise.status_code, "Lo que usted había escrito y no quedó registrado" in otherwise.text) == (
        409,
        True,
    )
    assert kinds(told).count("complete_request") == 1


async def test_three_clicks_withdraw_once_and_nobody_is_told_of_a_refusal(ronda: Ronda, mail: Mail) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "clicks@twice.example")
        mine = links_in(await letter_to(mail, "clicks@twice.example"))[1]
        page = await http.get(mine)
        sent = filled(form_of(page.text), reason="Otro gobierno", sure="true")
        clicks = await asyncio.gather(*(post(http, here(page), sent, "withdraw") for _ in range(3)))
        told = await until(officer, id, lambda told: told["outcome"])
        late = await post(http, here(page), sent, "withdraw")
    assert [(c.status_code, [r.status_code for r in c.history]) for c in (*clicks, late)] == [
        (200, [303])
    ] * 4
    assert kinds(told).count("withdraw") == 1
    assert [x["state"] for x in told["submissions"] if x["kind"] == "withdraw"] == ["accepted"]


async def test_a_delegate_who_is_named_by_two_clicks_is_named_once(ronda: Ronda, mail: Mail) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "names@twice.example")
        page = await http.get(links_in(await letter_to(mail, "names@twice.example"))[0])
        sent = {**filled(form_of(page.text)), **DELEGATE}
        first = await post(http, here(page), sent, "delegate")
        await letter_to(mail, "d@twice.example")
        second = await post(http, here(page), sent, "delegate")
        told = await read(officer, id)
    assert (first.status_code, second.status_code) == (200, 200)
    assert "La persona delegada recibe una carta" in second.text
    assert kinds(told).count("delegate") == 1


async def test_what_was_refused_may_be_sent_again(ronda: Ronda, mail: Mail) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        await opened_for(officer, "again@twice.example")
        page = await http.get(links_in(await letter_to(mail, "again@twice.example"))[0])
        wrong = {**REQUEST, "countries_of_interest": ["CHL", "COL", "PER"]}
        assert [(await send(http, page, **wrong)).status_code for _ in range(2)] == [422, 422]
        assert "Registrado." in (await send(http, page, **REQUEST)).text


async def test_what_was_typed_just_before_the_language_changed_is_kept(ronda: Ronda, mail: Mail) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        await opened_for(officer, "speaks@twice.example")
        link = links_in(await letter_to(mail, "speaks@twice.example"))[0]
        await send(http, await http.get(link), "language:en", to="/language", initiative="Typed at once")
        later = await http.get(link)
    assert '<html lang="en">' in later.text
    assert dict(form_of(later.text).pairs)["initiative"] == "Typed at once"


async def test_a_form_with_ten_thousand_rows_is_refused_and_what_was_saved_stays(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        await opened_for(officer, "rows@twice.example")
        page = await http.get(links_in(await letter_to(mail, "rows@twice.example"))[0])
        await send(http, page, "save", initiative="Saved before")
        rows = {f"reference_documents.{n}.title": ["x"] for n in range(10_000)}
        answers = [await post(http, here(page), rows, action) for action in ("submit", "save", "add:x.0")]
        few = {f"reference_documents.{n}.title": ["x"] for n in range(201)}
        answers.append(await post(http, here(page), few))
    for answer in answers:
        assert (answer.status_code, "demasiadas filas" in answer.text) == (413, True)
        assert dict(form_of(answer.text).pairs)["initiative"] == "Saved before"
