"""The same request under the same Idempotency-Key has the answer of the first (K7)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlmodel import col, func, select, update

from api.officers.answered_once import HEADER
from store import inbox, kept_answers
from store.kept_answers import KEPT_FOR, LONGEST, KeptAnswer
from store.session import Database
from store.tables import Inbox
from store.uploads import Upload
from tests.api.acts import OPENING, ROUNDS, opened
from tests.conftest import Ronda
from tests.sound import PDF
from tests.store.scene import officers

UPLOADS = "/api/v1/uploads"
LESSON = {"lessons": ["a"]}


def under(key: str) -> dict[str, str]:
    return {HEADER: key}


async def kept(ronda: Ronda, table: Any) -> int:
    async with ronda.database.reading() as s:
        return (await s.exec(select(func.count()).select_from(table))).one()


def said(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_round_is_opened_once_and_each_time_answered_the_same(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        key = str(uuid4())
        first = await http.post(ROUNDS, json=OPENING, headers=under(f'"{key}"'))
        again = await http.post(ROUNDS, json=OPENING, headers=under(key))
        assert first.status_code == 201
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["content-type"] == first.headers["content-type"]
        another = await http.post(ROUNDS, json=OPENING, headers=under(str(uuid4())))
        assert another.json()["round"] != first.json()["round"]


async def test_a_refusal_is_an_answer_too(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id, key = await opened(http), str(uuid4())
        path = f"{ROUNDS}/{id}/assignments/examine_request:1/extend"
        before = await kept(ronda, Inbox)
        answers = [
            await http.post(path, json={"due": "1999-01-01", "reason": "r"}, headers=under(key)) for _ in "ab"
        ]
        assert answers[0].status_code in (409, 422)
        assert answers[0].content == answers[1].content
        assert answers[1].headers["content-type"] == "application/problem+json"
        assert await kept(ronda, Inbox) - before <= 1


async def test_another_request_under_the_key_is_refused(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id, key = await opened(http), str(uuid4())
        assert (await http.post(f"{ROUNDS}/{id}/lessons", json=LESSON, headers=under(key))).status_code == 200
        others = [
            await http.post(f"{ROUNDS}/{id}/lessons", json={"lessons": ["b"]}, headers=under(key)),
            await http.post(f"{ROUNDS}/{id}/pause", json=LESSON, headers=under(key)),
            await http.post(f"{ROUNDS}/{id}/lessons?x=1", json=LESSON, headers=under(key)),
        ]
        assert {said(answer) for answer in others} == {(422, "idempotency_key_used")}


async def test_of_several_at_once_one_is_served(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id, key = await opened(http), str(uuid4())
        before = await kept(ronda, Inbox)
        asked = [http.post(f"{ROUNDS}/{id}/lessons", json=LESSON, headers=under(key)) for _ in range(8)]
        answers = await asyncio.gather(*asked)
        assert await kept(ronda, Inbox) == before + 1
        taken = {answer.content for answer in answers if answer.status_code == 200}
        waiting = [answer for answer in answers if answer.status_code != 200]
        assert len(taken) == 1
        assert {said(answer) for answer in waiting} <= {(409, "still_under_way")}
        assert all(answer.headers["retry-after"] for answer in waiting)
        last = await http.post(f"{ROUNDS}/{id}/lessons", json=LESSON, headers=under(key))
        assert {last.content} == taken


async def test_a_key_is_its_officers_own(ronda: Ronda) -> None:
    key = str(uuid4())
    async with ronda.http(ronda.key) as one, ronda.http(ronda.other_key) as other:
        mine = await one.post(ROUNDS, json=OPENING, headers=under(key))
        theirs = await other.post(ROUNDS, json=OPENING, headers=under(key))
    assert mine.status_code == 201
    assert said(theirs) == (422, "methodology_unknown")


async def test_a_file_is_the_same_whatever_its_parts_are_set_apart_by(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        key, before = str(uuid4()), await kept(ronda, Upload)
        answers = [
            await http.post(UPLOADS, files={"file": ("a.pdf", PDF)}, headers=under(key)) for _ in range(2)
        ]
        assert answers[0].request.headers["content-type"] != answers[1].request.headers["content-type"]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].content == answers[1].content
        assert await kept(ronda, Upload) == before + 1
        other = await http.post(UPLOADS, files={"file": ("b.pdf", PDF)}, headers=under(key))
        assert said(other) == (422, "idempotency_key_used")


@pytest.mark.parametrize("key", ["", '""', '"', 'a"b', "a b", "x" * 256, "é"])
async def test_a_key_that_is_none_is_refused(ronda: Ronda, key: str) -> None:
    async with ronda.http(ronda.key) as http:
        answer = await http.post(ROUNDS, json=OPENING, headers={HEADER.encode(): key.encode("latin-1")})
    assert said(answer) == (422, "wrong_shape")
    assert answer.json()["field"] == HEADER


async def test_what_was_not_served_may_be_made_again(ronda: Ronda, monkeypatch: pytest.MonkeyPatch) -> None:
    async with ronda.http(ronda.key) as http:
        id, key = await opened(http), str(uuid4())
        path, rows = f"{ROUNDS}/{id}/lessons", await kept(ronda, KeptAnswer)

        async def full(*_: object, **__: object) -> None:
            raise OSError(28, "no space")

        with monkeypatch.context() as patched:
            patched.setattr(inbox, "keep", full)
            failed = await http.post(path, json=LESSON, headers=under(key))
        assert said(failed) == (503, "storage_full")
        assert await kept(ronda, KeptAnswer) == rows
        assert (await http.post(path, json=LESSON, headers=under(key))).status_code == 200


async def test_what_was_cut_before_its_answer_was_kept_is_done_once_all_the_same(
    ronda: Ronda, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ronda.http(ronda.key) as http:
        id, key = await opened(http), str(uuid4())
        path, before = f"{ROUNDS}/{id}/lessons", await kept(ronda, Inbox)

        async def cut(*_: object) -> None:
            raise OSError("cut")

        with monkeypatch.context() as patched:
            patched.setattr(kept_answers, "finish", cut)
            first = await http.post(path, json=LESSON, headers=under(key))
        assert said(await http.post(path, json=LESSON, headers=under(key))) == (409, "still_under_way")
        async with ronda.database.writing() as s:
            long_ago = datetime.now(UTC) - LONGEST - timedelta(seconds=1)
            await s.exec(update(KeptAnswer).where(col(KeptAnswer.key) == key).values(began_at=long_ago))
        again = await http.post(path, json=LESSON, headers=under(key))
        assert (again.status_code, again.json()["id"]) == (first.status_code, first.json()["id"])
        assert await kept(ronda, Inbox) == before + 1


async def test_without_a_known_key_nothing_is_kept(ronda: Ronda) -> None:
    rows = await kept(ronda, KeptAnswer)
    async with ronda.http("wrong") as http:
        assert (await http.post(ROUNDS, json=OPENING, headers=under("k"))).status_code == 401
    async with ronda.http(ronda.key) as http:
        assert (await http.get(ROUNDS, headers=under("k"))).status_code == 200
    assert await kept(ronda, KeptAnswer) == rows


async def test_after_a_day_a_key_may_be_used_for_something_else(database: Database) -> None:
    officer = await officers(database)
    now = datetime.now(UTC)
    asked = (officer, "key", "sha", now - KEPT_FOR)
    async with database.writing() as s:
        first = await kept_answers.begin(s, *asked)
        await kept_answers.finish(s, *asked[:3], 200, "application/json", "{}")
    async with database.writing() as s:
        anew = await kept_answers.begin(s, officer, "key", "sha", now)
        again = await kept_answers.begin(s, officer, "key", "sha", now)
        assert [begun.serves for begun in (first, anew, again)] == [True, True, False]
        assert again.row.status is None
        assert anew.row.submission != first.row.submission
    async with database.writing() as s:
        assert await kept_answers.purge(s, now + KEPT_FOR) == 1


async def test_the_description_tells_of_the_header_for_each_post(ronda: Ronda) -> None:
    for path, methods in ronda.app.openapi()["paths"].items():
        for method, operation in methods.items():
            names = [one["name"] for one in operation.get("parameters", []) if one["in"] == "header"]
            assert names == ([HEADER] if method == "post" else []), path
