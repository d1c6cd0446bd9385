"""What is said, and how soon, while nothing can be kept: the database is locked, or there is no room."""

import asyncio
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import replace
from errno import ENOSPC
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api import health
from api.app import create
from api.http.problems import TROUBLES, TRY_AGAIN
from api.intake import engine
from local.ports import LOOPBACK, draw
from rounds.submissions.people import LANGUAGES
from store import session
from store.session import Database
from store.trouble import BUSY, FULL, NOT_READY, trouble
from templates.render import Renderer
from tests.api.acts import NOTE, OPENING, ROUNDS
from tests.conftest import hire, settings_for
from tests.sound import PDF

WELL = {"database": True, "writing": True, "files": True, "temporal": False}
SLOW = 20
"""Seconds by which a machine that is busy with other things may be late."""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second shows the same as five; no engine is asked for long."""
    monkeypatch.setattr(session, "PATIENCE", 1)
    monkeypatch.setattr(session, "PROBING", 1)
    monkeypatch.setattr(engine, "PATIENCE", engine.PATIENCE / 20)


@asynccontextmanager
async def doors(
    folder: Path, url: str, temporal: str = ""
) -> AsyncIterator[tuple[httpx2.AsyncClient, FastAPI]]:
    """The doors on a migrated database, without an engine, and an officer's caller."""
    database = Database(url)
    key, _ = await hire(database)
    await database.close()
    temporal = temporal or f"{LOOPBACK}:{draw(1)[0]}"
    app = create(settings_for(folder, temporal, draw(1)[0], database_url=url))
    async with app.router.lifespan_context(app):
        transport = httpx2.ASGITransport(app=app)
        headers = {"Authorization": f"Bearer {key}"}
        async with httpx2.AsyncClient(transport=transport, base_url="http://test", headers=headers) as http:
            yield http, app


async def open_round(http: httpx2.AsyncClient, language: str = "en") -> httpx2.Response:
    return await http.post(
        ROUNDS, json={**OPENING, "note": NOTE}, headers={"Accept-Language": language}, timeout=60
    )


async def upload(http: httpx2.AsyncClient) -> httpx2.Response:
    return await http.post("/api/v1/uploads", files={"file": ("a.pdf", PDF)}, timeout=60)


async def ready(http: httpx2.AsyncClient) -> tuple[int, dict[str, bool]]:
    answer = await http.get("/health/ready", timeout=60)
    return answer.status_code, answer.json()


def said(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Somebody else holds the database."""
    plain = url.replace("+aiosqlite", "")
    if "sqlite" in plain:
        with closing(sqlite3.connect(plain.partition(":///")[2], isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    holder = create_engine(plain)
    with holder.begin() as connection:
        tables = '"inbox", "upload", "probe"'
        connection.execute(text(f"LOCK TABLE {tables} IN EXCLUSIVE MODE"))
        yield
    holder.dispose()


async def test_a_locked_database_is_said_in_each_language_and_soon(database_url: str, tmp_path: Path) -> None:
    async with doors(tmp_path, database_url) as (http, _):
        with locked(database_url):
            start = time.monotonic()
            answers = await asyncio.gather(*(open_round(http, language) for language in LANGUAGES))
            uploaded, (status, told) = await asyncio.gather(upload(http), ready(http))
            took = time.monotonic() - start
        after = await open_round(http), await ready(http)

    assert [said(answer) for answer in (*answers, uploaded)] == [(503, BUSY)] * 5
    assert {answer.headers["retry-after"] for answer in answers} == {TRY_AGAIN["Retry-After"]}
    words = Renderer()
    assert [answer.json()["detail"] for answer in answers] == [words.trouble(BUSY, one) for one in LANGUAGES]
    assert (status, told) == (503, {**WELL, "writing": False})
    # Twice the patience, for a connection and then for the lock; and again, for what was asked after that.
    assert took < 4 * session.PATIENCE + SLOW
    assert (after[0].status_code, after[1]) == (202, (200, WELL))


async def test_a_person_at_a_page_is_told_in_a_page_and_its_script_in_json(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with doors(tmp_path, sqlite_url) as (http, app):
        app.state.tools = replace(app.state.tools, database=Database("sqlite+aiosqlite:////nowhere/at.db"))
        link = app.state.tools.links.token("0" * 32)
        shown, script = [
            await http.get(f"/a/{link}", headers={"Accept-Language": "fr", "Accept": accepts})
            for accepts in ("text/html", "application/json")
        ]

    sentence = Renderer().trouble(NOT_READY, "fr")
    assert (shown.status_code, shown.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert sentence in unescape(shown.text)
    assert said(script) == (503, NOT_READY)
    assert script.json()["detail"] == sentence


async def test_a_full_database_is_said(sqlite_url: str, tmp_path: Path) -> None:
    async with doors(tmp_path, sqlite_url) as (http, app):
        database: Database = app.state.tools.database
        for one in (database._writer, database._prober):
            await one.dispose()
            event.listen(one.sync_engine, "connect", _leave_no_room)
        answers = [await open_round(http) for _ in range(12)]
        status, told = await ready(http)
        listed = await http.get(ROUNDS)

    assert said(answers[-1]) == (503, FULL)
    assert (status, told) == (503, {**WELL, "writing": False})
    assert listed.status_code == 200


def _leave_no_room(connection: Any, _record: Any) -> None:
    # As many pages as there are: SQLite takes no fewer.
    connection.execute("PRAGMA max_page_count = 1")


async def test_a_full_disk_is_said_of_a_document(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    async with doors(tmp_path, sqlite_url) as (http, _):
        with monkeypatch.context() as full:
            full.setattr("os.fsync", no_room)
            answer, (status, told) = await upload(http), await ready(http)
        after = await upload(http), await ready(http)

    assert said(answer) == (503, FULL)
    assert (status, told) == (503, {**WELL, "files": False})
    assert (after[0].status_code, after[1]) == (201, (200, WELL))
    assert len(list((tmp_path / "files").iterdir())) == 1


async def test_nobody_who_asks_for_health_waits_for_an_engine_that_says_nothing(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 1)
    # It takes connections, and never says a word.
    with closing(socket.create_server((LOOPBACK, 0))) as silent:
        address = f"{LOOPBACK}:{silent.getsockname()[1]}"
        async with doors(tmp_path, sqlite_url, address) as (http, _), asyncio.timeout(1 + SLOW):
            answer = await ready(http)

    assert answer == (200, WELL)


def of_sqlite(code: int) -> Exception:
    error = sqlite3.OperationalError("said by the driver")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), BUSY),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), BUSY),
        (of_sqlite(sqlite3.SQLITE_FULL), FULL),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), NOT_READY),
        (psycopg.errors.LockNotAvailable(), BUSY),
        (psycopg.errors.DeadlockDetected(), BUSY),
        (psycopg.errors.TooManyConnections(), BUSY),
        (psycopg.errors.DiskFull(), FULL),
        (psycopg.OperationalError(), NOT_READY),
    ],
)
def test_what_a_driver_says_has_its_code(error: Exception, code: str) -> None:
    assert trouble(OperationalError("SELECT 1", {}, error)) == code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PoolTimeout(), BUSY),
        (OSError(ENOSPC, "x"), FULL),
        (OSError(), None),
        (KeyError(), None),
    ],
)
def test_only_trouble_is_taken_for_it(error: Exception, code: str | None) -> None:
    assert trouble(error) == code


def test_each_trouble_has_a_sentence_of_its_own_in_each_language() -> None:
    words = Renderer()
    sentences = {words.trouble(code, language) for code in TROUBLES for language in LANGUAGES}
    assert len(sentences - {""}) == len(TROUBLES) * len(LANGUAGES)
