"""What an officer does over HTTP in these tests, and how long a test waits for a round."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx2

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
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
ROUNDS = "/api/v1/rounds"
LOOKS = 600
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
    """Open a round; its id."""
    answer = await http.post(ROUNDS, json={**OPENING, "note": note})
    assert answer.status_code == 201, answer.text
    id: str = answer.json()["round"]
    return id


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
) -> httpx2.Response:
    """File a submission."""
    return await http.post(
        f"{ROUNDS}/{id}/submissions", json={"key": key, "participant": by, "proof": proof, "body": body}
    )


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
    assert accepted.status_code == 200, accepted.text
    proposal = await file(http, id, "propose_panel:1", PANEL)
    assert proposal.status_code == 200, proposal.text
    await until(http, id, lambda told: open_keys(told) == ["agree_panel:1"])
