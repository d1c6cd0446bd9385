"""A request from the public pages, with real letters: confirmed, told, opened or declined (Q1, Q8)."""

import re
from email.message import EmailMessage
from http import HTTPStatus

from tests.api.acts import open_keys, until
from tests.api.public.test_asking import GOOD, SAME_SITE
from tests.conftest import Mail, Ronda
from tests.workflows import seen

LINK = re.compile(r"http://127\.0\.0\.1:8000(/asked/\S+)")


async def letter(mail: Mail, to: str, subject: str) -> EmailMessage:
    """The one letter to somebody about something, once it is there."""

    async def there() -> list[EmailMessage] | None:
        return [one for one in mail.to(to) if subject in str(one["Subject"])] or None

    (found,) = await seen.until(there)
    return found


def text_of(sent: EmailMessage) -> str:
    part = sent.get_body(("plain",))
    assert part
    return str(part.get_content())


async def confirmed(ronda: Ronda, mail: Mail, email: str, initiative: str) -> str:
    """Somebody asks for a round and confirms it by the link of the letter; the id of the request."""
    asked = {**GOOD, "email": email, "initiative": initiative}
    async with ronda.http() as anybody:
        anybody.headers.update(SAME_SITE)
        assert (await anybody.post("/es/ask", data=asked)).status_code == HTTPStatus.SEE_OTHER
        first = text_of(await letter(mail, email, "Confirmación de la solicitud"))
        # No stranger's words are sent to whoever is named: they stand on the page.
        assert initiative not in first
        assert "Un diseño validado" not in first
        (page,) = LINK.findall(first)
        shown = (await anybody.get(f"/es{page}")).text
        assert "Esta no es nuestra solicitud" in shown
        assert initiative in shown
        for _ in range(2):
            await anybody.post(page, data={"choice": "confirm"})
    async with ronda.http(ronda.key) as officer:
        found = (await officer.get("/api/v1/requests")).json()["requests"]
    (id,) = (row["id"] for row in found if row["initiative"] == initiative)
    return str(id)


async def test_q8_a_request_that_its_focal_point_confirmed_becomes_a_round_with_their_note_and_they_are_told(
    ronda: Ronda, mail: Mail
) -> None:
    email = "ana.rojas@ministerio.example"
    id = await confirmed(ronda, mail, email, "Registro de hogares")
    said = text_of(await letter(mail, "head@dis.example", "A country asks for a round"))
    assert f"/api/v1/requests/{id}" in said
    assert "Registro de hogares" in said
    assert "/asked/" not in said
    async with ronda.http(ronda.key) as officer:
        opened = await officer.post(f"/api/v1/requests/{id}/open")
        assert opened.status_code == HTTPStatus.CREATED
        round = opened.json()["round"]
        now = await until(officer, round, lambda now: now["open"])
    # Nobody confirms again what they have confirmed: the secretariat examines it.
    assert open_keys(now) == ["examine_request:1"]
    arrived = text_of(await letter(mail, email, "Se ha recibido la solicitud"))
    assert "Registro de hogares" in arrived


async def test_q7_a_request_is_declined_with_a_reason_that_is_told_and_one_without_in_silence(
    ronda: Ronda, mail: Mail
) -> None:
    id = await confirmed(ronda, mail, "luis.soto@ministerio.example", "Ventanilla única")
    other = await confirmed(ronda, mail, "eva.paz@ministerio.example", "Compras conjuntas")
    async with ronda.http(ronda.key) as officer:
        reason = {"reason": "La iniciativa no ha comenzado todavía"}
        assert (await officer.post(f"/api/v1/requests/{id}/set-aside", json=reason)).status_code == 204
        assert (await officer.post(f"/api/v1/requests/{other}/set-aside", json={})).status_code == 204
        assert (await officer.get(f"/api/v1/requests/{id}")).json()["reason"] == reason["reason"]
    sent = await letter(mail, "luis.soto@ministerio.example", "no da lugar a una ronda")
    assert reason["reason"] in text_of(sent)
    assert len(mail.to("eva.paz@ministerio.example")) == 1
