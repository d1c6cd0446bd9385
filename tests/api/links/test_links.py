"""The pages behind links, over HTTP, with a real server, worker and letters."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from api.intake import engine
from api.intake.engine import Away, Engine
from tests.api.acts import NOTE, PANEL, ROUNDS, candidate, file, open_keys, proposed, until
from tests.api.desk.round.stage import plain
from tests.api.visitor import REQUEST, browser, filled, here, letter_to, links_in, opened_for, post, send
from tests.conftest import Mail, Ronda
from tests.templates.browser import form_of


async def test_opening_a_link_moves_its_token_out_of_the_address_and_changes_nothing(
    ronda: Ronda, mail: Mail
) -> None:
    """L2, L8."""
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "l2@ministry.example")
        link, *_ = links_in(await letter_to(mail, "l2@ministry.example"))
        before = (await officer.get(f"{ROUNDS}/{id}")).json()
        first = await http.get(link, follow_redirects=False)
        cookie = first.headers["set-cookie"]
        assert (first.status_code, link.removeprefix("/a/") in first.headers["location"]) == (303, False)
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        for _ in range(25):
            assert (await http.get(first.headers["location"])).status_code == 200
            assert (await http.head(link)).status_code == 200
        page = await http.get(first.headers["location"])
        for address in form_of(page.text).links:
            if address.startswith("/"):
                await http.get(address)
        assert (await officer.get(f"{ROUNDS}/{id}")).json() == before
        assert link.removeprefix("/a/") not in page.text
        done = await send(http, page, **REQUEST)
        assert (done.status_code, "Registrado. Muchas gracias." in done.text) == (200, True)
        await until(officer, id, lambda told: open_keys(told) == ["examine_request:1"])


async def test_a_closed_assignment_shows_what_was_recorded_when_and_by_whom(ronda: Ronda, mail: Mail) -> None:
    """L3."""
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "l3@ministry.example")
        link, *_ = links_in(await letter_to(mail, "l3@ministry.example"))
        page = await http.get(link)
        await send(http, page, **REQUEST)
        await until(officer, id, lambda told: open_keys(told) == ["examine_request:1"])
        after = await http.get(link)
        again = await post(http, str(page.url), {"initiative": ["Otra"]})
        saving = await http.post(
            str(page.url), data={"action": "save"}, headers={"Accept": "application/json"}
        )
    assert (saving.status_code, saving.json()["code"]) == (409, "not_open")
    assert "Lo que usted había escrito y no quedó registrado" in again.text
    assert "Otra" in again.text
    for shown in (after, again):
        assert "Registro social único" in shown.text
        assert "Focal point" in shown.text
        assert 'value="submit"' not in shown.text
    assert (after.status_code, again.status_code) == (200, 409)


async def test_of_many_decisions_at_once_one_counts(
    ronda: Ronda, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L3. However busy all are: who is told to try again does, who reads "received" is answered later.

    Whoever says the same as was recorded is told so: it is no second answer.
    """
    monkeypatch.setattr(engine, "PATIENCE", timedelta(minutes=5))

    async def decides(http: httpx2.AsyncClient, address: str, decision: dict[str, list[str]]) -> str:
        while (answer := await post(http, address, decision)).status_code == 503:
            pass
        assert answer.status_code in (200, 409)
        return next((word for word in ("Registrado", "Recibido") if f"{word}. Muchas" in answer.text), "")

    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "many@ministry.example", NOTE)
        await proposed(officer, id)
        letter = await letter_to(mail, "many@ministry.example", "Acordar el panel")
        page = await http.get(links_in(letter)[0])
        assert "Ministry, Chile" in page.text
        decisions = [{"choice": ["agree"]}, {"choice": ["changes"], "comment": ["Otra persona"]}] * 15
        answers = await asyncio.gather(*(decides(http, str(page.url), decision) for decision in decisions))
        told = await until(officer, id, all_answered)
    agreeing, changing = set(answers[::2]), set(answers[1::2])
    assert not ("Registrado" in agreeing and "Registrado" in changing)
    decided = [x["state"] for x in told["submissions"] if x["kind"] == "agree_panel"]
    assert decided.count("accepted") == 1


def all_answered(told: Any) -> bool:
    """The round has decided, and nothing waits for its answer."""
    waiting = [x for x in told["submissions"] if x["state"] == "received"]
    return "agree_panel:1" not in open_keys(told) and not waiting


async def test_a_refusal_shows_the_page_again_with_everything_that_was_typed(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "typed@ministry.example")
        page = await http.get(links_in(await letter_to(mail, "typed@ministry.example"))[0])
        three = await send(http, page, **{**REQUEST, "countries_of_interest": ["CHL", "COL", "PER"]})
        no_stage = {name: value for name, value in REQUEST.items() if name != "stage"}
        unchosen = await send(http, page, **no_stage)
        told = await until(officer, id, lambda told: told["open"])
    assert (three.status_code, unchosen.status_code) == (422, 422)
    assert "Pueden indicarse como máximo 2 países o experiencias de interés." in three.text
    assert dict(form_of(three.text).pairs)["initiative"] == "Registro social único"
    assert dict(form_of(three.text).pairs)["objective"] == REQUEST["objective"]
    named = "Etapa en que se encuentra la iniciativa: Le rogamos que elija una de las opciones."
    assert f'<a href="#stage-1">{named}</a>' in unchosen.text
    assert open_keys(told) == ["complete_request:1"]


async def test_what_is_saved_is_there_later_and_a_row_more_loses_nothing(ronda: Ronda, mail: Mail) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        await opened_for(officer, "later@ministry.example")
        link = links_in(await letter_to(mail, "later@ministry.example"))[0]
        page = await http.get(link)
        saved = await send(http, page, "save", **REQUEST)
        assert "Guardado." in saved.text
    async with browser(ronda) as later:
        found = await later.get(link)
        assert dict(form_of(found.text).pairs)["initiative"] == "Registro social único"
        title = {"reference_documents__0__title": "Sitio"}
        more = await send(later, found, "add:reference_documents.1", **title)
    pairs = dict(form_of(more.text).pairs)
    assert (pairs["reference_documents.0.title"], pairs["reference_documents.1.title"]) == ("Sitio", "")
    assert pairs["initiative"] == "Registro social único"


async def test_while_the_engine_is_away_the_page_says_received_and_the_answer_is_taken_later(
    ronda: Ronda, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any) -> Any:
        raise Away

    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "away@ministry.example")
        link = links_in(await letter_to(mail, "away@ministry.example"))[0]
        page = await http.get(link)
        with monkeypatch.context() as broken:
            broken.setattr(Engine, "submit", away)
            received = await send(http, page, **REQUEST)
            meanwhile = await http.get(link)
        for shown in (received, meanwhile):
            assert (shown.status_code, "Recibido. Muchas gracias." in shown.text) == (200, True)
            assert "Registro social único" in shown.text
        await until(officer, id, lambda told: open_keys(told) == ["examine_request:1"])
        assert "Registrado. Muchas gracias." in (await http.get(link)).text


async def test_my_round_shows_whose_turn_it_is_and_withdraws_only_once_confirmed(
    ronda: Ronda, mail: Mail
) -> None:
    """Z2."""
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "mine@ministry.example")
        task, mine = links_in(await letter_to(mail, "mine@ministry.example"))
        page = await http.get(mine)
        assert [a for a in form_of(page.text).links if a.endswith(task)]
        assert "punto focal" in page.text
        unsure = await send(http, page, "withdraw", reason="Cambio de prioridades")
        assert (unsure.status_code, dict(form_of(unsure.text).pairs)["reason"]) == (
            422,
            "Cambio de prioridades",
        )
        assert "Sírvase confirmarlo." in unsure.text
        leaving = await send(http, page, "leave_panel", reason="No me corresponde", sure="true")
        assert leaving.status_code == 422
        done = await send(http, page, "withdraw", reason="Cambio de prioridades", sure="true")
        assert (done.status_code, 'value="withdraw"' in done.text) == (200, False)
        told = await until(officer, id, lambda told: told["outcome"])
        assert told["outcome"] == "withdrawn"
        closed = await http.get(task)
        over = await http.get(mine)
    assert "Esta tarea está cerrada" in closed.text
    assert "La ronda fue retirada." in over.text
    decided = "Quién lo decidió Focal point (punto focal) Motivo Cambio de prioridades"
    assert decided in plain(over)
    assert "<form" not in over.text


async def test_an_expert_declines_accepts_after_all_and_leaves(ronda: Ronda, mail: Mail) -> None:
    """P6, P8: there is a way back until the seat is filled, and a way out afterwards."""
    panel = {
        **PANEL,
        "seats": [{"candidates": [candidate("back@registry.example", "CHL")]}, PANEL["seats"][1]],
    }
    undertakings = {"ad_honorem": "true", "institution_agrees": "true", "conflict": "none"}
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "panel@ministry.example", NOTE)
        await until(officer, id, lambda told: told["open"])
        await file(officer, id, "examine_request:1", {"kind": "examine_request", "choice": "accept"})
        await file(officer, id, "propose_panel:1", panel)
        agree = await http.get(
            links_in(await letter_to(mail, "panel@ministry.example", "Acordar el panel"))[0]
        )
        await send(http, agree, choice="agree")
        link, mine = links_in(await letter_to(mail, "back@registry.example", "invitación"))
        page = await http.get(link)
        bare = await send(http, page, choice="accept")
        assert (bare.status_code, "se comprometa a desempeñarse ad honorem" in bare.text) == (422, True)
        declined = await send(http, page, choice="decline", reason="Agenda")
        assert (declined.status_code, "Agenda" in declined.text) == (200, True)
        await until(officer, id, lambda told: "add_candidate:expert-1:1" in open_keys(told))
        back = await http.get(link)
        assert "Usted ha declinado esta invitación." in back.text
        accepted = await send(http, back, choice="accept", **undertakings)
        assert (accepted.status_code, "Acepto la invitación" in accepted.text) == (200, True)
        await until(officer, id, lambda told: "add_candidate:expert-1:1" not in open_keys(told))
        out = await http.get(mine)
        sent = filled(form_of(out.text), reason="Cambio de funciones", sure="true")
        clicks = await asyncio.gather(*(post(http, here(out), sent, "leave_panel") for _ in range(3)))
        assert [left.status_code for left in clicks] == [200] * 3
        told = await until(
            officer, id, lambda told: any(k.startswith("add_candidate:expert-1:") for k in open_keys(told))
        )
    assert any(p["participant"] == "candidate-1.1.1" and p["state"] == "left" for p in told["people"])
    # Whoever clicks three times leaves once, and is told of no refusal.
    assert [x["state"] for x in told["submissions"] if x["kind"] == "leave_panel"] == ["accepted"]
