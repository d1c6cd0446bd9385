"""How somebody signed in at the provider's (S1): asked for where a setting says what is enough; checked."""

import time
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from api.desk.openid import LEEWAY, Strength
from settings import Settings
from tests.api.desk.conftest import Desk, title_of
from tests.api.desk.provider import Provider
from tests.api.desk.test_by_provider import START, came, provider, sessions_begun

__all__ = ["provider"]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HOUR = timedelta(hours=1)
WAYS, RECENT, BOTH = Strength(("phrh", "phr")), Strength(age=HOUR), Strength(("phr",), HOUR)


async def asked(desk: Desk) -> dict[str, list[str]]:
    """What the provider is asked for."""
    async with desk.http() as http:
        there = await http.get(START)
    said = parse_qs(urlsplit(there.headers["location"]).query)
    return {name: said[name] for name in ("acr_values", "max_age") if name in said}


@pytest.mark.usefixtures("provider")
async def test_s1_the_provider_is_asked_for_what_the_settings_say_and_for_no_more(desk: Desk) -> None:
    seen = []
    for strength in (Strength(), WAYS, RECENT, BOTH):
        desk.app.state.openid.strength = strength
        seen.append(await asked(desk))
    ways, recent = {"acr_values": ["phrh phr"]}, {"max_age": ["3600"]}
    assert seen == [{}, ways, recent, {"acr_values": ["phr"], **recent}]


def ago(seconds: float) -> int:
    return int(time.time() - seconds)


@pytest.mark.parametrize(
    ("strength", "says"),
    [
        (Strength(), {"acr": "0", "auth_time": 0}),
        (WAYS, {"acr": "phr"}),
        (WAYS, {"acr": "phrh", "auth_time": 10**6}),
        (RECENT, {"auth_time": 3000}),
        (RECENT, {"auth_time": 3600 + LEEWAY - 30}),
        (RECENT, {"auth_time": 30 - LEEWAY}),
        (BOTH, {"acr": "phr", "auth_time": 10}),
    ],
)
async def test_s1_whoever_signed_in_there_as_is_asked_comes_in(
    desk: Desk, provider: Provider, strength: Strength, says: dict[str, Any]
) -> None:
    desk.app.state.openid.strength = strength
    provider.changes = _dated(says)
    assert (await came(desk)).status_code == 303


@pytest.mark.parametrize(
    ("strength", "says"),
    [
        (WAYS, {}),
        (WAYS, {"acr": "pwd"}),
        (WAYS, {"acr": ["phr"]}),
        (WAYS, {"acr": "phrh phr"}),
        (RECENT, {}),
        (RECENT, {"auth_time": 3600 + LEEWAY + 30}),
        (RECENT, {"auth_time": -LEEWAY - 60}),
        (RECENT, {"auth_time": "just now"}),
        (BOTH, {"acr": "phr"}),
        (BOTH, {"acr": "pwd", "auth_time": 10}),
    ],
)
async def test_s1_whoever_did_not_reads_why_it_may_be_and_does_not_come_in(
    desk: Desk, provider: Provider, strength: Strength, says: dict[str, Any]
) -> None:
    desk.app.state.openid.strength = strength
    provider.changes = _dated(says)
    page = await came(desk)
    assert (page.status_code, title_of(page)) == (403, "You were not signed in")
    assert "too long ago or in a way that is not enough here" in page.text
    assert await sessions_begun(desk) == 0


def _dated(says: dict[str, Any]) -> dict[str, Any]:
    """With the moment in the place of the seconds since it."""
    since = says.get("auth_time")
    return {**says, "auth_time": ago(since)} if isinstance(since, int) else says


def test_the_settings_say_what_is_enough(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:  # noqa: ARG001 - the module's mark
    monkeypatch.setenv("OIDC_ACR", " phrh  phr ")
    monkeypatch.setenv("OIDC_MAX_AGE_MINUTES", "60")
    made = Settings()
    assert (made.oidc_acr, made.oidc_max_age_minutes) == (["phrh", "phr"], 60)
