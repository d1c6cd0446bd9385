"""A coordinator's desk: their own rounds, with every act; of all others not a word (S2, S3)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx2
import pytest
from sqlmodel import select, update

from api.desk.session import AtTheDesk
from store import views
from store.desk_tables import RoundNote
from store.tables import Assignment, Participant, Person
from tests.api.desk.conftest import Desk, send, token_of
from tests.api.desk.test_policies import filled, routes
from tests.store.scene import KEY, officers, open_assignment, open_round

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OUTSIDE = ("/desk/requests", "/desk/officers")
"""What no coordinator has."""


@dataclass(frozen=True)
class Scope:
    """A coordinator's browser, their round, and one that is not theirs."""

    http: httpx2.AsyncClient
    own: str
    other: str


@pytest.fixture
async def scope(desk: Desk) -> AsyncIterator[Scope]:
    officer = await officers(desk.database)
    own, other = [await open_round(desk.database, officer) for _ in range(2)]
    for id in (own, other):
        await open_assignment(desk.database, id, KEY, "focal_point")
    address = await desk.hire("coordinator")
    async with desk.database.writing() as s:
        person = (await s.exec(select(Person.id).where(Person.email == address))).one()
        s.add(Participant(round_id=own, id="coordinator-1", person_id=person, role="lead_coordinator"))
    async with desk.http(await desk.enter(address)) as http:
        yield Scope(http, own, other)


async def test_s3_no_address_of_the_desk_shows_a_coordinator_anothers_round_or_acts_on_it(
    desk: Desk, scope: Scope
) -> None:
    token = token_of(await scope.http.get("/desk/today"))
    seen = 0
    for method, path, policy in routes(desk.app):
        if not isinstance(policy, AtTheDesk) or "{round_id}" not in path:
            continue
        url = filled(path.replace("{round_id}", scope.other))
        answer = await scope.http.request(method, url, data={"token": token} if method == "POST" else None)
        expected = 404 if "coordinator" in policy.roles else 403
        assert (method, path, answer.status_code) == (method, path, expected)
        assert scope.other not in answer.text
        seen += 1
    assert seen >= 20
    async with desk.database.reading() as s:
        assert (await s.exec(select(RoundNote))).all() == []


async def test_s3_lists_files_and_acts_on_many_hold_a_coordinators_own_alone(
    desk: Desk, scope: Scope
) -> None:
    async with desk.database.writing() as s:
        await s.exec(update(Assignment).values(overdue=True))
    for path in ("/desk/rounds", "/desk/today", "/desk/rounds.csv", "/desk/rounds?q=registry+cabinet"):
        page = await scope.http.get(path)
        assert (path, scope.own in page.text, scope.other in page.text) == (path, True, False)
    listed = await scope.http.get("/desk/rounds")
    both = {"round": [scope.own, scope.other], "asked": ""}
    chosen = await send(scope.http, listed, "/desk/rounds/export/csv", **both)
    assert (scope.own in chosen.text, scope.other in chosen.text) == (True, False)
    noted = await send(scope.http, listed, "/desk/rounds/note", **both, text="Seen")
    assert noted.status_code == 303
    async with desk.database.reading() as s:
        assert [len(await views.notes(s, id)) for id in (scope.own, scope.other)] == [1, 0]


async def test_s2_a_coordinator_acts_on_their_own_round_and_reads_neither_its_log_nor_what_is_of_no_round(
    scope: Scope,
) -> None:
    at = f"/desk/rounds/{scope.own}"
    page = await scope.http.get(at)
    assert page.status_code == 200
    assert "/do/" in page.text or "/letters" in page.text
    assert f"{at}/log" not in page.text
    assert (await scope.http.get(f"{at}/what-if")).status_code == 200
    assert (await scope.http.get(f"{at}/log")).status_code == 403
    for path in OUTSIDE:
        assert (await scope.http.get(path)).status_code == 403
        assert f'href="{path}"' not in page.text
