"""An officer acts from the desk on a round that a workflow lives: what was foreseen is what happens."""

import re
from datetime import UTC, datetime
from typing import Any

import httpx2

from store import officers, sessions
from tests.api.acts import PANEL, open_keys, opened, read, until
from tests.api.desk.round.stage import act_form, plain
from tests.conftest import Ronda
from tests.sound import PDF

COOKIE = "the-cookie-of-an-officer-at-the-desk"


async def at_desk(ronda: Ronda) -> httpx2.AsyncClient:
    """The browser of the officer whose key the tests use."""
    async with ronda.database.writing() as s:
        token = await officers.sign_in_token(s, "DIS", "officer@dis.example")
        assert await sessions.begin(s, token, COOKIE, datetime.now(UTC))
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=ronda.app, raise_app_exceptions=True),
        base_url=ronda.settings.public_url,
        cookies={"ronda-desk": COOKIE},
        headers={"Accept": "text/html", "Accept-Language": "en", "Sec-Fetch-Site": "same-origin"},
    )


async def press(
    http: httpx2.AsyncClient, page: httpx2.Response, action: str, **typed: Any
) -> httpx2.Response:
    """Press a button of a page."""
    pairs: dict[str, list[str]] = {}
    for name, value in act_form(page.text).pairs:
        pairs.setdefault(name, []).append(value)
    return await http.post(str(page.request.url), data={**pairs, **typed, "action": action})


def at_once(look: httpx2.Response) -> int:
    """How many letters a page foretells that are written at once."""
    summaries = re.findall(r"<summary>(.*?)</summary>", look.text, re.DOTALL)
    return sum("<strong" in one and "once others have agreed" not in one for one in summaries)


def proposed() -> dict[str, Any]:
    """The panel of the tests as a form has it."""
    typed: dict[str, Any] = {}
    for n, seat in enumerate(PANEL["seats"]):
        for k, one in enumerate(seat["candidates"]):
            typed |= {f"seats.{n}.candidates.{k}.{name}": value for name, value in one.items()}
    for n, one in enumerate(PANEL["coordinators"]):
        typed |= {f"coordinators.{n}.{name}": value for name, value in one.items()}
    return typed


async def test_what_the_desk_foresees_is_what_the_workflow_does(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as api, await at_desk(ronda) as http:
        id = await opened(api)
        at = f"/desk/rounds/{id}"
        form = await http.get(f"{at}/do/examine_request?key=examine_request:1&by=responsible_officer")
        assert 'name="proof"' not in form.text
        look = await press(http, form, "look", choice="accept")
        assert "Propose the panel" in plain(look)
        done = await press(http, look, "confirm")
        page = await http.get(done.headers["location"])
        assert "It is done and recorded." in plain(page)
        await until(api, id, lambda told: open_keys(told) == ["propose_panel:1"])

        form = await http.get(f"{at}/do/propose_panel?key=propose_panel:1")
        look = await press(http, form, "look", **proposed())
        assert look.status_code == 200, plain(look)
        foretold = set(re.findall(r"<strong lang=\"\w+\">([^<]*)</strong>", look.text))
        assert any("Invitation" in s or "Invitación" in s for s in foretold)
        before = len((await read(api, id))["letters"])
        assert (await press(http, look, "confirm")).status_code == 303
        told = await until(api, id, lambda told: open_keys(told) == ["agree_panel:1"])
        assert len(told["letters"]) - before == at_once(look)

        form = await http.get(f"{at}/do/withdraw")
        pairs = dict(act_form(form.text).pairs) | {"reason": "It is postponed.", "action": "look"}
        file = {"proof": ("letter.pdf", PDF, "application/pdf")}
        look = await http.post(str(form.request.url), data=pairs, files=file)
        before = len((await read(api, id))["letters"])
        assert (await press(http, look, "confirm")).status_code == 303
        told = await until(api, id, lambda told: told["outcome"] == "withdrawn")
        assert len(told["letters"]) - before == at_once(look) > 2
        page = await http.get(at)
        assert page.status_code == 200
        assert "/do/pause" not in page.text
        assert re.search(r"Who decided it Officer \([^)]+\) Reason It is postponed\.", plain(page))
