"""The pages behind links, over HTTP, with a real server, worker and letters."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from api.engine import Away, Engine
from tests.api.acts import NOTE, PANEL, PDF, ROUNDS, candidate, file, open_keys, until
from tests.api.visitor import browser, letter_to, links_in, opened_for, post, send
from tests.conftest import Mail, Ronda
from tests.templates.browser import form_of

REQUEST: dict[str, Any] = {
    "initiative": "Registro social único",
    "stage": "reform",
    "objective": "Un diseño validado\r\nen dos etapas",
    "countries_of_interest": ["CHL", "COL"],
}


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
    for shown in (after, again):
        assert "Registro social único" in shown.text
        assert "Focal point" in shown.text
        assert "<form" not in shown.text
    assert (after.status_code, again.status_code) == (200, 409)


async def test_of_many_decisions_at_once_one_counts(ronda: Ronda, mail: Mail) -> None:
    """L3."""
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "many@ministry.example", NOTE)
        await until(officer, id, lambda told: told["open"])
        await file(officer, id, "examine_request:1", {"kind": "examine_request", "choice": "accept"})
        await file(officer, id, "propose_panel:1", PANEL)
        letter = await letter_to(mail, "many@ministry.example", "Acordar el panel")
        page = await http.get(links_in(letter)[0])
        assert "Ministry, Chile" in page.text
        decisions = [{"choice": ["agree"]}, {"choice": ["changes"], "comment": ["Otra persona"]}] * 15
        answers = await asyncio.gather(*(post(http, str(page.url), decision) for decision in decisions))
        told = await until(officer, id, lambda told: "agree_panel:1" not in open_keys(told))
    counted = Counter(answer.status_code for answer in answers)
    assert (counted[200], counted[409]) == (1, 29)
    taken = [x for x in told["submissions"] if x["kind"] == "agree_panel" and x["state"] == "accepted"]
    assert len(taken) == 1


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
    assert '<a href="#stage">Le rogamos que elija una de las opciones.</a>' in unchosen.text
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
        more = await send(later, found, "add:reference_documents", **title)
    pairs = dict(form_of(more.text).pairs)
    assert (pairs["reference_documents.0.title"], pairs["reference_documents.1.title"]) == ("Sitio", "")
    assert pairs["initiative"] == "Registro social único"


async def test_files_are_checked_kept_and_served_behind_the_link_alone(ronda: Ronda, mail: Mail) -> None:
    """L4, U6."""
    field = "reference_documents.0.file"
    async with ronda.http(ronda.key) as officer, browser(ronda) as http, browser(ronda) as stranger:
        id = await opened_for(officer, "files@ministry.example")
        page = await http.get(links_in(await letter_to(mail, "files@ministry.example"))[0])
        typed = {**{k: v if isinstance(v, list) else [v] for k, v in REQUEST.items()}}
        typed["reference_documents.0.title"] = ["Documento marco"]
        for name, content, sentence in [
            ("marco.exe", PDF, "Solo pueden adjuntarse archivos PDF"),
            ("marco.png", PDF, "El contenido de este archivo no es del tipo que indica su nombre."),
            ("marco.pdf", PDF + b"0" * 10 * 1024 * 1024, "Este archivo es demasiado grande"),
        ]:
            refused = await post(http, str(page.url), typed, files={field: (name, content)})
            assert (refused.status_code, sentence in refused.text) == (422, True)
            assert dict(form_of(refused.text).pairs)["initiative"] == "Registro social único"
        saved = await post(http, str(page.url), typed, "save", files={field: ("marco.pdf", PDF)})
        address = next(a for a in form_of(saved.text).links if "/documents/" in a)
        served = await http.get(address)
        assert (served.content, served.headers["content-type"]) == (PDF, "application/pdf")
        assert served.headers["content-disposition"] == 'attachment; filename="marco.pdf"'
        assert served.headers["x-content-type-options"] == "nosniff"
        assert (await stranger.get(address)).status_code == 404
        done = await send(http, saved)
        assert done.status_code == 200, done.text
        told = await until(officer, id, lambda told: open_keys(told) == ["examine_request:1"])
    assert told["submissions"][-1]["kind"] == "complete_request"


async def test_a_link_reaches_its_own_page_and_no_other(ronda: Ronda, mail: Mail) -> None:
    """L4."""
    async with ronda.http(ronda.key) as officer, browser(ronda) as one, browser(ronda) as other:
        id = await opened_for(officer, "one@ministry.example")
        await opened_for(officer, "other@ministry.example")
        mine = await one.get(links_in(await letter_to(mail, "one@ministry.example"))[0])
        theirs = await other.get(links_in(await letter_to(mail, "other@ministry.example"))[0])
        for address in (str(theirs.url), f"{theirs.url}/documents/x", f"{mine.url}/documents/x"):
            assert (await one.get(address)).status_code == 404
        assert (await post(one, str(theirs.url), {"choice": ["accept"]})).status_code == 404
        assert (await one.get(f"{ROUNDS}/{id}")).status_code == 401


async def test_unknown_forged_and_revoked_links_are_answered_alike(ronda: Ronda, mail: Mail) -> None:
    """L1, L6, L12."""
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "gone@ministry.example")
        link = links_in(await letter_to(mail, "gone@ministry.example"))[0]
        page = await http.get(link)
        newcomer = {"name": "Newcomer", "email": "newcomer@ministry.example", "language": "es"}
        body = {"participant": "focal_point", "newcomer": newcomer}
        answer = await officer.post(f"{ROUNDS}/{id}/replace-person", json=body)
        assert answer.status_code in (200, 202), answer.text
        fresh = links_in(await letter_to(mail, "newcomer@ministry.example"))[0]
        grant, _, signature = link.removeprefix("/a/").rpartition(".")
        forged = [f"/a/{grant}.{signature[:-2]}xx", f"/a/{'0' * len(grant)}.{signature}", "/a/nothing"]
        answers = [await http.get(address) for address in (*forged, link, str(page.url), "/l/0000")]
        answers.append(await post(http, str(page.url), {"initiative": ["x"]}))
        assert (await http.get(fresh)).status_code == 200
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


async def test_another_sites_form_is_refused(ronda: Ronda, mail: Mail) -> None:
    """L10."""
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "cross@ministry.example")
        page = await http.get(links_in(await letter_to(mail, "cross@ministry.example"))[0])
        del http.headers["Sec-Fetch-Site"]
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://elsewhere.example"},
            {"Origin": "null"},
            {},
        ):
            answer = await http.post(str(page.url), data={"action": "submit"}, headers=headers)
            assert (answer.status_code, headers) == (403, headers)
        own = await http.post(
            str(page.url), data={"action": "save"}, headers={"Origin": "http://127.0.0.1:8000"}
        )
        told = await until(officer, id, lambda told: told["open"])
    assert (own.status_code, open_keys(told)) == (200, ["complete_request:1"])


async def test_pages_tell_the_browser_to_keep_nothing_and_to_run_nothing(ronda: Ronda, mail: Mail) -> None:
    """L9."""
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        await opened_for(officer, "headers@ministry.example")
        link = links_in(await letter_to(mail, "headers@ministry.example"))[0]
        answers = [
            await http.get(address) for address in (link, "/a/x", "/l/x", "/api/v1/rounds", "/nowhere")
        ]
    for answer in answers:
        told = {
            name: answer.headers.get(name) for name in ("cache-control", "referrer-policy", "x-robots-tag")
        }
        assert told == {
            "cache-control": "no-store",
            "referrer-policy": "same-origin",
            "x-robots-tag": "noindex",
        }
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_too_much_is_refused_with_its_sentence(ronda: Ronda, mail: Mail) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        await opened_for(officer, "much@ministry.example")
        page = await http.get(links_in(await letter_to(mail, "much@ministry.example"))[0])
        many = {f"reference_documents.{n}.title": ["x"] for n in range(300)}
        rows = await post(http, str(page.url), many)
    assert (rows.status_code, "Lo que se envió es demasiado grande." in rows.text) == (413, True)


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
            broken.setattr(Engine, "hand_over", away)
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
        leaving = await send(http, page, "leave_panel", reason="No me corresponde", sure="true")
        assert leaving.status_code == 422
        done = await send(http, page, "withdraw", reason="Cambio de prioridades", sure="true")
        assert (done.status_code, "<form" in done.text) == (200, False)
        told = await until(officer, id, lambda told: told["outcome"])
        assert told["outcome"] == "withdrawn"
        closed = await http.get(task)
        over = await http.get(mine)
    assert "Esta tarea está cerrada" in closed.text
    assert "La ronda fue retirada." in over.text
    assert "<form" not in over.text


async def test_a_fresh_link_goes_to_the_registered_address_alone_once_a_day(ronda: Ronda, mail: Mail) -> None:
    """L5."""
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "lost@ministry.example")
        link = links_in(await letter_to(mail, "lost@ministry.example"))[0]
        said = {(await http.post("/again", data={"email": "nobody@ministry.example"})).text}
        assert "/again" in (await http.get(f"{link}x")).text
        for _ in range(3):
            said.add((await http.post("/again", data={"email": " Lost@ministry.example "})).text)
        for _ in range(100):
            if len(mail.to("lost@ministry.example")) > 1:
                break
            await asyncio.sleep(0.1)
        told = await until(officer, id, lambda told: told["open"])
    letters = mail.to("lost@ministry.example")
    assert len(said) == 1
    assert [links_in(letter)[0] for letter in letters] == [link, link]
    assert letters[0]["Message-ID"] != letters[1]["Message-ID"]
    assert open_keys(told) == ["complete_request:1"]
    assert mail.to("nobody@ministry.example") == []


async def test_no_token_is_kept_anywhere(ronda: Ronda, mail: Mail, capfd: pytest.CaptureFixture[str]) -> None:
    """L1: neither in the database, nor in a round's history, nor in what the programs print."""
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "token@ministry.example")
        links = links_in(await letter_to(mail, "token@ministry.example"))
        page = await http.get(links[0])
        await send(http, page, "save", **REQUEST)
        await send(http, page, **REQUEST)
        await until(officer, id, lambda told: open_keys(told) == ["examine_request:1"])
    history = (await ronda.client.get_workflow_handle(id).fetch_history()).to_json()
    kept = b"".join(file.read_bytes() for file in ronda.settings.data_dir.glob("ronda.db*"))
    printed = "".join(capfd.readouterr())
    assert id.encode() in kept
    for link in links:
        signature = link.rpartition(".")[2]
        assert signature.encode() not in kept
        assert signature not in history
        assert signature not in printed


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
        await until(officer, id, lambda told: "add_candidate:1.1" in open_keys(told))
        back = await http.get(link)
        assert "Usted ha declinado esta invitación." in back.text
        accepted = await send(http, back, choice="accept", **undertakings)
        assert (accepted.status_code, "Acepto la invitación" in accepted.text) == (200, True)
        await until(officer, id, lambda told: "add_candidate:1.1" not in open_keys(told))
        out = await http.get(mine)
        left = await send(http, out, "leave_panel", reason="Cambio de funciones", sure="true")
        assert left.status_code == 200, left.text
        told = await until(
            officer, id, lambda told: any(k.startswith("add_candidate:1.") for k in open_keys(told))
        )
    assert any(p["participant"] == "candidate-1.1.1" and p["state"] == "left" for p in told["people"])
