"""Signing in by OpenID Connect: a provider that says the truth, and all the ways in which one may not."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from sqlmodel import select

from api.app import create
from api.desk.openid import OpenId, Strength
from rounds.submissions.people import Contact
from store import officers
from store.sessions import DeskSession
from tests.api.desk import provider as providing
from tests.api.desk.conftest import SITE, Desk, title_of
from tests.api.desk.provider import CLIENT, SECRET, Provider
from tests.browser.axe import served
from tests.conftest import settings_for

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
START = "/desk/session/provider"
BACK = f"{START}/back"
BUTTON = "Sign in with your organization's account"
ADDRESS = "officer.dis@dis.example"


@pytest.fixture
async def provider(desk: Desk) -> AsyncIterator[Provider]:
    """A provider that vouches for an officer of the desk."""
    made = Provider(email=await desk.hire("officer"))
    async with served(made.app()) as address:
        made.address = address
        desk.app.state.openid = OpenId(address, CLIENT, SECRET, SITE + BACK)
        yield made


async def away(http: httpx2.AsyncClient, leads_to: str = "") -> str:
    """Go to the provider, and be sent back by it: to which address."""
    there = await http.get(START, params={"leads_to": leads_to} if leads_to else None)
    assert there.status_code == 303, there.text[:300]
    async with httpx2.AsyncClient() as world:
        answer = await world.get(there.headers["location"])
    return str(answer.headers["location"])


async def came(desk: Desk) -> httpx2.Response:
    """What somebody reads who has been at the provider's."""
    async with desk.http() as http:
        return await http.get(await away(http))


async def sessions_begun(desk: Desk) -> int:
    async with desk.database.reading() as s:
        return len((await s.exec(select(DeskSession))).all())


@pytest.mark.usefixtures("provider")
async def test_an_officer_whom_the_provider_vouches_for_comes_in_as_by_a_link(desk: Desk) -> None:
    async with desk.http() as http:
        page = await http.get("/desk/rounds?country=PRY")
        assert (page.status_code, BUTTON in page.text) == (401, True)
        assert "/desk/session/provider?leads_to=/desk/rounds%3Fcountry%3DPRY" in page.text
        assert "Send me a link" in page.text
        back = await away(http, "/desk/rounds?country=PRY")
        answer = await http.get(back)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/rounds?country=PRY")
        kept = {one.partition("=")[0]: one for one in answer.headers.get_list("set-cookie")}
        assert all(part in kept["ronda-desk"] for part in ("HttpOnly", "SameSite=lax", "Path=/"))
        assert "Max-Age=0" in kept["ronda-provider"]
        assert title_of(await http.get("/desk/today")) == "Today"
        again = await http.get(back)
        assert (again.status_code, title_of(again)) == (403, "You were not signed in")
    assert await sessions_begun(desk) == 1


@pytest.mark.parametrize(
    "good",
    [
        {"sign": providing.on_a_curve},
        {"email": ADDRESS.upper()},
        {"changes": {"aud": [CLIENT]}},
        {"changes": {"aud": [CLIENT, "another"], "azp": CLIENT}},
        {"elsewhere": {"sub": "somebody", "email": ADDRESS, "email_verified": True}},
    ],
)
async def test_what_providers_may_do_otherwise_is_taken(
    desk: Desk, provider: Provider, good: dict[str, Any]
) -> None:
    for name, value in good.items():
        setattr(provider, name, value)
    assert (await came(desk)).headers["location"] == "/desk"


FAULTS: dict[str, dict[str, Any]] = {
    "wrong nonce": {"changes": {"nonce": "another"}},
    "no nonce": {"changes": {"nonce": None}},
    "wrong audience": {"changes": {"aud": "another"}},
    "for another besides": {"changes": {"aud": [CLIENT, "another"], "azp": "another"}},
    "no audience": {"changes": {"aud": None}},
    "wrong issuer": {"changes": {"iss": "https://evil.example"}},
    "expired": {"changes": {"exp": 1_700_000_000}},
    "never ends": {"changes": {"exp": None}},
    "of another answer": {"changes": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}},
    "unsigned": {"sign": providing.unsigned},
    "signed by our secret": {"sign": providing.by_our_secret},
    "signed by another key": {"sign": providing.by_another_key},
    "no token": {"sign": lambda _: "nonsense"},
    "unknown address": {"email": "nobody@nowhere.example"},
    "unverified address": {"changes": {"email_verified": False}},
    "perhaps verified": {"changes": {"email_verified": None}},
    "verified in a word": {"changes": {"email_verified": "true"}},
    "no address": {"changes": {"email": 7}},
    "no account": {"changes": {"sub": None}},
    "no name of an account": {"changes": {"sub": 7}},
    "somebody else's address": {"elsewhere": {"sub": "other", "email": ADDRESS, "email_verified": True}},
}


async def test_whoever_is_not_let_in_reads_the_same_whatever_the_reason(
    desk: Desk, provider: Provider
) -> None:
    """L12: an unknown address, an officer's that is not verified and a broken answer are alike."""
    bodies = {}
    good = dict(vars(provider))
    for name, fault in FAULTS.items():
        vars(provider).update({**good, **fault})
        page = await came(desk)
        assert (name, page.status_code, title_of(page)) == (name, 403, "You were not signed in")
        bodies[name] = page.content
    vars(provider).update(good)
    async with desk.database.writing() as s:
        await officers.end(s, "DIS", ADDRESS, "test")
    bodies["officer no more"] = (await came(desk)).content
    assert len(set(bodies.values())) == 1
    assert await sessions_begun(desk) == 0
    assert "Send me a link" in bodies["expired"].decode()


async def test_an_answer_counts_in_the_browser_that_asked_and_once(desk: Desk, provider: Provider) -> None:
    async with desk.http() as one, desk.http() as other:
        back = await away(one)
        code = parse_qs(urlsplit(back).query)["code"][0]
        await away(other)
        # In another browser, and with another state: whoever was made to follow it is nobody.
        for http, address in (
            (other, back),
            (one, f"{BACK}?code={code}"),
            (one, f"{BACK}?code={code}&state=another"),
            (one, f"{back}&iss=https://evil.example"),
            (one, back.replace(code, "another")),
            (one, f"{BACK}?error=access_denied&{back.partition('&')[2]}"),
        ):
            assert (await http.get(address)).status_code == 403, address
        assert provider.codes.keys() >= {code}
        assert (await one.get(back)).status_code == 303
    assert await sessions_begun(desk) == 1


@pytest.mark.usefixtures("provider")
async def test_whoever_comes_in_so_ends_the_session_that_the_browser_held(desk: Desk) -> None:
    cookie = await desk.cookie("head")
    async with desk.http(cookie) as http:
        assert (await http.get(await away(http))).status_code == 303
    async with desk.http(cookie) as copied:
        assert (await copied.get("/desk/today")).status_code == 401
    async with desk.database.reading() as s:
        assert [row.ended_at is None for row in (await s.exec(select(DeskSession))).all()].count(True) == 1


@pytest.mark.usefixtures("provider")
async def test_a_page_of_elsewhere_signs_nobody_in(desk: Desk) -> None:
    async with desk.http() as http:
        for site in ("cross-site", "same-site"):
            page = await http.get(START, headers={"Sec-Fetch-Site": site})
            assert (page.status_code, BUTTON in page.text, page.headers.get("set-cookie")) == (
                401,
                True,
                None,
            )
        for site in ("same-origin", "none"):
            assert (await http.get(START, headers={"Sec-Fetch-Site": site})).status_code == 303


@pytest.mark.parametrize("what", ["discovery", "token", "keys", "another", "gone"])
async def test_a_provider_that_is_away_is_said_and_the_link_by_letter_remains(
    desk: Desk, provider: Provider, what: str
) -> None:
    if what == "another":
        provider.said = {"issuer": "https://evil.example"}
    elif what == "gone":
        desk.app.state.openid.issuer = "http://127.0.0.1:1"
    else:
        provider.broken = what
    async with desk.http() as http:
        page = await http.get(START)
        if page.status_code == 303:
            page = await http.get(await away(http))
    assert (page.status_code, title_of(page)) == (503, "You cannot sign in with your account just now")
    assert "Send me a link" in page.text
    assert await sessions_begun(desk) == 0


@pytest.mark.parametrize("what", ["discovery", "token", "keys"])
async def test_a_provider_that_sends_us_elsewhere_is_not_followed(
    desk: Desk, provider: Provider, what: str
) -> None:
    provider.broken, provider.status = what, 307
    async with desk.http() as http:
        page = await http.get(START)
        if page.status_code == 303:
            page = await http.get(await away(http))
    assert page.status_code == 503
    assert provider.asked.count("keys") == (what == "keys")
    assert await sessions_begun(desk) == 0


async def test_whoever_works_for_several_chooses_and_each_link_is_good_once(
    desk: Desk, provider: Provider
) -> None:
    async with desk.database.writing() as s:
        await officers.add_secretariat(s, "DGPE", "The DGPE")
        who = Contact(name="The same", email=provider.email, language="en")
        await officers.add_officer(s, "DGPE", who, head=False)
    page = await came(desk)
    assert title_of(page) == "Where do you work now?"
    assert "The DGPE" in page.text
    links = [
        part.partition('"')[0] for part in page.text.split('href="')[1:] if part.startswith("/desk/sign-in/")
    ]
    assert len(links) == 2
    async with desk.http() as http:
        for link in links:
            assert (await http.get(link)).status_code == 200
            token = link.rpartition("/")[2]
            assert (await http.post("/desk/session", data={"link": token})).status_code == 303
            assert (await http.post("/desk/session", data={"link": token})).status_code == 404


async def test_what_the_provider_says_of_itself_is_asked_once_for_many(
    desk: Desk, provider: Provider
) -> None:
    async with desk.http() as http:
        for _ in range(5):
            await away(http)
    assert provider.asked.count("discovery") == 1


async def test_without_a_provider_there_is_neither_button_nor_door(desk: Desk) -> None:
    async with desk.http() as http:
        assert BUTTON not in (await http.get("/desk/sign-in")).text
        for address in (START, BACK, f"{BACK}?code=x&state=y"):
            assert (await http.get(address)).status_code == 404


async def test_the_settings_make_the_door(desk: Desk, database_url: str, tmp_path: Path) -> None:
    made = settings_for(tmp_path, "127.0.0.1:1", 1, database_url=database_url)
    named = {"oidc_issuer": "https://id.example", "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    enough = {"oidc_acr": ["phr"], "oidc_max_age_minutes": 30}
    app = create(made.model_copy(update={**named, **enough, "public_url": "https://ronda.example"}))
    assert app.state.openid == OpenId(
        "https://id.example",
        CLIENT,
        SECRET,
        "https://ronda.example/desk/session/provider/back",
        Strength(("phr",), timedelta(minutes=30)),
    )
    assert desk.app.state.openid is None
    assert SECRET not in repr(made.model_copy(update=named))
