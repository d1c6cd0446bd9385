"""Delegates: named on the page of a task or by an officer, each with a link to exactly that (D1, L4)."""

from typing import Any

from tests.api.acts import ROUNDS, open_keys, until
from tests.api.visitor import browser, letter_to, links_in, opened_for, send
from tests.conftest import Mail, Ronda
from tests.templates.browser import form_of

REQUEST: dict[str, Any] = {
    "initiative": "Registro social único",
    "stage": "reform",
    "objective": "Un diseño validado",
    "countries_of_interest": ["CHL"],
}


def named(address: str, **more: str) -> dict[str, str]:
    fields = {"name": "Delegate", "email": address, "language": "en", **more}
    return {f"delegate__{name}": value for name, value in fields.items()}


async def test_a_delegate_named_on_the_page_does_the_task_and_the_owner_keeps_their_link(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as owner, browser(ronda) as other:
        id = await opened_for(officer, "owner@delegates.example")
        page = await owner.get(links_in(await letter_to(mail, "owner@delegates.example"))[0])
        said = await send(
            owner,
            page,
            "delegate",
            **named("help@delegates.example"),
            share="The objective",
            initiative="Uno",
        )
        assert said.status_code == 200
        assert "La persona delegada recibe una carta" in said.text
        assert dict(form_of(said.text).pairs)["initiative"] == "Uno"
        letter = await letter_to(mail, "help@delegates.example")
        assert letter["Subject"].endswith(" Paraguay: Focal point asks for your help: Complete the request")
        assert "Your part: The objective" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # every letter has a text
        task, mine = links_in(letter)
        theirs = await other.get(task)
        assert dict(form_of(theirs.text).pairs)["initiative"] == "Uno"
        assert "delegate.email" not in theirs.text
        assert (await other.get(mine)).status_code == 200
        further = await send(other, theirs, "delegate", **named("third@delegates.example"))
        assert (further.status_code, "A delegate cannot name another delegate." in further.text) == (
            422,
            True,
        )
        done = await send(other, await other.get(task), **REQUEST)
        assert (done.status_code, "Recorded." in done.text) == (200, True)
        told = await until(officer, id, lambda told: open_keys(told) == ["examine_request:1"])
        after = await owner.get(str(page.url))
    assert "Registrado. Muchas gracias." in after.text
    assert [p["role"] for p in told["people"] if p["email"] == "help@delegates.example"] == ["delegate"]
    assert mail.to("third@delegates.example") == []


async def test_who_holds_the_task_already_is_no_delegate_and_nothing_typed_is_lost(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as owner:
        id = await opened_for(officer, "alone@delegates.example")
        page = await owner.get(links_in(await letter_to(mail, "alone@delegates.example"))[0])
        oneself = await send(owner, page, "delegate", **named(" Alone@delegates.example"), initiative="Uno")
        nobody = await send(owner, page, "delegate", delegate__name="D", delegate__language="es")
        address = f"{ROUNDS}/{id}/assignments"
        contact = {"name": "D", "email": "alone@delegates.example", "language": "pt"}
        same = await officer.post(f"{address}/complete_request:1/delegate", json={"delegate": contact})
        absent = await officer.post(
            f"{address}/agree_panel:1/delegate", json={"delegate": {**contact, "email": "x@y.example"}}
        )
        fine = await officer.post(
            f"{address}/complete_request:1/delegate", json={"delegate": {**contact, "email": "pt@y.example"}}
        )
        letter = await letter_to(mail, "pt@y.example")
    assert (oneself.status_code, "Esta persona ya tiene esta tarea" in oneself.text) == (422, True)
    pairs = dict(form_of(oneself.text).pairs)
    assert (pairs["initiative"], pairs["delegate.name"]) == ("Uno", "Delegate")
    assert (nobody.status_code, 'href="#delegate.email"' in nobody.text) == (422, True)
    assert (same.status_code, same.json()["code"], same.json()["field"]) == (
        422,
        "same_person",
        "delegate.email",
    )
    assert (absent.status_code, absent.json()["code"]) == (409, "not_open")
    assert fine.status_code == 200
    assert "solicita a sua colaboração" in str(letter["Subject"])
