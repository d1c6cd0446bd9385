"""A letter of a real round in the secretariat's own words, and a test letter, through the real mail path."""

import asyncio
from datetime import UTC, datetime

import httpx2
from sqlmodel import select

from rounds.submissions.people import Contact
from store import officers, sessions, wordings
from store.specimens import Specimen
from store.tables import Letter, Officer, Person
from store.wordings import Page
from templates.vocabulary import ASKED
from tests.api.acts import LOOKS, OPENING, ROUNDS
from tests.api.desk.conftest import token_of
from tests.api.desk.round.stage import plain
from tests.api.visitor import letter_to, text_of
from tests.conftest import Mail, Ronda

HEAD = "jefatura.nueva@dis.example"
COOKIE = "the-cookie-of-who-changes-words"
OWN = "En palabras de esta secretaría: sírvase completar la solicitud."
PAGE = Page(letter="tasks", language="es")


async def at_desk(ronda: Ronda) -> httpx2.AsyncClient:
    """The browser of somebody who heads the secretariat."""
    async with ronda.database.writing() as s:
        who = Contact(name="Jefatura nueva", email=HEAD, language="es")
        await officers.add_officer(s, "DIS", who, head=False, role="head")
        token = await officers.sign_in_token(s, "DIS", HEAD)
        assert await sessions.begin(s, token, COOKIE, datetime.now(UTC))
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=ronda.app, raise_app_exceptions=True),
        base_url=ronda.settings.public_url,
        cookies={"ronda-desk": COOKIE},
        headers={"Accept": "text/html", "Sec-Fetch-Site": "same-origin"},
    )


async def test_a_round_is_written_to_in_the_words_of_its_secretariat_and_words_are_tried_on_oneself(
    ronda: Ronda, mail: Mail
) -> None:
    message = str(ASKED["complete_request"])
    async with ronda.database.writing() as s:
        officer = (await s.exec(select(Officer).join(Person).where(Person.email == "head@dis.example"))).one()
        await wordings.say(s, officer, PAGE, message, (OWN,), datetime.now(UTC))
    try:
        await tried(ronda, mail)
    finally:
        # The other rounds of the session are written to as ever.
        async with ronda.database.writing() as s:
            await wordings.take_back(s, officer, PAGE, wordings.key_of(message), datetime.now(UTC))


async def tried(ronda: Ronda, mail: Mail) -> None:
    email = "foco.palabras@ministry.example"
    async with ronda.http(ronda.key) as api:
        focal = {"name": "Foco", "email": email, "language": "es"}
        answer = await api.post(ROUNDS, json={**OPENING, "note": None, "focal_point": focal})
    id = answer.json()["round"]
    letter = await letter_to(mail, email)
    assert OWN in text_of(letter)
    async with await at_desk(ronda) as http:
        page = await http.get("/desk/words/assignment?language=pt")
        typed = {"token": token_of(page), "language": "pt", "methodology": "", "round": id, "once": "a" * 32}
        page = await http.post("/desk/words/assignment", data={**typed, "action": "test"})
        assert HEAD in plain(page), plain(page)[:3000]
        # A reload sends it once more, and it is one letter all the same.
        await http.post("/desk/words/assignment", data={**typed, "action": "test"})
    specimen = await letter_to(mail, HEAD)
    assert str(specimen["Subject"]).startswith("Teste: RIPSO")
    assert specimen["Content-Language"] == "pt"
    assert "/a/…" in text_of(specimen)
    assert email not in str(specimen["To"])
    await sent_once(ronda, mail)
    async with ronda.database.reading() as s:
        assert (await s.exec(select(Letter).join(Person).where(Person.email == HEAD))).all() == []


async def sent_once(ronda: Ronda, mail: Mail) -> None:
    for _ in range(LOOKS):
        async with ronda.database.reading() as s:
            row = (await s.exec(select(Specimen).where(Specimen.id == "a" * 32))).one()
        if row.state == "sent":
            break
        await asyncio.sleep(0.1)
    assert row.state == "sent"
    assert len(mail.to(HEAD)) == 1
