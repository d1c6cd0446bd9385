"""Handing over: one brief for the newcomer, a record of who did what, and places that are not handed over."""

from typing import Any

from tests.api.acts import ROUNDS, WHY, opened, proposed, read, until
from tests.api.visitor import letter_to, text_of
from tests.conftest import Mail, Ronda


def somebody(email: str) -> dict[str, str]:
    return {"name": "Newcomer", "email": email, "language": "en"}


async def test_a_newcomer_is_told_once_and_the_record_keeps_who_did_what(ronda: Ronda, mail: Mail) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await proposed(http, id)
        email = f"newcomer-{id}@ministry.example"
        body = {"reason": WHY, "participant": "focal_point", "newcomer": somebody(email)}
        assert (await http.post(f"{ROUNDS}/{id}/replace-person", json=body)).status_code == 200
        letter = await letter_to(mail, email)
        told = await until(
            http, id, lambda told: any(p["participant"] == "focal_point~2" for p in told["people"])
        )
    assert letter["Subject"].endswith(" Paraguay: You take the place of Focal point")
    assert "Agree to the panel" in text_of(letter)
    assert len(mail.to(email)) == 1
    states = {p["participant"]: (p["role"], p["state"]) for p in told["people"]}
    assert states["focal_point"] == ("focal_point", "replaced")
    assert states["focal_point~2"] == ("focal_point", "active")


async def test_an_officer_hands_over_to_an_officer_and_nobody_to_themselves(ronda: Ronda, mail: Mail) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        before = await until(http, id, lambda told: told["open"])
        addresses = {p["participant"]: p["email"] for p in before["people"]}

        async def replaced(participant: str, email: str) -> Any:
            body = {"reason": WHY, "participant": participant, "newcomer": somebody(email)}
            return await http.post(f"{ROUNDS}/{id}/replace-person", json=body)

        same = await replaced("focal_point", f" {addresses['focal_point'].upper()}")
        outsider = await replaced("responsible_officer", "outsider@ministry.example")
        elsewhere = await replaced("responsible_officer", "officer@dgpe.example")
        unchanged = await read(http, id)
        head = await replaced("responsible_officer", "head@dis.example")
        told = await until(
            http,
            id,
            lambda told: any(p["participant"] == "responsible_officer~2" for p in told["people"]),
        )
    for answer, code in ((same, "same_person"), (outsider, "not_an_officer"), (elsewhere, "not_an_officer")):
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert answer.json()["field"] == "newcomer.email"
    assert unchanged["people"] == before["people"]
    assert head.status_code == 200
    assert [a["key"] for a in told["open"]] == ["examine_request:1"]
    letter = await letter_to(mail, "head@dis.example", "in the place of")
    assert "examine" in text_of(letter).lower()
