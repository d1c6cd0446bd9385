"""What an officer does over HTTP in these tests, and how long a test waits for a round."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx2

from tests.sound import PDF

NOTE: dict[str, Any] = {
    "initiative": "A single social registry",
    "stage": "reform",
    "objective": "A validated design",
    "countries_of_interest": ["CHL", "COL"],
    "reference_documents": [{"title": "Site", "url": "https://ministry.example"}],
}
OPENING: dict[str, Any] = {
    "methodology": "ripso",
    "country": "PRY",
    "institution": "Ministry of Social Development",
    "focal_point": {
        "name": "Focal point",
        "email": "focal.point@ministry.example",
        "language": "es",
        "time_zone": "America/Asuncion",
    },
}
ROUNDS = "/api/v1/rounds"
CONFIRM = "confirm_note:1"
WHY = "They answered by letter."
LOOKS = 1800
"""How often a test looks for what is about to happen, ten times a second."""


def candidate(email: str, country: str) -> dict[str, Any]:
    """A candidate whose profile is confirmed."""
    return {
        "name": "Candidate",
        "email": email,
        "language": "es",
        "country": country,
        "institution": "Ministry",
        "points": ["technical_profile", "managing_teams", "similar_initiatives"],
    }


def coordinator(email: str) -> dict[str, str]:
    """A coordinator."""
    return {"name": "Coordinator", "email": email, "language": "en"}


PANEL: dict[str, Any] = {
    "kind": "propose_panel",
    "seats": [
        {"candidates": [candidate("one@registry.example", "CHL"), candidate("two@registry.example", "CHL")]},
        {"candidates": [candidate("three@registry.example", "COL")]},
    ],
    "coordinators": [coordinator("first@dis.example"), coordinator("second@dis.example")],
}


async def opened(http: httpx2.AsyncClient, note: dict[str, Any] | None = NOTE) -> str:
    """Open a round, with a note that the ministry's letter confirms; its id."""
    answer = await http.post(ROUNDS, json={**OPENING, "note": note})
    assert answer.status_code == 201, answer.text
    id: str = answer.json()["round"]
    if note:
        await confirmed(http, id)
    return id


async def confirmed(http: httpx2.AsyncClient, id: str) -> None:
    """The note with which the officer opened the round is the beneficiary's own (Q8)."""
    await until(http, id, lambda told: CONFIRM in open_keys(told))
    body, proof = {"kind": "confirm_note", "choice": "confirm"}, await upload(http, id)
    answer = await file(http, id, CONFIRM, body, by="focal_point", proof=proof)
    assert answer.status_code in (200, 202), answer.text
    await until(http, id, lambda told: open_keys(told) == ["examine_request:1"])


async def read(http: httpx2.AsyncClient, id: str) -> Any:
    """The round as the API tells it."""
    return (await http.get(f"{ROUNDS}/{id}")).json()


async def until(http: httpx2.AsyncClient, id: str, reached: Callable[[Any], bool]) -> Any:
    """Read the round until it is as expected; a round writes shortly after it has answered."""
    for _ in range(LOOKS):
        if reached(told := await read(http, id)):
            return told
        await asyncio.sleep(0.1)
    raise AssertionError(told)


def open_keys(told: Any) -> list[str]:
    """The keys of what is open."""
    return [a["key"] for a in told["open"]]


async def file(
    http: httpx2.AsyncClient,
    id: str,
    key: str,
    body: dict[str, Any],
    by: str = "responsible_officer",
    proof: str = "",
    reason: str = WHY,
) -> httpx2.Response:
    """File a submission."""
    told = {"proof": proof, "reason": reason if proof else ""}
    filing = {"key": key, "participant": by, **told, "body": body}
    return await http.post(f"{ROUNDS}/{id}/submissions", json=filing)


async def withdraw(http: httpx2.AsyncClient, id: str, reason: str = WHY) -> httpx2.Response:
    """Withdraw a round, as its beneficiary wrote."""
    said = {"proof": await upload(http, id)}
    return await http.post(f"{ROUNDS}/{id}/withdraw", json={"reason": reason}, params=said)


async def upload(
    http: httpx2.AsyncClient, round: str = "", name: str = "letter.pdf", content: bytes = PDF
) -> str:
    """Upload a document; its id."""
    answer = await http.post("/api/v1/uploads", files={"file": (name, content)}, data={"round": round})
    assert answer.status_code == 201, answer.text
    id: str = answer.json()["id"]
    return id


async def proposed(http: httpx2.AsyncClient, id: str) -> None:
    """Accept the request and propose the panel, so that the focal point is awaited."""
    await until(http, id, lambda told: "examine_request:1" in open_keys(told))
    accepted = await file(http, id, "examine_request:1", {"kind": "examine_request", "choice": "accept"})
    # On a busy machine the answer comes later than anybody waits.
    assert accepted.status_code in (200, 202), accepted.text
    await until(http, id, lambda told: open_keys(told) == ["propose_panel:1"])
    proposal = await file(http, id, "propose_panel:1", PANEL)
    assert proposal.status_code in (200, 202), proposal.text
    await until(http, id, lambda told: open_keys(told) == ["agree_panel:1"])
