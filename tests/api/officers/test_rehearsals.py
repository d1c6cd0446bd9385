"""A round is rehearsed over HTTP: what would come is told, and nothing comes of it."""

import asyncio
from typing import Any

import httpx2
import pytest

from api.officers import rehearsals
from tests.api.acts import ROUNDS, opened, read, until, withdraw
from tests.conftest import Mail, Ronda

PATIENCE = 400.0
"""Seconds."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsals, "LIMIT", PATIENCE)
    # Whoever plays gently gives way to every test beside this one.
    monkeypatch.setattr(rehearsals, "PROGRAM", tuple(w for w in rehearsals.PROGRAM if w != "--gently"))


async def rehearse(http: httpx2.AsyncClient, id: str, **body: Any) -> httpx2.Response:
    return await http.post(f"{ROUNDS}/{id}/rehearsals", json=body, timeout=PATIENCE)


async def letters_are_out(http: httpx2.AsyncClient, id: str) -> Any:
    def sent(told: Any) -> bool:
        return bool(told["letters"]) and all(letter["state"] == "sent" for letter in told["letters"])

    return await until(http, id, sent)


async def test_what_would_happen_is_told_and_does_not(ronda: Ronda, mail: Mail) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        before, sent = await letters_are_out(http, id), len(mail.letters)
        answers = {b: await rehearse(http, id, behaviour=b) for b in ("in_time", "last_day", "silent")}
        after = await read(http, id)
    assert after == before
    assert len(mail.letters) == sent
    assert {b: a.status_code for b, a in answers.items()} == {"in_time": 200, "last_day": 200, "silent": 200}
    told = {b: a.json() for b, a in answers.items()}
    assert {b: t["outcome"] for b, t in told.items()} == {
        "in_time": "authorised",
        "last_day": "authorised",
        "silent": "",
    }
    first = told["in_time"]["happenings"][0]
    assert (first["what"], first["key"], first["role"]) == (
        "answered",
        "examine_request:1",
        "responsible_officer",
    )
    assert [a["kind"] for a in told["silent"]["awaits"]] == ["examine_request", "decide_silence"]
    assert told["last_day"]["letters"][0]["subject"]


async def test_one_at_a_time_is_rehearsed(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        both = await asyncio.gather(*(rehearse(http, id, behaviour="silent") for _ in range(2)))
    busy, done = sorted(both, key=lambda answer: answer.status_code, reverse=True)
    assert (done.status_code, busy.status_code, busy.json()["code"]) == (200, 429, "rehearsal_busy")
    assert busy.headers["Retry-After"]


async def test_what_takes_too_long_is_broken_off(ronda: Ronda, monkeypatch: pytest.MonkeyPatch) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        monkeypatch.setattr(rehearsals, "LIMIT", 0.05)
        answer = await rehearse(http, id, behaviour="silent")
        assert (answer.status_code, answer.json()["code"]) == (503, "rehearsal_not_made")
        monkeypatch.setattr(rehearsals, "LIMIT", PATIENCE)
        assert (await rehearse(http, id, behaviour="silent")).status_code == 200


async def test_a_program_that_fails_is_no_answer(ronda: Ronda, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsals, "PROGRAM", ("-m", "no_such_program"))
    async with ronda.http(ronda.key) as http:
        answer = await rehearse(http, await opened(http), behaviour="silent")
    assert (answer.status_code, answer.json()["code"]) == (503, "rehearsal_not_made")


@pytest.mark.parametrize(("body", "code"), [({}, "choice_missing"), ({"behaviour": "late"}, "wrong_shape")])
async def test_how_everybody_behaves_is_to_be_said(ronda: Ronda, body: dict[str, Any], code: str) -> None:
    async with ronda.http(ronda.key) as http:
        answer = await rehearse(http, await opened(http), **body)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, "behaviour")


async def test_a_round_that_is_over_or_anothers_is_not_rehearsed(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http, ronda.http(ronda.other_key) as other:
        id = await opened(http)
        assert (await rehearse(other, id, behaviour="silent")).status_code == 404
        assert (await withdraw(http, id)).status_code == 200
        await until(http, id, lambda told: told["closed_at"])
        answer = await rehearse(http, id, behaviour="silent")
    assert (answer.status_code, answer.json()["code"]) == (409, "round_is_over")
