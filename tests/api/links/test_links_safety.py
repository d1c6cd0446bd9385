"""What links must not do (L1, L4 to L6, L9, L10, L12), over HTTP."""

import asyncio

import pytest

from tests.api.acts import ROUNDS, WHY, open_keys, until
from tests.api.visitor import REQUEST, browser, letter_to, links_in, opened_for, post, send
from tests.conftest import Mail, Ronda
from tests.hostile.pdfs import RUNS, rooted
from tests.sound import PDF
from tests.templates.browser import form_of


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
            ("marco.pdf", rooted(b"/OpenAction " + RUNS), "o una acción que se inicia por sí sola"),
            ("marco.pdf", PDF + b"0" * 10 * 1024 * 1024, "Este archivo es demasiado grande"),
        ]:
            refused = await post(http, str(page.url), typed, files={field: (name, content)})
            assert (refused.status_code, sentence in refused.text) == (422, True)
            assert dict(form_of(refused.text).pairs)["initiative"] == "Registro social único"
            assert "no se analizan en busca de virus" in refused.text
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
        body = {"reason": WHY, "participant": "focal_point", "newcomer": newcomer}
        answer = await officer.post(f"{ROUNDS}/{id}/replace-person", json=body)
        assert answer.status_code in (200, 202), answer.text
        fresh = links_in(await letter_to(mail, "newcomer@ministry.example"))[0]
        grant, _, signature = link.removeprefix("/a/").rpartition(".")
        forged = [f"/a/{grant}.{signature[:-2]}xx", f"/a/{'0' * len(grant)}.{signature}", "/a/nothing"]
        answers = [await http.get(address) for address in (*forged, link, str(page.url), "/l/0000")]
        typed = {"initiative": ["Un registro <único>"]}
        posts = [await post(http, address, typed) for address in (str(page.url), "/l/0000")]
        asked = [
            await http.post(address, data={"action": "save"}, headers={"Accept": "application/json"})
            for address in (str(page.url), "/l/0000")
        ]
        assert (await http.get(fresh)).status_code == 200
    for alike in (answers, posts, asked):
        assert {(answer.status_code, answer.content) for answer in alike} == {(404, alike[0].content)}
    # Whoever was typing when the link was taken from them has their text back.
    assert "Un registro &lt;único&gt;" in posts[0].text
    assert asked[0].json()["code"] == "link_unknown"


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
    runs = ["script-src 'self'" in answer.headers["content-security-policy"] for answer in answers]
    assert runs == [True, False, False, False, False]


async def test_too_much_is_refused_with_its_sentence(ronda: Ronda, mail: Mail) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        await opened_for(officer, "much@ministry.example")
        page = await http.get(links_in(await letter_to(mail, "much@ministry.example"))[0])
        many = {f"reference_documents.{n}.title": ["x"] for n in range(300)}
        rows = await post(http, str(page.url), many)
    assert (rows.status_code, "Lo que se envió es demasiado grande" in rows.text) == (413, True)


async def test_a_fresh_link_goes_to_the_registered_address_alone_once_a_day_whoever_asks_at_once(
    ronda: Ronda, mail: Mail
) -> None:
    """L5, E7."""
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id = await opened_for(officer, "lost@ministry.example")
        link = links_in(await letter_to(mail, "lost@ministry.example"))[0]
        said = {(await http.post("/again", data={"email": "nobody@ministry.example"})).text}
        assert "/again" in (await http.get(f"{link}x")).text
        asked = (http.post("/again", data={"email": " Lost@ministry.example "}) for _ in range(40))
        said |= {answer.text for answer in await asyncio.gather(*asked)}
        for _ in range(100):
            if len(mail.to("lost@ministry.example")) > 1:
                break
            await asyncio.sleep(0.1)
        said.add((await http.post("/again", data={"email": "lost@ministry.example"})).text)
        told = await until(officer, id, lambda told: told["open"])
    letters = mail.to("lost@ministry.example")
    assert [s["kind"] for s in told["submissions"]].count("ask_again") == 1
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
    kept = await ronda.kept()
    printed = "".join(capfd.readouterr())
    assert id.encode() in kept
    for link in links:
        signature = link.rpartition(".")[2]
        assert signature.encode() not in kept
        assert signature not in history
        assert signature not in printed
