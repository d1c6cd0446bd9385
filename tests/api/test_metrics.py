"""What the doors tell a Prometheus: to whoever has the token, from few questions, and of nobody."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from api import metrics
from api.app import create
from store.reads import counts
from tests.api.acts import file, open_keys, opened, proposed, until
from tests.conftest import Ronda

TOKEN = "a-token-that-opens-metrics-in-tests-only"


@asynccontextmanager
async def doors(ronda: Ronda, token: str | None = TOKEN) -> AsyncIterator[tuple[FastAPI, httpx2.AsyncClient]]:
    """The doors of a second process beside the first, with or without a token."""
    app = create(ronda.settings.model_copy(update={"metrics_token": token}))
    transport = httpx2.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url=ronda.settings.public_url) as http,
    ):
        yield app, http


async def told(http: httpx2.AsyncClient) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Each sample by its name and labels."""
    answer = await http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.text)
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def of(name: str, **labels: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return name, frozenset(labels.items())


async def test_without_a_token_set_there_is_no_such_page(ronda: Ronda) -> None:
    async with doors(ronda, None) as (_, http):
        answer = await http.get("/metrics", headers={"Authorization": "Bearer "})
        assert answer.status_code == 404


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer \xfc"])
async def test_whoever_has_not_the_token_is_told_nothing(ronda: Ronda, sent: str) -> None:
    async with doors(ronda) as (_, http):
        answer = await http.get("/metrics", headers={b"Authorization": sent.encode("latin-1")})
        assert answer.status_code == 401
        assert "ronda" not in answer.text


async def test_rounds_submissions_and_requests_are_counted(ronda: Ronda) -> None:
    async with doors(ronda) as (_, http):
        before = await told(http)
        officer = ronda.http(ronda.key)
        id = await opened(officer)
        await proposed(officer, id)
        await until(officer, id, lambda told: open_keys(told) == ["agree_panel:1"])
        wrong = await file(officer, id, "no_such:1", {"kind": "agree_panel", "choice": "agree"})
        assert wrong.status_code == 409
        await http.get("/a/not-a-link-at-all")
        await http.get("/no-such-page")
    async with doors(ronda) as (_, http):
        after = await told(http)

    def more(name: str, **labels: str) -> float:
        key = of(name, **labels)
        return after[key] - before.get(key, 0)

    assert more("ronda_open_rounds", methodology="ripso", step="panel") == 1
    # The note confirmed, the request examined, the panel proposed; and one that nobody asked for.
    assert more("ronda_submissions_total", state="accepted") == 3
    assert more("ronda_submissions_total", state="refused") == 1
    assert more("ronda_decided_seconds_count") == 4
    route = "/api/v1/rounds/{round_id}/submissions"
    assert more("ronda_http_requests_total", method="POST", route=route, status="200") == 3
    assert more("ronda_http_requests_total", method="POST", route=route, status="409") == 1
    assert more("ronda_http_request_seconds_count", route=route) == 4
    assert more("ronda_http_requests_total", method="GET", route="none", status="404") == 1
    assert after[of("ronda_database_up")] == 1


async def test_no_label_holds_an_id_a_link_or_anything_of_a_person(ronda: Ronda) -> None:
    async with doors(ronda) as (_, http):
        id = await opened(ronda.http(ronda.key))
        await until(ronda.http(ronda.key), id, lambda round: round["open"])
        for path in ("/a/eyJ0b2tlbg.sig-nature_1", "/static/ronda.css", f"/api/v1/rounds/{id}"):
            await http.get(path)
        await http.request("A-METHOD-OF-ONES-OWN", "/")
        samples = await told(http)
    values = {value for _, labels in samples for _, value in labels}
    assert [v for v in values if re.search(r"@|eyJ|round-|OWN|Focal|example", v)] == []


async def test_however_often_it_is_scraped_the_database_is_asked_once(
    ronda: Ronda, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def counting(s: object) -> counts.Counts:
        asked.append(s)
        return await counts.counts(s)  # type: ignore[arg-type]  # the session that the metrics made

    monkeypatch.setattr(metrics, "counts", counting)
    async with doors(ronda) as (_, http):
        for _ in range(5):
            await told(http)
        assert len(asked) == 1
        monkeypatch.setattr(metrics, "FRESH", 0.0)
        await told(http)
        assert len(asked) == 2


async def test_a_database_that_is_away_is_told_as_such_and_nothing_is_made_up(
    ronda: Ronda, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_: object) -> counts.Counts:
        raise OperationalError("", None, Exception())

    monkeypatch.setattr(metrics, "counts", away)
    async with doors(ronda) as (_, http):
        samples = await told(http)
    assert samples[of("ronda_database_up")] == 0
    assert of("ronda_kept_submissions") not in samples
