"""Files by the doors of the API, in a folder and in a bucket: kept, lost, and out of reach (U5)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from sqlmodel import select
from structlog.testing import capture_logs

from api.app import create
from api.http.metrics import REGISTRY
from local.ports import LOOPBACK, draw
from rounds.submissions.people import LANGUAGES
from store.papers import Paper
from store.session import Database
from store.tables import Officer
from store.trouble import AWAY, LOST
from templates.render import Renderer
from tests.api.acts import ROUNDS
from tests.conftest import hire, settings_for
from tests.databases import sqlite_template, sqlite_url
from tests.sound import PDF
from tests.store import scene
from tests.store.bucket import Bucket
from tests.store.places import InBucket, Place, place, served_bucket

__all__ = ["place", "served_bucket", "sqlite_template", "sqlite_url"]

DIGEST = sha256(PDF).hexdigest()
NAME = "Padrón 2026.pdf"


@asynccontextmanager
async def doors(folder: Path, url: str, files_url: str) -> AsyncIterator[tuple[httpx2.AsyncClient, FastAPI]]:
    """The doors with files in this store, without an engine, and an officer's caller."""
    database = Database(url)
    key, _ = await hire(database)
    await database.close()
    settings = settings_for(folder, f"{LOOPBACK}:{draw(1)[0]}", draw(1)[0], database_url=url)
    app = create(settings.model_copy(update={"files_url": files_url}))
    async with app.router.lifespan_context(app):
        transport = httpx2.ASGITransport(app=app)
        headers = {"Authorization": f"Bearer {key}"}
        async with httpx2.AsyncClient(
            transport=transport, base_url="http://test", headers=headers, timeout=60
        ) as http:
            yield http, app


async def attached(http: httpx2.AsyncClient, app: FastAPI) -> str:
    """A file of an officer's becomes a paper of a round; where it is read."""
    sent = await http.post("/api/v1/uploads", files={"file": (NAME, PDF)})
    assert sent.status_code == 201
    database = app.state.tools.database
    async with database.reading() as s:
        officer = (await s.exec(select(Officer.id).where(Officer.secretariat_id == "DIS"))).first()
    id = await scene.open_round(database, officer)
    async with database.writing() as s:
        paper = Paper(
            id="paper",
            round_id=id,
            submission_id="s",
            title="Padrón",
            upload_id=sent.json()["id"],
            audience="everyone",
            at=datetime.now(UTC),
        )
        s.add(paper)
    return f"{ROUNDS}/{id}/papers/paper/file"


async def ready(http: httpx2.AsyncClient) -> tuple[int, bool]:
    answer = await http.get("/health/ready")
    return answer.status_code, answer.json()["files"]


async def test_a_file_is_kept_once_and_given_out_under_its_name_u5_u6(
    sqlite_url: str, tmp_path: Path, place: Place
) -> None:
    async with doors(tmp_path, sqlite_url, place.url) as (http, app):
        given = await http.get(await attached(http, app))
        again = await http.post("/api/v1/uploads", files={"file": ("another.pdf", PDF)})
        health = await ready(http)
    assert (given.status_code, given.content, given.headers["content-type"]) == (200, PDF, "application/pdf")
    assert given.headers["content-disposition"] == "attachment; filename*=utf-8''Padr%C3%B3n%202026.pdf"
    assert given.headers["x-content-type-options"] == "nosniff"
    assert (again.status_code, place.names(), health) == (201, {DIGEST}, (200, True))


@pytest.mark.parametrize("why", ["missing", "damaged"])
async def test_a_file_whose_content_is_lost_is_said_in_each_language_and_stands_in_the_log_u5(
    sqlite_url: str, tmp_path: Path, place: Place, why: str
) -> None:
    async with doors(tmp_path, sqlite_url, place.url) as (http, app):
        address = await attached(http, app)
        if why == "missing":
            place.remove(DIGEST)
        else:
            place.write(DIGEST, PDF + b"altered")
        before = REGISTRY.get_sample_value("ronda_lost_files_total") or 0
        with capture_logs() as logged:
            answers = [await http.get(address, headers={"Accept-Language": one}) for one in LANGUAGES]
    assert REGISTRY.get_sample_value("ronda_lost_files_total") == before + 4
    words = Renderer()
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(500, LOST)] * 4
    assert [answer.json()["detail"] for answer in answers] == [words.trouble(LOST, one) for one in LANGUAGES]
    said = {
        "event": "the content of a file is lost",
        "log_level": "error",
        "sha256": DIGEST,
        "why": why,
    }
    assert [line for line in logged if line["log_level"] == "error"] == [said] * 4


async def test_whoever_sends_a_damaged_file_again_mends_it_u5(
    sqlite_url: str, tmp_path: Path, place: Place
) -> None:
    async with doors(tmp_path, sqlite_url, place.url) as (http, app):
        address = await attached(http, app)
        place.write(DIGEST, b"altered")
        assert (await http.get(address)).status_code == 500
        await http.post("/api/v1/uploads", files={"file": (NAME, PDF)})
        assert (await http.get(address)).content == PDF


async def test_a_store_that_is_away_is_said_and_what_is_sent_is_not_taken_u5(
    sqlite_url: str, tmp_path: Path, served_bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT", f"http://{LOOPBACK}:{draw(1)[0]}")
    async with doors(tmp_path, sqlite_url, InBucket(served_bucket).url) as (http, _):
        answer = await http.post("/api/v1/uploads", files={"file": (NAME, PDF)})
        page = await http.post(
            "/api/v1/uploads", files={"file": (NAME, PDF)}, headers={"Accept-Language": "pt"}
        )
        health = await ready(http)
    assert (answer.status_code, answer.json()["code"], health) == (503, AWAY, (503, False))
    assert answer.headers["retry-after"]
    assert unescape(page.json()["detail"]) == Renderer().trouble(AWAY, "pt")


async def test_a_key_that_the_bucket_does_not_know_is_said_as_a_store_that_is_away(
    sqlite_url: str, tmp_path: Path, served_bucket: Bucket
) -> None:
    served_bucket.knows = "another-secret"
    async with doors(tmp_path, sqlite_url, InBucket(served_bucket).url) as (http, _):
        answer = await http.post("/api/v1/uploads", files={"file": (NAME, PDF)})
    assert (answer.status_code, answer.json()["code"]) == (503, AWAY)
    assert served_bucket.objects == {}
