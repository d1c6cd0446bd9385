"""Opening rounds, listing and reading them, over HTTP, with a real server and a real worker."""

from typing import Any

import pytest

from tests.api.acts import NOTE, OPENING, ROUNDS, file, open_keys, opened, read, until, upload, withdraw
from tests.conftest import Mail, Ronda


async def test_q8_a_round_with_a_note_waits_for_the_focal_point_to_confirm_it(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as http:
        answer = await http.post(ROUNDS, json={**OPENING, "note": NOTE})
        assert answer.status_code == 201
        assert answer.json()["state"] == "accepted"
        id = answer.json()["round"]
        told = await until(http, id, lambda told: any(x["state"] == "sent" for x in told["letters"]))
    assert (told["step"], told["waiting_on"], open_keys(told)) == (
        "request",
        ["focal_point"],
        ["confirm_note:1"],
    )
    assert [(x["kind"], x["state"]) for x in told["submissions"]] == [("open_round", "accepted")]
    assert {p["participant"] for p in told["people"]} >= {"focal_point", "responsible_officer"}
    assert mail.to("focal.point@ministry.example")


async def test_a_round_from_contacts_alone_waits_for_the_focal_points_note(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http, note=None)
        told = await until(http, id, lambda told: told["open"])
    assert (open_keys(told), told["waiting_on"]) == (["complete_request:1"], ["focal_point"])


async def test_two_openings_get_two_numbers(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        first, second = await opened(http), await opened(http)
    assert int(second.rpartition("-")[2]) == int(first.rpartition("-")[2]) + 1


async def test_a_round_may_be_opened_with_files_uploaded_before_it(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        file_id, note_file = await upload(http), await upload(http)
        documents = [{"title": "Framework", "file": file_id}]
        body = {**OPENING, "note": {**NOTE, "reference_documents": documents}, "note_file": note_file}
        first = await http.post(ROUNDS, json=body)
        again = await http.post(ROUNDS, json=body)
    assert first.status_code == 201
    assert (again.status_code, again.json()["code"]) == (422, "file_of_another")
    assert again.json()["field"] == "note.reference_documents.0.file"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"methodology": "unheard-of"}, "methodology_unknown", "methodology"),
        ({"methodology": "../ripso"}, "methodology_unknown", "methodology"),
        ({"country": "FRA"}, "unknown_country", "country"),
        ({"institution": "  "}, "text_missing", "institution"),
        ({"institution": "a" * 301}, "text_too_long", "institution"),
        ({"institution": 7}, "wrong_shape", "institution"),
        ({"colour": "red"}, "wrong_shape", "colour"),
        ({"focal_point": None}, "wrong_shape", "focal_point"),
        (
            {"note": {**NOTE, "countries_of_interest": ["CHL", "COL", "PER"]}},
            "too_many_countries",
            "note.countries_of_interest",
        ),
        (
            {"note": {**NOTE, "countries_of_interest": ["XXX"]}},
            "unknown_country",
            "note.countries_of_interest.0",
        ),
        ({"note": {**NOTE, "countries_of_interest": ["PRY"]}}, "own_country", "note.countries_of_interest.0"),
        (
            {"note": {**NOTE, "reference_documents": [{"title": "a", "url": "https://a.example"}] * 5}},
            "too_many_documents",
            "note.reference_documents",
        ),
        (
            {"note": {**NOTE, "reference_documents": [{"title": "a"}]}},
            "document_empty",
            "note.reference_documents.0",
        ),
        (
            {"note": {**NOTE, "reference_documents": [{"title": "a", "file": "no-such"}]}},
            "wrong_shape",
            "note.reference_documents.0.file",
        ),
    ],
)
async def test_a_wrong_opening_is_refused_and_nothing_is_kept(
    ronda: Ronda, change: dict[str, Any], code: str, field: str
) -> None:
    async with ronda.http(ronda.key) as http:
        before = (await http.get(ROUNDS)).json()["total"]
        answer = await http.post(ROUNDS, json={**OPENING, **change})
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert (problem["code"], problem["field"]) == (code, field)
        assert problem["detail"]
        assert (await http.get(ROUNDS)).json()["total"] == before


async def test_a_refusal_speaks_the_officers_language_or_the_one_asked_for(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        body = {**OPENING, "country": "FRA"}
        own = (await http.post(ROUNDS, json=body)).json()["detail"]
        spanish = await http.post(ROUNDS, json=body, headers={"Accept-Language": "pt, es-PY;q=0.8, en;q=0.5"})
        strange = await http.post(ROUNDS, json=body, headers={"Accept-Language": "x;q=banana,,;"})
    assert own != spanish.json()["detail"]
    assert strange.json()["detail"] == own


async def test_rounds_are_filtered_and_paged(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        ids = {await opened(http), await opened(http, note=None)}
        everything = (await http.get(ROUNDS, params={"limit": 200})).json()
        assert ids <= {r["id"] for r in everything["rounds"]}
        page = (await http.get(ROUNDS, params={"limit": 1, "offset": 1})).json()
        assert (page["total"], len(page["rounds"])) == (everything["total"], 1)
        for params, some in (
            ({"methodology": "ripso", "country": "PRY", "step": "request"}, True),
            ({"waiting_on": "focal_point"}, True),
            ({"overdue": "false"}, True),
            ({"overdue": "true"}, False),
            ({"country": "CHL"}, False),
        ):
            told = (await http.get(ROUNDS, params=params)).json()
            assert bool(told["total"]) is some, params


async def test_the_workflow_is_asked_for_a_rounds_status(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        status = (await http.get(f"{ROUNDS}/{id}/status")).json()
        assert (status["told_by"], status["step"]) == ("workflow", "request")
        assert [(a["key"], a["title"]) for a in status["open"]] == [
            ("examine_request:1", "examine the request")
        ]


async def test_a_closed_round_takes_nothing_more(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        withdrawn = await withdraw(http, id, "The ministry has changed.")
        assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "accepted")
        told = await until(http, id, lambda told: told["outcome"])
        assert told["outcome"] == "withdrawn"
        await ronda.client.get_workflow_handle(id).result()
        late = await file(http, id, "examine_request:1", {"kind": "examine_request", "choice": "accept"})
        assert (late.status_code, late.json()["code"]) == (409, "round_is_over")
        last = (await read(http, id))["submissions"][-1]
        assert (last["state"], last["code"]) == ("refused", "round_is_over")
