"""Kept before it is acknowledged (K2): Temporal away, the workers away, the relay that hands over later."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlmodel import col, update
from temporalio.client import Client
from temporalio.exceptions import ApplicationError

from api.app import create
from api.intake import engine
from api.intake.engine import Away, Faulted
from api.intake.intake import Intake, Verdict
from api.intake.relay import Relay
from local.ports import LOOPBACK, draw
from local.temporal import Served, prepare
from rounds.submissions.refusals import AlreadyAnswered, Refused, TextTooLong, as_data
from rounds.submissions.request import ExamineRequest
from settings import Settings
from store import inbox
from store.migrating import upgrade
from store.session import Database
from store.tables import Inbox
from tests.api.acts import NOTE, OPENING, ROUNDS, confirmed, open_keys, opened, read, until, withdraw
from tests.conftest import Mail, Ronda, hire, settings_for
from worker import working
from workflows.connecting import connect

NOW = timedelta(0)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second's patience shows the same as five."""
    monkeypatch.setattr(engine, "PATIENCE", timedelta(seconds=1))


async def examined_while_away(ronda: Ronda, id: str) -> Verdict:
    """The officer's acceptance, through doors that do not reach Temporal."""
    nowhere = await connect(f"{LOOPBACK}:{draw(1)[0]}", "default", lazy=True)
    return await Intake(ronda.database, nowhere).submit(
        round_id=id, key="examine_request:1", by="responsible_officer", body=ExamineRequest(choice="accept")
    )


async def row(database: Database, id: str) -> Inbox:
    async with database.reading() as s:
        found = await inbox.one(s, id)
    assert found
    return found


async def settled(database: Database, id: str) -> Inbox:
    """The submission once its round has answered."""
    for _ in range(100):
        if (found := await row(database, id)).state != "received":
            return found
        await asyncio.sleep(0.1)
    raise AssertionError(found)


def relay(ronda: Ronda) -> Relay:
    return Relay(ronda.database, ronda.app.state.tools.intake, older_than=NOW)


async def test_what_is_sent_while_temporal_is_away_is_kept_and_handed_over_once(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        verdict = await examined_while_away(ronda, id)
        assert (verdict.state, (await row(ronda.database, verdict.id)).state) == ("received", "received")
        assert open_keys(await read(http, id)) == ["examine_request:1"]
        # Two processes' relays at once, and one of them again: the round takes it once.
        mine, other = relay(ronda), relay(ronda)
        await asyncio.gather(mine.once(), other.once())
        await mine.once()
        assert (await settled(ronda.database, verdict.id)).state == "accepted"
        told = await until(http, id, lambda told: open_keys(told) == ["propose_panel:1"])
    assert [s["kind"] for s in told["submissions"]] == ["open_round", "confirm_note", "examine_request"]


async def test_what_is_handed_over_too_late_is_refused_with_its_code(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        first, second = await examined_while_away(ronda, id), await examined_while_away(ronda, id)
        await relay(ronda).once()
        answers = [await settled(ronda.database, verdict.id) for verdict in (first, second)]
    assert [(a.state, a.code) for a in answers] == [("accepted", ""), ("refused", AlreadyAnswered.code)]


async def test_what_is_handed_over_to_a_closed_round_is_refused(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        verdict = await examined_while_away(ronda, id)
        assert (await withdraw(http, id)).status_code == 200
        await ronda.client.get_workflow_handle(id).result()
        await relay(ronda).once()
        answer = await settled(ronda.database, verdict.id)
    assert (answer.state, answer.code) == ("refused", "round_is_over")


@asynccontextmanager
async def doors(settings: Settings) -> AsyncIterator[tuple[httpx2.AsyncClient, Database]]:
    """An app of its own on a new database, an officer's caller, and the database."""
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    key, _ = await hire(database)
    app = create(settings)
    async with app.router.lifespan_context(app):
        transport = httpx2.ASGITransport(app=app)
        headers = {"Authorization": f"Bearer {key}"}
        async with httpx2.AsyncClient(
            transport=transport, base_url=settings.public_url, headers=headers
        ) as http:
            yield http, database
    await database.close()


async def test_the_doors_open_while_temporal_is_away(tmp_path: Path, mail: Mail) -> None:
    settings = settings_for(tmp_path, f"{LOOPBACK}:{draw(1)[0]}", mail.port)
    async with doors(settings) as (http, database):
        ready = await http.get("/health/ready")
        assert (ready.status_code, ready.json()) == (
            200,
            {"database": True, "writing": True, "files": True, "temporal": False},
        )
        answer = await http.post(ROUNDS, json={**OPENING, "note": NOTE})
        assert (answer.status_code, answer.json()["state"]) == (202, "received")
        id = answer.json()["round"]
        told = await http.get(f"{ROUNDS}/{id}")
        assert (told.status_code, told.json()) == (202, answer.json())
        assert (await row(database, answer.json()["id"])).round_id == id


@pytest.fixture(scope="session")
async def quiet(server: Served) -> str:
    """A namespace that no worker serves unless a test starts one."""
    await prepare(server.address, "quiet", ours=True)
    return "quiet"


async def test_while_no_worker_is_there_a_timeout_is_no_refusal(
    server: Served, quiet: str, mail: Mail, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, server.address, mail.port, namespace=quiet)
    client: Client = await connect(server.address, quiet)
    async with doors(settings) as (http, database):
        opening = await http.post(ROUNDS, json={**OPENING, "note": NOTE})
        assert (opening.status_code, opening.json()["state"]) == (202, "received")
        id = opening.json()["round"]
        async with working(settings, client, database):
            await until(http, id, lambda told: told.get("open"))
            await confirmed(http, id)
        filing = {
            "key": "examine_request:1",
            "participant": "responsible_officer",
            "body": {"kind": "examine_request", "choice": "accept"},
        }
        answer = await http.post(f"{ROUNDS}/{id}/submissions", json=filing)
        assert (answer.status_code, answer.json()["state"]) == (202, "received")
        status = (await http.get(f"{ROUNDS}/{id}/status")).json()
        assert (status["told_by"], [a["key"] for a in status["open"]]) == ("record", ["examine_request:1"])
        async with working(settings, client, database):
            # The update was left with Temporal, and the relay sends it again: it is taken once.
            intake = Intake(database, client)
            await Relay(database, intake, older_than=NOW).once()
            assert (await settled(database, answer.json()["id"])).state == "accepted"
            told = await until(http, id, lambda told: open_keys(told) == ["propose_panel:1"])
        assert [s["state"] for s in told["submissions"]] == ["accepted"] * 3


async def test_an_id_that_another_databases_round_has_is_not_taken_for_ours(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        told = await until(http, id, lambda told: told["open"])
    opening = await row(ronda.database, told["submissions"][0]["id"])
    at_work = ronda.app.state.tools.intake.engine
    await at_work.start(id, opening.id, inbox.body_of(opening))
    with pytest.raises(Away):
        await at_work.start(id, "0" * 32, inbox.body_of(opening))


async def test_what_the_rules_fail_over_stays_kept_and_its_sender_reads_received(
    ronda: Ronda, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: Any) -> Any:
        raise Faulted("KeyError")

    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        monkeypatch.setattr(engine.Engine, "submit", fails)
        accept = ExamineRequest(choice="accept")
        verdict = await ronda.app.state.tools.intake.submit(
            round_id=id, key="examine_request:1", by="responsible_officer", body=accept
        )
        assert verdict.state == "received"
        told = await until(http, id, lambda told: len(told["submissions"]) == 3)
    sent = next(row for row in told["submissions"] if row["id"] == verdict.id)
    assert (sent["state"], sent["fault"]) == ("faulted", "KeyError")


class Stuck(Intake):
    """Doors through which one submission never gets, as if Temporal were away for it alone."""

    def __init__(self, database: Database, client: Client, stuck: str) -> None:
        super().__init__(database, client)
        self.stuck = stuck
        self.tried: list[str] = []

    async def deliver(self, row: Inbox) -> None:
        self.tried.append(row.id)
        if row.id == self.stuck:
            raise Away
        await super().deliver(row)


async def test_a_submission_that_never_gets_through_does_not_hold_up_the_others(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        ids = [await opened(http), await opened(http)]
        for id in ids:
            await until(http, id, lambda told: told["open"])
        stuck, other = [await examined_while_away(ronda, id) for id in ids]
        intake = Stuck(ronda.database, ronda.client, stuck.id)
        trying = Relay(ronda.database, intake, older_than=NOW)
        await trying.once()
        # Whatever else is due just then is handed over too.
        assert {stuck.id, other.id} <= set(intake.tried)
        assert (await settled(ronda.database, other.id)).state == "accepted"
        # What was tried stands in its row: no process tries it again before it is due.
        await trying.once()
        await relay(ronda).once()
        assert intake.tried.count(stuck.id) == 1
        assert (await row(ronda.database, stuck.id)).state == "received"
        async with ronda.database.writing() as s:
            now = datetime.now(UTC)
            await s.exec(update(Inbox).where(col(Inbox.id) == stuck.id).values(due_at=now))
        await relay(ronda).once()
        assert (await settled(ronda.database, stuck.id)).state == "accepted"


async def test_the_relay_outlives_a_fault(ronda: Ronda) -> None:
    nowhere = Database("sqlite+aiosqlite:////nowhere/at/all.db")
    broken = Relay(nowhere, ronda.app.state.tools.intake, every=timedelta(milliseconds=10))
    task = asyncio.create_task(broken.run())
    await asyncio.sleep(0.2)
    assert not task.done()
    task.cancel()


async def test_a_database_that_is_away_is_said_without_its_words(ronda: Ronda) -> None:
    tools = ronda.app.state.tools
    ronda.app.state.tools = replace(tools, database=Database("sqlite+aiosqlite:////nowhere/at/all.db"))
    try:
        async with ronda.http(ronda.key) as http:
            answer, ready = await http.get(ROUNDS), await http.get("/health/ready")
    finally:
        ronda.app.state.tools = tools
    assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")
    assert "nowhere" not in answer.text
    assert (ready.status_code, ready.json()["database"]) == (503, False)


@pytest.mark.parametrize(
    ("error", "refused"),
    [
        (
            ApplicationError("x", as_data(TextTooLong("a.0", longest=3)), type="text_too_long"),
            Refused("text_too_long", "a.0", (("longest", "3"),)),
        ),
        (ApplicationError("x", type="not_open"), Refused("not_open")),
        (ApplicationError("x", type="KeyError"), None),
        (ValueError("x"), None),
    ],
)
def test_only_a_code_of_a_rule_is_a_refusal(error: BaseException, refused: Refused | None) -> None:
    assert engine._refused(error) == refused
