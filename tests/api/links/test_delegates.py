"""Delegates: named on the page of a task or by an officer, each with a link to exactly that (D1, L4)."""

import re
from typing import Any

from tests.api.acts import ROUNDS, WHY, open_keys, read, until
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
        (task,) = links_in(letter)
        theirs = await other.get(task)
        assert dict(form_of(theirs.text).pairs)["initiative"] == "Uno"
        assert "delegate.email" not in theirs.text
        shown = re.sub(r"<[^>]+>", "", theirs.text)
        assert "Focal point has named you as a delegate for the task below." in shown
        assert "Your part: The objective" in shown
        assert (await other.get(f"{theirs.url}/agenda")).status_code == 404
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
        same = await officer.post(
            f"{address}/complete_request:1/delegate", json={"delegate": contact, "reason": WHY}
        )
        absent = await officer.post(
            f"{address}/agree_panel:1/delegate",
            json={"delegate": {**contact, "email": "x@y.example"}, "reason": WHY},
        )
        fine = await officer.post(
            f"{address}/complete_request:1/delegate",
            json={"delegate": {**contact, "email": "pt@y.example"}, "reason": WHY},
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


async def test_the_owner_ends_a_delegation_and_the_link_is_gone_at_once_l13(ronda: Ronda, mail: Mail) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as owner, browser(ronda) as other:
        id = await opened_for(officer, "ends@delegates.example")
        page = await owner.get(links_in(await letter_to(mail, "ends@delegates.example"))[0])
        assert "end_delegation" not in page.text
        await send(owner, page, "delegate", **named("gone@delegates.example"))
        (task,) = links_in(await letter_to(mail, "gone@delegates.example"))
        theirs = await other.get(task)
        await send(other, theirs, "save", initiative="Dos")
        page = await owner.get(str(page.url))
        nobody = await send(owner, page, "end_delegation", participant="")
        (delegate,) = [
            p["participant"] for p in (await read(officer, id))["people"] if p["role"] == "delegate"
        ]
        done = await send(owner, page, "end_delegation", participant=delegate)
        letter = await letter_to(mail, "gone@delegates.example", "Nothing more is asked of you")
        late = await send(other, theirs, **REQUEST)
        after = await owner.get(str(page.url))
    assert nobody.status_code == 422
    assert (done.status_code, "La delegación ha terminado" in done.text) == (200, True)
    assert (links_in(letter), letter["Subject"].endswith("Complete the request")) == ([], True)
    # What the delegate saved stays with the task, and what they type on an open page comes back to them.
    assert (late.status_code, "Registro social único" in late.text) == (404, True)
    assert dict(form_of(after.text).pairs)["initiative"] == "Dos"
    assert "end_delegation" not in after.text


async def test_an_officer_ends_a_delegation_for_its_owner_and_five_are_the_most_e7(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as owner:
        id = await opened_for(officer, "five@delegates.example")
        address = f"{ROUNDS}/{id}/assignments/complete_request:1"
        page = await owner.get(links_in(await letter_to(mail, "five@delegates.example"))[0])

        def contact(n: int) -> dict[str, Any]:
            return {"delegate": {"name": "D", "email": f"d{n}@five.example", "language": "pt"}, "reason": WHY}

        five = [(await officer.post(f"{address}/delegate", json=contact(n))).status_code for n in range(5)]
        sixth = await officer.post(f"{address}/delegate", json=contact(5))
        told = await until(
            officer, id, lambda told: sum(p["role"] == "delegate" for p in told["people"]) == 5
        )
        full = await owner.get(str(page.url))
        (first, *_) = [p["participant"] for p in told["people"] if p["role"] == "delegate"]
        unknown = await officer.post(
            f"{address}/end-delegation", json={"participant": "focal_point", "reason": WHY}
        )
        ended = await officer.post(f"{address}/end-delegation", json={"participant": first, "reason": WHY})
        again = await officer.post(f"{address}/delegate", json=contact(6))
    assert five == [200] * 5
    assert (sixth.status_code, sixth.json()["code"]) == (409, "too_many_delegates")
    assert ('value="delegate"' in full.text, 'value="end_delegation"' in full.text) == (False, True)
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_person")
    assert (ended.status_code, again.status_code) == (200, 200)


async def test_what_a_delegate_saved_comes_back_to_them_when_the_owner_has_answered_and_to_nobody_else(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as owner, browser(ronda) as other:
        id = await opened_for(officer, "owns@delegates.example")
        page = await owner.get(links_in(await letter_to(mail, "owns@delegates.example"))[0])
        await send(owner, page, "delegate", **named("typed@delegates.example"))
        (task,) = links_in(await letter_to(mail, "typed@delegates.example"))
        await send(other, await other.get(task), "save", objective="What I had found out")
        mine = {**REQUEST, "objective": "Un diseño validado"}
        done = await send(owner, await owner.get(str(page.url)), **mine)
        assert done.status_code == 200
        await until(officer, id, lambda told: open_keys(told) == ["examine_request:1"])
        back, after = await other.get(task), await owner.get(str(page.url))
        language = await other.post(f"{back.url}/language", data={"action": "language:fr"})
    assert "What you had typed, which was not recorded" in back.text
    assert ("What I had found out" in back.text, "Un diseño validado" in back.text) == (True, True)
    assert ("What I had found out" in after.text, "language:" in back.text) == (False, False)
    assert (language.status_code, "Merci" in language.text) == (409, False)
