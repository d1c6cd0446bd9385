"""What moves with a date is shown over HTTP before it is moved, and nothing is changed by it (Z1, V10)."""

from datetime import date, timedelta

from tests.api.acts import ROUNDS, opened, read, until
from tests.conftest import Ronda

KEY = "examine_request:1"


async def test_z1_an_extension_is_shown_and_not_done(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        before = await until(http, id, lambda told: [a["key"] for a in told["open"]] == [KEY])
        due = date.fromisoformat(before["open"][0]["due_at"][:10])
        later = due + timedelta(days=7)
        body = {"due": later.isoformat(), "reason": "A holiday", "acknowledged": []}
        answer = await http.post(f"{ROUNDS}/{id}/assignments/{KEY}/extend/preview", json=body)
        after = await read(http, id)
    assert answer.status_code == 200, answer.text
    (case,) = answer.json()["cases"]
    moved = {(m["what"], m["key"]): (m["before"], m["after"]) for m in case["moves"] if m["key"]}
    assert moved["due", KEY] == (due.isoformat(), later.isoformat())
    assert (case["starts"], case["ends"]) == (None, None)
    assert {m["step"] for m in case["moves"] if m["what"] == "step_ends"} >= {"request", "publication"}
    assert [s["kind"] for s in after["submissions"]] == [s["kind"] for s in before["submissions"]]
    assert after["open"] == before["open"]


async def test_what_would_be_refused_is_refused_here_too(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http, ronda.http(ronda.other_key) as other:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        early = {"due": "2020-03-03", "reason": "A holiday"}
        move = {"windows": [{"starts": "2031-03-03", "ends": "2031-03-06"}], "reason": "An election"}
        extend = f"{ROUNDS}/{id}/assignments/{KEY}/extend/preview"
        answers = [
            await http.post(extend, json=early),
            await http.post(extend, json={"due": "2020-03-03"}),
            await http.post(f"{ROUNDS}/{id}/assignments/set_agenda:1/extend/preview", json=early),
            await http.post(f"{ROUNDS}/{id}/move-visit/preview", json=move),
            await other.post(f"{ROUNDS}/{id}/move-visit/preview", json=move),
        ]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (422, "date_in_the_past"),
        (422, "text_missing"),
        (409, "not_open"),
        (409, "no_visit_dates"),
        (404, "not_found"),
    ]
