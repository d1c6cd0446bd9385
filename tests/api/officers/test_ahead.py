"""What is due over all rounds, the visits by date, and what codes stand for."""

from datetime import date, datetime, timedelta

import pytest

from store.tables import CalendarEvent
from tests.api.acts import NOTE, OPENING, ROUNDS, opened, until
from tests.conftest import Ronda

API = "/api/v1"
OF_ROUND = {
    "methodology": "ripso",
    "country": "PRY",
    "institution": "Ministry of Social Development",
    "initiative": NOTE["initiative"],
}


async def test_what_all_rounds_wait_for_is_listed_first_due_first(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        ids = [await opened(http), await opened(http)]
        for id in ids:
            await until(http, id, lambda told: told["open"])
        listed = (await http.get(f"{API}/due", params={"limit": 200})).json()["due"]
        ours = [row for row in listed if row["round"] in ids]
        assert [row["due_at"] for row in listed] == sorted(row["due_at"] for row in listed)
        (first,) = (row for row in ours if row["round"] == ids[0])
        due_at = datetime.fromisoformat(first.pop("due_at"))
        assert first == {
            **OF_ROUND,
            "round": ids[0],
            "step": "request",
            "key": "examine_request:1",
            "kind": "examine_request",
            "role": "responsible_officer",
            "overdue": False,
            "paused": False,
        }
        before: dict[str, str | int] = {"before": due_at.isoformat(), "limit": 200}
        assert ids[0] not in [r["round"] for r in (await http.get(f"{API}/due", params=before)).json()["due"]]
        later: dict[str, str | int] = {
            "before": (due_at + timedelta(seconds=1)).isoformat(),
            "overdue": False,
            "limit": 200,
        }
        assert ids[0] in [r["round"] for r in (await http.get(f"{API}/due", params=later)).json()["due"]]
        late = (await http.get(f"{API}/due", params={"overdue": True, "limit": 200})).json()["due"]
        assert [row for row in late if not row["overdue"]] == []


async def test_what_is_due_is_nobody_elses(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
    async with ronda.http(ronda.other_key) as other:
        listed = (await other.get(f"{API}/due", params={"limit": 200})).json()["due"]
    assert [row for row in listed if row["round"] == id] == []


async def test_visits_are_those_with_a_day_between_two_dates(ronda: Ronda) -> None:
    starts, ends = date(2140, 5, 3), date(2140, 5, 6)
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        async with ronda.database.writing() as s:
            s.add(CalendarEvent(round_id=id, uid=f"{id}@ronda", sequence=2, starts=starts, ends=ends))

        async def listed(first: date, last: date) -> list[dict[str, object]]:
            days = {"first": first.isoformat(), "last": last.isoformat()}
            found: list[dict[str, object]] = (await http.get(f"{API}/visits", params=days)).json()["visits"]
            return found

        day = timedelta(days=1)
        (row,) = await listed(ends, ends + day)
        assert row == {
            **OF_ROUND,
            "round": id,
            "step": "request",
            "starts": "2140-05-03",
            "ends": "2140-05-06",
            "state": "confirmed",
            "sequence": 2,
        }
        assert len(await listed(starts - day, starts)) == 1
        assert await listed(starts - 2 * day, starts - day) == []
        assert await listed(ends + day, ends + 2 * day) == []
        missing = await http.get(f"{API}/visits")
        assert (missing.status_code, missing.json()["field"]) == (422, "first")


async def test_a_country_of_two_letters_is_the_same_as_of_three(ronda: Ronda) -> None:
    note = {**NOTE, "countries_of_interest": ["cl", "CO"]}
    async with ronda.http(ronda.key) as http:
        answer = await http.post(ROUNDS, json={**OPENING, "country": "py", "note": note})
        assert answer.status_code == 201, answer.text
        told = await until(http, answer.json()["round"], lambda told: told["submissions"])
        assert told["country"] == "PRY"
        sent = f"{ROUNDS}/{told['id']}/submissions/{told['submissions'][0]['id']}"
        assert (await http.get(sent)).json()["body"]["note"]["countries_of_interest"] == ["CHL", "COL"]
        listed = (await http.get(ROUNDS, params={"country": "PY", "limit": 1})).json()
        assert [row["country"] for row in listed["rounds"]] == ["PRY"]
        wrong = await http.post(ROUNDS, json={**OPENING, "country": "XX", "note": note})
        assert (wrong.status_code, wrong.json()["field"]) == (422, "country")


@pytest.mark.parametrize(("language", "name"), [("fr", "Équateur"), ("en", "Ecuador")])
async def test_states_and_methodologies_are_read_in_the_askers_language(
    language: str, name: str, ronda: Ronda
) -> None:
    async with ronda.http(ronda.key) as http:
        http.headers["Accept-Language"] = language
        states = (await http.get(f"{API}/states")).json()["states"]
        assert {"code": "ECU", "name": name, "time_zone": "America/Guayaquil"} in states
        listed = (await http.get(f"{API}/methodologies")).json()["methodologies"]
        assert [row["id"] for row in listed] == ["mecigep", "ripso"]
        ripso = (await http.get(f"{API}/methodologies/ripso")).json()
        assert ripso.items() >= listed[1].items()
        assert ripso["limits"]["experts"] == 2
        asked = {row["kind"]: row for row in ripso["assignments"]}
        assert asked["examine_request"]["days"] == 10
        assert (await http.get(f"{API}/methodologies/none")).status_code == 404
    async with ronda.http() as stranger:
        assert (await stranger.get(f"{API}/states")).status_code == 401


async def test_the_front_door_says_where_to_go(ronda: Ronda) -> None:
    async with ronda.http() as http:
        start = await http.get("/", headers={"Accept-Language": "pt"})
        assert start.status_code == 200
        assert "Rodadas de cooperação técnica entre pares" in start.text
        assert 'href="/api"' in start.text
        page = await http.get("/api", headers={"Accept-Language": "pt"})
        assert 'href="/docs"' in page.text
        docs = await http.get("/docs")
    assert docs.status_code == 200
    assert "POST /api/v1/rounds/{round_id}/withdraw" in docs.text
