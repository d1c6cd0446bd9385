"""The examples of what officers do, each sent as it stands."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from http import HTTPStatus
from typing import Any

import httpx2
import pytest

from api.description import examples
from tests.api.acts import ROUNDS, open_keys, until, upload
from tests.conftest import Ronda

AT = "assignments/confirm_note:1"
ACTS = {
    "Extend": (f"{AT}/extend", 200, ""),
    "Pause": (f"{AT}/pause", 200, ""),
    "Resume": (f"{AT}/resume", 409, "not_paused"),
    "Waive": (f"{AT}/waive", 422, "not_waivable"),
    "Delegate": (f"{AT}/delegate", 200, ""),
    "EndDelegation": (f"{AT}/end-delegation", 422, "unknown_person"),
    "CorrectAddress": ("correct-address", 200, ""),
    "ReplacePerson": ("replace-person", 200, ""),
    "SendBack": ("send-back", 409, "nothing_to_send_back"),
    "AddQuestions": ("add-questions", 409, "nothing_to_add_to"),
    "AddFindings": ("add-findings", 409, "no_meeting"),
    "WithdrawFinding": ("withdraw-finding", 422, "unknown_finding"),
    "ReviseAgenda": ("revise-agenda", 409, "nothing_to_revise"),
    "ReviseInternational": ("revise-international", 409, "nothing_to_revise"),
    "ReviseLocal": ("revise-local", 409, "nothing_to_revise"),
    "MoveVisit": ("move-visit", 409, "no_visit_dates"),
    "Rehearse": ("rehearsals", 200, ""),
    "DecideMove": ("decide-move", 409, "no_visit_dates"),
    "AskTranslations": ("ask-translations", 409, "not_approved"),
    "AddPapers": ("papers", 200, ""),
    "WithdrawPaper": ("papers/withdraw", 422, "unknown_paper"),
    "RecordLessons": ("lessons", 200, ""),
    "RetryBatch": ("retry", 409, "nothing_parked"),
    "SkipBatch": ("skip", 409, "nothing_parked"),
    "SendAgain": ("send-again", 200, ""),
    "Withdraw": ("withdraw", 200, ""),
}
"""Where each is sent, and what a round answers that has just been opened."""


@pytest.fixture
def pasted(ronda: Ronda) -> Callable[[str], Awaitable[Any]]:
    """The example of a model, as /openapi.json has it."""

    async def example(model: str) -> Any:
        async with ronda.http() as http:
            paths = (await http.get("/openapi.json")).json()["paths"]
        for methods in paths.values():
            content = (
                methods.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json", {})
            )
            if content.get("schema", {}).get("$ref", "").endswith(f"/{model}"):
                return content["example"]
        raise AssertionError(model)

    return example


@pytest.fixture
async def opened(ronda: Ronda, pasted: Callable[[str], Awaitable[Any]]) -> str:
    """A round that was opened with the example."""
    async with ronda.http(ronda.key) as http:
        answer = await http.post(ROUNDS, json=await pasted("OpenRound"))
        assert answer.status_code == 201, answer.text
        id: str = answer.json()["round"]
        await until(http, id, lambda told: open_keys(told) == ["confirm_note:1"])
        await _dated(http, id)
    return id


async def _dated(http: httpx2.AsyncClient, id: str) -> None:
    """The record knows of an assignment a moment before the round itself has its dates."""
    for _ in range(600):
        if [a for a in (await http.get(f"{ROUNDS}/{id}/status")).json()["open"] if a["due"]]:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(id)


async def _letter(http: httpx2.AsyncClient, id: str) -> str:
    told = await until(http, id, lambda told: told["letters"])
    key: str = told["letters"][0]["key"]
    return key


async def _decided(http: httpx2.AsyncClient, round: str, id: str) -> tuple[str, str]:
    def final(told: Any) -> bool:
        return all(row["state"] != "received" for row in told["submissions"] if row["id"] == id)

    told = await until(http, round, final)
    return next((row["state"], row["code"]) for row in told["submissions"] if row["id"] == id)


@pytest.mark.parametrize("model", ACTS)
async def test_an_example_is_taken_or_refused_for_the_state_of_the_round_alone(
    model: str, ronda: Ronda, opened: str, pasted: Callable[[str], Awaitable[Any]]
) -> None:
    where, status, code = ACTS[model]
    body = await pasted(model)
    async with ronda.http(ronda.key) as http:
        if model == "SendAgain":
            body["letter"] = await _letter(http, opened)
        if model == "AddPapers":
            body["papers"][0]["file"] = await upload(http, opened)
        said = {"proof": await upload(http, opened)} if model == "Withdraw" else {}
        answer = await http.post(f"{ROUNDS}/{opened}/{where}", json=body, params=said)
        if answer.status_code == HTTPStatus.ACCEPTED:
            # On a busy machine the round decides later than a caller waits.
            assert (status, await _decided(http, opened, answer.json()["id"])) == (200, ("accepted", ""))
            return
    assert (answer.status_code, answer.json().get("code", "")) == (status, code), answer.text


def test_every_example_of_what_officers_do_is_sent() -> None:
    # A request is set aside in tests/api/public/test_requests.py: no round is there.
    assert {"OpenRound", "SetAside", *ACTS} == examples.steering(date(2026, 3, 3)).keys()
