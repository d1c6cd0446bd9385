"""The letter with a link to the desk, through the real mail path."""

import asyncio
import re

from httpx2 import AsyncClient

from rounds.submissions.people import Contact
from store import officers
from tests.api.visitor import browser, letter_to, text_of
from tests.conftest import Mail, Ronda

LINK = re.compile(r"http://127\.0\.0\.1:8000(/desk/sign-in/(\S+))")
WHO = "oficial.nueva@dis.example"


async def ask(http: AsyncClient, address: str) -> None:
    answer = await http.post("/desk/sign-in", data={"email": address})
    assert answer.status_code == 200
    assert "is on its way" in answer.text


async def test_an_officer_is_written_to_in_their_language_and_comes_in_by_the_letters_link(
    ronda: Ronda, mail: Mail
) -> None:
    """S1, L12: nobody else is written to, and the token stands in the letter alone."""
    async with ronda.database.writing() as s:
        who = Contact(name="Oficial nueva", email=WHO, language="es")
        await officers.add_officer(s, "DIS", who, head=False)
    before = len(mail.letters)
    async with browser(ronda) as http:
        await ask(http, "nobody@nowhere.example")
        await ask(http, f" {WHO.upper()} ")
        letter = await letter_to(mail, WHO, "/desk/sign-in/")
        text = text_of(letter)
        assert str(letter["Subject"]) == "Su enlace al espacio de trabajo de la secretaría"
        assert letter["Auto-Submitted"] == "auto-generated"
        assert "quince minutos" in text or "15 minutos" in text
        (found,) = set(LINK.findall(text))
        shown = await http.get(found[0])
        assert "Oficial nueva" in shown.text
        begun = await http.post("/desk/session", data={"link": found[1]})
        assert (begun.status_code, begun.url.path) == (200, "/desk/today")
        assert '<html lang="es">' in begun.text
        assert 'lang="es"' in shown.text
    await asyncio.sleep(0.5)
    assert [str(one["To"]) for one in mail.letters[before:] if "nowhere" in str(one["To"])] == []
    kept = await ronda.kept()
    assert WHO.encode() in kept
    assert found[1].encode() not in kept
    jobs = [run async for run in ronda.client.list_activities("ActivityId STARTS_WITH 'sign-in-'")]
    assert jobs
