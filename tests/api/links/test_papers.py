"""Papers on pages: attached from *my round*, read by those they are for, withdrawn (Z6)."""

from html import unescape
from typing import Any

import httpx2

from tests.api.acts import ROUNDS, until, upload
from tests.api.visitor import browser, filled, here, letter_to, links_in, opened_for, post
from tests.conftest import Mail, Ronda
from tests.sound import PDF
from tests.templates.browser import form_of

FIELDS = {"papers__0__title": "Acta <firmada>", "audience": "secretariat"}


async def my_round(visitor: httpx2.AsyncClient, mail: Mail, address: str) -> str:
    """The clean address of somebody's *my round*."""
    page = await visitor.get(links_in(await letter_to(mail, address))[-1])
    return here(page)


async def attach(visitor: httpx2.AsyncClient, address: str, **typed: Any) -> httpx2.Response:
    """Fill in the form and send it, with a file."""
    page = await visitor.get(f"{address}/papers")
    files = {"papers.0.file": ("acta.pdf", PDF, "application/pdf")}
    return await post(visitor, f"{address}/papers", filled(form_of(page.text), **typed), "add_papers", files)


async def test_a_paper_is_attached_for_those_whom_its_sender_chose_and_withdrawn_with_the_record_kept(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as visitor:
        id = await opened_for(officer, "sender@papers.example")
        address = await my_round(visitor, mail, "sender@papers.example")
        assert '/papers" rel="noreferrer">Adjuntar documentos</a>' in (await visitor.get(address)).text
        done = await attach(visitor, address, **FIELDS)
        assert (done.status_code, "Registrado. Gracias." in done.text) == (200, True)
        told = await until(officer, id, lambda told: any(x["template"] == "told" for x in told["letters"]))
        (paper,) = (await officer.get(f"{ROUNDS}/{id}/papers")).json()
        file = await officer.get(f"{ROUNDS}/{id}/papers/{paper['id']}/file")
        shown = unescape((await visitor.get(f"{address}/dossier/papers")).text)
        page = await visitor.get(f"{address}/papers")
        gone = await post(visitor, f"{address}/papers", {"paper": [paper["id"]]}, "withdraw_paper")
        await until(officer, id, lambda told: told["submissions"][-1]["state"] == "accepted")
        again = (await officer.get(f"{ROUNDS}/{id}/papers")).json()
        after = unescape((await visitor.get(f"{address}/dossier/papers")).text)
    assert (paper["title"], paper["audience"], paper["attached_by"]) == (
        "Acta <firmada>",
        "secretariat",
        "Focal point",
    )
    assert file.content == PDF
    readers = {x["participant_id"] for x in told["letters"] if x["template"] == "told"}
    assert readers == {"responsible_officer", "head_of_secretariat"}
    assert "Acta <firmada>" in shown
    assert "solo la secretaría" in shown
    assert "Retirar:" in page.text
    assert "El documento queda retirado." in gone.text
    assert [bool(x["withdrawn_at"]) for x in again] == [True]
    assert ("Acta <firmada></span> (retirado)" in after, "acta.pdf" in after) == (True, False)


async def test_what_is_wrong_with_papers_is_said_at_each_field_and_nothing_typed_is_lost(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as visitor:
        id = await opened_for(officer, "wrong@papers.example")
        address = await my_round(visitor, mail, "wrong@papers.example")
        page = await visitor.get(f"{address}/papers")
        sent = filled(form_of(page.text), papers__0__title="Anexo", about="contributions")
        wrong = await post(visitor, f"{address}/papers", sent, "add_papers")
        more = await post(visitor, f"{address}/papers", sent, "add:papers.1")
        known = (await officer.get(f"{ROUNDS}/{id}/papers")).json()
    assert wrong.status_code == 422
    assert [name for name in ("audience", "papers.0.file") if f'href="#{name}"' in wrong.text] == [
        "audience",
        "papers.0.file",
    ]
    assert dict(form_of(wrong.text).pairs)["papers.0.title"] == "Anexo"
    assert "papers.1.title" in form_of(more.text).named.values()
    assert known == []


async def test_an_officer_attaches_a_paper_and_a_letter_is_read_as_it_was_sent(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as officer, ronda.http(ronda.other_key) as other:
        id = await opened_for(officer, "reader@papers.example")
        body = {
            "papers": [{"title": "Terms of reference", "file": await upload(officer, id)}],
            "audience": "everyone",
        }
        unseen = await officer.post(f"{ROUNDS}/{id}/papers", json={**body, "about": "contributions"})
        answer = await officer.post(f"{ROUNDS}/{id}/papers", json=body)
        letter = await letter_to(mail, "reader@papers.example", "Terms of reference")
        told = await until(
            officer,
            id,
            lambda told: any(x["template"] == "told" and x["state"] == "sent" for x in told["letters"]),
        )
        key = next(x["key"] for x in told["letters"] if x["template"] == "told")
        read = (await officer.get(f"{ROUNDS}/{id}/letter", params={"key": key})).json()
        theirs = await other.get(f"{ROUNDS}/{id}/letter", params={"key": key})
        none = await officer.get(f"{ROUNDS}/{id}/letter", params={"key": "none"})
    assert (unseen.status_code, unseen.json()["code"]) == (422, "matter_unseen")
    assert answer.status_code == 200
    assert read["subject"] == letter["Subject"]
    assert "Terms of reference" in read["text"]
    assert "/a/" not in read["text"].replace("/a/…", "")
    assert (theirs.status_code, none.status_code) == (404, 404)
