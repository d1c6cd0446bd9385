"""Equal treatment, over all rounds of a secretariat (Z1)."""

from datetime import date, timedelta
from typing import Any

from tests.api.acts import NOTE, OPENING, ROUNDS, file, open_keys, until
from tests.api.visitor import browser, letter_to, links_in, send
from tests.conftest import Mail, Ronda

REPORT = "/api/v1/reports/equal-treatment"


def of(report: Any, country: str) -> Any:
    return next(c for c in report["countries"] if c["country"] == country)


async def opened_in(http: Any, country: str, note: Any = NOTE) -> str:
    """A round that waits for its first assignment."""
    focal = {**OPENING["focal_point"], "email": f"focal@{country}.example".lower()}
    answer = await http.post(ROUNDS, json={**OPENING, "country": country, "focal_point": focal, "note": note})
    assert answer.status_code == 201, answer.text
    id: str = answer.json()["round"]
    await until(http, id, lambda told: told["open"])
    return id


async def test_two_countries_with_the_same_steps_have_the_same_clocks_z1(ronda: Ronda) -> None:
    note = {**NOTE, "countries_of_interest": ["CHL"]}
    async with ronda.http(ronda.key) as http:
        for country in ("SUR", "GUY"):
            await opened_in(http, country, note)
        report = (await http.get(REPORT)).json()
    assert (
        of(report, "SUR")["clocks"]
        == of(report, "GUY")["clocks"]
        == [
            {
                "methodology": "ripso",
                "kind": "confirm_note",
                "days": 15,
                "unit": "working",
                "counted_from": "opening",
                "assignments": 1,
            }
        ]
    )
    assert of(report, "SUR")["exceptions"] == of(report, "GUY")["exceptions"] == []


async def test_each_exception_stands_with_its_reason_its_officer_and_its_date_z1(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as http, browser(ronda) as visitor:
        id = await opened_in(http, "LCA", None)
        key = "complete_request:1"
        told = await until(http, id, lambda told: told["open"])
        due = date.fromisoformat(told["open"][0]["due_at"][:10])
        page = await visitor.get(links_in(await letter_to(mail, "focal@lca.example"))[0])
        assert "solicitar" in page.text.lower()
        granted = await send(
            visitor,
            page,
            "ask_more_time",
            more_time__due=(due + timedelta(days=1)).isoformat(),
            more_time__reason="Carnaval",
            initiative="Typed so far",
        )
        assert (granted.status_code, "se concede de inmediato" in granted.text) == (200, True)
        assert "Typed so far" in granted.text
        await until(http, id, lambda told: told["open"][0]["due_at"][:10] > due.isoformat())
        await http.post(f"{ROUNDS}/{id}/pause", json={"reason": "Elections"})
        await until(http, id, lambda told: told["open"][0]["paused"])
        exceptions = of((await http.get(REPORT)).json(), "LCA")["exceptions"]
    said = [(e["round"], e["key"], e["what"], e["reasons"], bool(e["officer"])) for e in exceptions]
    assert said == [
        (id, key, "extension", ["Carnaval"], False),
        (id, "", "pause", ["Elections"], True),
    ]
    assert all(e["at"] for e in exceptions)


async def test_time_that_an_officer_grants_stands_with_its_day_and_a_day_off_is_acknowledged_z1(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as http, browser(ronda) as visitor:
        id = await opened_in(http, "DMA", None)
        told = await until(http, id, lambda told: told["open"])
        due = date.fromisoformat(told["open"][0]["due_at"][:10])
        sunday = (due + timedelta(days=27 - due.weekday())).isoformat()
        page = await visitor.get(links_in(await letter_to(mail, "focal@dma.example"))[0])
        asked = {"more_time__due": sunday, "more_time__reason": "Carnaval"}
        assert (await send(visitor, page, "ask_more_time", **asked)).status_code == 200
        key = "decide_extension:complete_request:1:1"
        await until(http, id, lambda told: key in open_keys(told))
        grant = {"kind": "decide_extension", "choice": "grant"}
        warned = await file(http, id, key, grant)
        assert (warned.status_code, warned.json()["code"]) == (422, "warning_unacknowledged")
        assert (await file(http, id, key, {**grant, "acknowledged": ["day_off"]})).status_code == 200
        await until(http, id, lambda told: open_keys(told) == ["complete_request:1"])
        exceptions = of((await http.get(REPORT)).json(), "DMA")["exceptions"]
    assert [(e["what"], e["due"], e["reasons"]) for e in exceptions] == [("extension", sunday, ["Carnaval"])]


async def test_a_wrong_date_comes_back_with_what_was_typed_and_nothing_is_asked_z1(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as http, browser(ronda) as visitor:
        id = await opened_in(http, "VCT", None)
        page = await visitor.get(links_in(await letter_to(mail, "focal@vct.example"))[0])
        past = {"more_time__due": "2020-01-01", "more_time__reason": "Carnaval"}
        wrong = await send(visitor, page, "ask_more_time", **past)
        empty = await send(visitor, page, "ask_more_time")
        told = (await http.get(f"{ROUNDS}/{id}")).json()
    assert (wrong.status_code, 'href="#more_time.due"' in wrong.text, "Carnaval" in wrong.text) == (
        422,
        True,
        True,
    )
    assert empty.status_code == 422
    assert [s["kind"] for s in told["submissions"] if s["state"] == "accepted"] == ["open_round"]


async def test_the_report_is_the_secretariats_own_s3(ronda: Ronda) -> None:
    async with ronda.http() as http:
        assert (await http.get(REPORT)).status_code == 401
