"""An app with one of everything that a path of the API names, and no engine: what is sent is kept."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import httpx2
import pytest

from api.description import examples
from api.intake.intake import Intake
from methodologies.loader import names
from rounds.submissions.asking import AskForRound
from store import requests
from tests.api.acts import ROUNDS, upload
from tests.api.desk.conftest import SITE, Desk
from tests.api.desk.round.stage import Stage
from tests.store.scene import everything
from workflows.connecting import connect

NOWHERE = "127.0.0.1:1"
"""Nothing answers there."""
BY_ITSELF = {"officer_key": ("used_at",), "inbox": ("due_at", "tries")}
"""What changes though nobody sends anything that is kept, by its table."""
WAITING = ("asked-1", "asked-2", "asked-3")
"""Requests that came in from the public pages and were confirmed."""


@dataclass(frozen=True)
class There:
    """The app, an officer's key, and what there is for the places of paths and for the fields of bodies."""

    desk: Desk
    key: str
    places: dict[str, list[str]]
    """By the name of a place, behind the last word of the path before it."""
    fields: dict[str, list[str]]
    """By the name of a field."""
    opened: list[str] = field(default_factory=list)
    """The round that has not begun."""

    def http(self, key: str = "") -> httpx2.AsyncClient:
        """A program with this key, or without one."""
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.desk.app, raise_app_exceptions=False),
            base_url=SITE,
            headers={"Authorization": f"Bearer {key}"} if key else {},
        )

    async def kept(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table, but for when a key was used and how often the relay has tried."""
        found = await everything(self.desk.database)
        for table, columns in BY_ITSELF.items():
            found[table] = [row | dict.fromkeys(columns) for row in found[table]]
        return found


@pytest.fixture
async def there(desk: Desk, visit: Stage) -> There:
    """A round whose visit is arranged, one that was only opened, requests for others."""
    made = There(desk, await desk.key("officer"), {}, {})
    async with made.http(made.key) as http:
        file = await upload(http, visit.round)
        body = {"papers": [{"title": "Minutes", "file": file}], "audience": "everyone"}
        assert (await http.post(f"{ROUNDS}/{visit.round}/papers", json=body)).status_code == 200
        # From here on no round decides: there is no engine.
        client = await connect(NOWHERE, "default", lazy=True)
        tools = replace(desk.app.state.tools, intake=Intake(desk.database, client))
        desk.app.state.tools = tools
        opening = examples.steering(date.today())["OpenRound"] | {"methodology": "ripso"}  # noqa: DTZ011 - its dates are near
        opened = await http.post(ROUNDS, json=opening)
        assert opened.status_code == 202, opened.text
        uploads = [await upload(http), await upload(http, visit.round)]
        told = (await http.get(f"{ROUNDS}/{visit.round}")).json()
        papers = (await http.get(f"{ROUNDS}/{visit.round}/papers")).json()
    await _ask(desk)
    keys = [a["key"] for a in (*told["open"], *told["done"])]
    letters = [letter["key"] for letter in told["letters"]]
    made.places.update(
        {
            "rounds/round_id": [visit.round],
            "assignments/key": keys,
            "submissions/id": [row["id"] for row in told["submissions"]],
            "papers/paper": [paper["id"] for paper in papers],
            "methodologies/id": list(names()),
            "requests/request_id": list(WAITING),
            "letter/key": letters,
        }
    )
    made.fields.update(
        {
            "participant": [person["participant"] for person in told["people"]],
            "proof": uploads,
            "file": uploads,
            "letter": letters,
            "paper": made.places["papers/paper"],
            "about": keys,
            "key": keys,
            "methodology": list(names()),
            "country": ["PRY", "CL"],
            "time_zone": ["", "America/Lima"],
        }
    )
    made.opened.append(opened.json()["round"])
    assert all((*made.places.values(), *made.fields.values()))
    return made


async def _ask(desk: Desk) -> None:
    async with desk.database.writing() as s:
        for id in WAITING:
            body = AskForRound(
                methodology="ripso",
                country="PRY",
                institution="Ministry",
                initiative="A register",
                stage="design",
                name="Ana Rojas",
                email=f"{id}@ministry.example",
                language="es",
            )
            await requests.keep(s, id, "DIS", body)
            await requests.answer(s, id, confirmed=True)
