"""Steering a round over HTTP: each command is a submission, taken or refused by the round."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, update

from store.tables import Round
from tests.api.acts import ROUNDS, opened, proposed, read, until
from tests.conftest import Mail, Ronda
from tests.workflows import seen

REASON = {"reason": "A cabinet change was announced."}


def first(told: Any) -> Any:
    return told["open"][0]


async def test_an_officer_extends_pauses_and_resumes_one_assignment(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        told = await until(http, id, lambda told: told["open"])
        path = f"{ROUNDS}/{id}/assignments/examine_request:1"
        later = date.fromisoformat(first(told)["due_at"][:10]) + timedelta(days=21)
        extended = await http.post(
            f"{path}/extend", json={**REASON, "due": later.isoformat(), "acknowledged": ["day_off"]}
        )
        assert (extended.status_code, extended.json()["state"]) == (200, "accepted")
        await until(http, id, lambda told: first(told)["due_at"].startswith(later.isoformat()))
        earlier = await http.post(f"{path}/extend", json={**REASON, "due": "2026-01-01"})
        assert (earlier.status_code, earlier.json()["code"]) == (422, "date_in_the_past")
        assert (await http.post(f"{path}/pause", json=REASON)).status_code == 200
        await until(http, id, lambda told: first(told)["paused"])
        again = await http.post(f"{path}/pause", json=REASON)
        assert (again.status_code, again.json()["code"]) == (409, "already_paused")
        assert (await http.post(f"{path}/resume", json={})).status_code == 200
        await until(http, id, lambda told: not first(told)["paused"])
        told = await read(http, id)
    assert [s["kind"] for s in told["submissions"] if s["state"] == "accepted"] == [
        "open_round",
        "confirm_note",
        "extend",
        "pause",
        "resume",
    ]


async def test_an_officer_who_names_a_day_off_says_that_they_know_and_nobody_names_christmas_2099_z1(
    ronda: Ronda,
) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        told = await until(http, id, lambda told: told["open"])
        path = f"{ROUNDS}/{id}/assignments/examine_request:1/extend"
        due = date.fromisoformat(first(told)["due_at"][:10])
        sunday = (due + timedelta(days=20 - due.weekday())).isoformat()
        warned = await http.post(path, json={**REASON, "due": sunday})
        assert (warned.status_code, warned.json()["code"]) == (422, "warning_unacknowledged")
        assert (warned.json()["field"], warned.json()["values"]["warning"]) == ("acknowledged", "day_off")
        known = {"acknowledged": ["day_off"]}

        async def dated() -> bool:
            """The round is told its dates a moment after they are written."""
            return bool((await http.get(f"{ROUNDS}/{id}/status")).json()["next_due"])

        await seen.until(dated)
        late = await http.post(path, json={**REASON, "due": "2099-12-25", **known})
        assert (late.status_code, late.json()["code"]) == (422, "date_too_late")
        assert (await http.post(path, json={**REASON, "due": sunday, **known})).status_code == 200
        told = await until(http, id, lambda told: first(told)["due_at"][:10] >= sunday)
    taken = [s["kind"] for s in told["submissions"] if s["state"] == "accepted"]
    assert taken == ["open_round", "confirm_note", "extend"]


async def test_an_officer_pauses_and_resumes_the_whole_round(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        early = await http.post(f"{ROUNDS}/{id}/resume", json={})
        assert (early.status_code, early.json()["code"]) == (409, "not_paused")
        assert (await http.post(f"{ROUNDS}/{id}/pause", json=REASON)).status_code == 200
        await until(http, id, lambda told: first(told)["paused"])
        assert (await http.post(f"{ROUNDS}/{id}/resume", json=REASON)).status_code == 200
        await until(http, id, lambda told: not first(told)["paused"])


async def test_an_officer_corrects_an_address_replaces_a_person_and_sends_a_letter_again(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await proposed(http, id)
        number = id.rpartition("-")[2]
        mended = f"mended-{number}@ministry.example"
        body = {**REASON, "participant": "focal_point", "email": mended}
        assert (await http.post(f"{ROUNDS}/{id}/correct-address", json=body)).status_code == 200
        await until(http, id, lambda told: mended in {p["email"] for p in told["people"]})
        newcomer = {"name": "Newcomer", "email": f"new-{number}@ministry.example", "language": "es"}
        replacing = {**REASON, "participant": "focal_point", "newcomer": newcomer}
        assert (await http.post(f"{ROUNDS}/{id}/replace-person", json=replacing)).status_code == 200
        told = await until(
            http, id, lambda told: any(x["participant_id"] == "focal_point~2" for x in told["letters"])
        )
        letter = next(x for x in told["letters"] if x["participant_id"] == "focal_point~2")
        await until(
            http,
            id,
            lambda told: all(x["state"] == "sent" for x in told["letters"] if x["key"] == letter["key"]),
        )
        before = len(mail.to(newcomer["email"]))
        assert before
        again = await http.post(f"{ROUNDS}/{id}/send-again", json={"letter": letter["key"]})
        assert again.status_code == 200, again.text
        await until(http, id, lambda _: len(mail.to(newcomer["email"])) > before)


@pytest.mark.parametrize(
    ("path", "body", "status", "code", "field"),
    [
        ("assignments/examine_request:1/waive", REASON, 422, "not_waivable", ""),
        ("assignments/examine_request:1/waive", {}, 422, "text_missing", "reason"),
        ("assignments/agree_panel:1/waive", REASON, 409, "not_open", ""),
        ("assignments/agree_panel:1/extend", {**REASON, "due": "2027-01-01"}, 409, "not_open", ""),
        ("assignments/examine_request:1/extend", {**REASON, "due": "soon"}, 422, "wrong_shape", "due"),
        ("assignments/examine_request:1/extend", REASON, 422, "wrong_shape", "due"),
        ("assignments/examine_request:1/pause", {"reason": " "}, 422, "text_missing", "reason"),
        ("assignments/a%00b/waive", REASON, 422, "wrong_shape", "key"),
        (
            "correct-address",
            {**REASON, "participant": "nobody", "email": "a@b.example"},
            422,
            "unknown_person",
            "participant",
        ),
        (
            "correct-address",
            {**REASON, "participant": "focal_point", "email": "nowhere"},
            422,
            "wrong_shape",
            "email",
        ),
        ("replace-person", {**REASON, "participant": "focal_point"}, 422, "text_missing", "newcomer.name"),
        ("send-again", {"letter": "no/such/letter"}, 404, "not_found", ""),
        ("withdraw", {"reason": 7}, 422, "wrong_shape", "reason"),
        ("retry", {}, 409, "nothing_parked", ""),
        ("skip", {"reason": "Its row is damaged"}, 409, "nothing_parked", ""),
        ("skip", {}, 422, "text_missing", "reason"),
        ("pause", [], 422, "wrong_shape", ""),
    ],
)
async def test_wrong_steering_is_refused_and_changes_nothing(
    ronda: Ronda, path: str, body: Any, status: int, code: str, field: str
) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        before = await until(http, id, lambda told: told["open"])
        answer = await http.post(f"{ROUNDS}/{id}/{path}", json=body)
        assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (status, code, field)
        after = await read(http, id)
    assert (after["open"], after["outcome"]) == (before["open"], "")


async def test_all_rounds_that_the_list_shows_as_stuck_are_tried_again_at_once(
    ronda: Ronda,
) -> None:
    async with ronda.http(ronda.key) as http, ronda.http(ronda.other_key) as other:
        ids = sorted([await opened(http), await opened(http), await opened(http)])
        for id in ids:
            await until(http, id, lambda told: told["open"])
        async with ronda.database.writing() as s:
            await s.exec(update(Round).where(col(Round.id).in_(ids[1:])).values(trouble="stuck"))
        answer = await http.post(f"{ROUNDS}/retry", json={})
        of_others = await other.post(f"{ROUNDS}/retry", json={})
    # They were only said to be: each round decides for itself.
    said = [one for one in answer.json() if one["round"] in ids]
    assert said == [{"round": id, "state": "refused", "code": "nothing_parked"} for id in ids[1:]]
    assert (of_others.status_code, of_others.json()) == (200, [])


async def test_an_officer_records_lessons_on_the_procedure_y3(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        nothing = await http.post(f"{ROUNDS}/{id}/lessons", json={"lessons": []})
        assert (nothing.status_code, nothing.json()["code"]) == (422, "nothing_written")
        kept = await http.post(f"{ROUNDS}/{id}/lessons", json={"lessons": ["Ask earlier"]})
        assert (kept.status_code, kept.json()["state"]) == (200, "accepted")
