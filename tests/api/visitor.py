"""Somebody who opens a link of a letter in a browser, reads the page, fills in its form and sends it."""

import asyncio
import re
from email.message import EmailMessage
from typing import Any

import httpx2

from tests.api.acts import LOOKS, OPENING, ROUNDS, confirmed
from tests.conftest import Mail, Ronda
from tests.templates.browser import Form, form_of

REQUEST: dict[str, Any] = {
    "initiative": "Registro social único",
    "stage": "reform",
    "objective": "Un diseño validado\r\nen dos etapas",
    "countries_of_interest": ["CHL", "COL"],
}
"""What a focal point types."""
LINK = re.compile(r"http://127\.0\.0\.1:8000(/a/\S+)")


def text_of(letter: EmailMessage) -> str:
    """The words of a letter."""
    part = letter.get_body(("plain",))
    assert part
    text: str = part.get_content()
    return text


async def letter_to(mail: Mail, address: str, saying: str = "") -> EmailMessage:
    """The first letter to somebody that says something; a round writes it shortly after it was moved."""
    for _ in range(LOOKS):
        for letter in mail.to(address):
            if saying in text_of(letter):
                return letter
        await asyncio.sleep(0.1)
    raise AssertionError(f"no letter to {address} says {saying!r}")


def links_in(letter: EmailMessage) -> list[str]:
    """The addresses of the links in a letter, without their host: what is asked, then *my round*."""
    return LINK.findall(text_of(letter))


def browser(ronda: Ronda) -> httpx2.AsyncClient:
    """A browser on our own pages, with cookies of its own."""
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=ronda.app, raise_app_exceptions=True),
        base_url=ronda.settings.public_url,
        headers={"Sec-Fetch-Site": "same-origin"},
        follow_redirects=True,
    )


async def send(
    http: httpx2.AsyncClient, page: httpx2.Response, action: str = "submit", to: str = "", **typed: Any
) -> httpx2.Response:
    """Fill in the form of a page and press a button; `__` in a name stands for a dot.

    `to` is what the button adds to the page's address.
    """
    return await post(http, f"{here(page)}{to}", filled(form_of(page.text), **typed), action)


def here(page: httpx2.Response) -> str:
    """The address of a page, without what was said of it and without a place on it."""
    return str(page.url).partition("?")[0].partition("#")[0]


def filled(form: Form, **typed: Any) -> dict[str, list[str]]:
    """What the browser sends after this was typed into a form."""
    sent: dict[str, list[str]] = {}
    for name, value in form.pairs:
        sent.setdefault(name, []).append(value)
    for name, value in typed.items():
        sent[name.replace("__", ".")] = value if isinstance(value, list) else [value]
    return sent


async def post(
    http: httpx2.AsyncClient,
    address: str,
    sent: dict[str, list[str]],
    action: str = "submit",
    files: Any = None,
) -> httpx2.Response:
    """Send a form."""
    return await http.post(address, data={**sent, "action": action}, files=files)


async def opened_for(http: httpx2.AsyncClient, address: str, note: dict[str, Any] | None = None) -> str:
    """Open a round whose focal point has this address, with a note that is confirmed; its id."""
    opening = {**OPENING, "focal_point": {**OPENING["focal_point"], "email": address}}
    answer = await http.post(ROUNDS, json={**opening, "note": note})
    assert answer.status_code == 201, answer.text
    id: str = answer.json()["round"]
    if note:
        await confirmed(http, id)
    return id
