"""The way of a submission through doors, inbox, round and record, on PostgreSQL, also while that is away."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
from structlog.testing import capture_logs
from temporalio.client import WorkflowHandle

from api.app import create
from local.temporal import Served, prepare
from tests.api.acts import LOOKS, ROUNDS, WHY, open_keys, opened, proposed, until, upload, withdraw
from tests.conftest import Mail, at_work, settings_for
from tests.databases import Postgres, as_owner
from worker import serve
from workflows.names import ADDRESS_REFUSED


async def agreed_in_writing(http: httpx2.AsyncClient, id: str, proof: str) -> httpx2.Response:
    """What an officer files for the focal point."""
    return await http.post(
        f"{ROUNDS}/{id}/submissions",
        json={
            "key": "agree_panel:1",
            "participant": "focal_point",
            "proof": proof,
            "reason": WHY,
            "body": {"kind": "agree_panel", "choice": "agree"},
        },
    )


async def test_a_round_opens_moves_on_and_is_withdrawn_on_postgresql(
    server: Served, mail: Mail, postgresql_url: str, tmp_path: Path
) -> None:
    await prepare(server.address, "postgresql", ours=True)
    settings = settings_for(
        tmp_path, server.address, mail.port, database_url=postgresql_url, namespace="postgresql"
    )
    async with at_work(settings) as ronda, ronda.http(ronda.key) as http:
        id = await opened(http)
        await proposed(http, id)
        proof = await upload(http, id)
        agreed = await agreed_in_writing(http, id, proof)
        assert agreed.status_code == 200, agreed.text
        await until(http, id, lambda told: len(told["open"]) == 2)
        listed = (await http.get(ROUNDS, params={"waiting_on": "candidate", "overdue": "false"})).json()
        assert (listed["total"], listed["rounds"][0]["id"]) == (1, id)
        assert (await http.get(f"{ROUNDS}/%00")).status_code == 404
        assert (await withdraw(http, id)).status_code == 200
        told = await until(http, id, lambda told: told["outcome"])
    assert told["outcome"] == "withdrawn"
    assert {s["state"] for s in told["submissions"]} == {"accepted"}


async def test_doors_and_worker_wait_for_a_postgresql_that_comes_back_k5(
    server: Served, mail: Mail, postgres: Postgres, postgresql_url: str, tmp_path: Path
) -> None:
    await prepare(server.address, "away", ours=True)
    settings = settings_for(
        tmp_path, server.address, mail.port, database_url=postgresql_url, namespace="away"
    )
    async with at_work(settings) as ronda, ronda.http(ronda.key) as http:
        id = await opened(http)
        await proposed(http, id)
        proof = await upload(http, id)
        workflow = ronda.client.get_workflow_handle(id)
        async with postgres.away("fast"):
            answers = [await http.get(f"{ROUNDS}/{id}"), await agreed_in_writing(http, id, proof)]
            health = await http.get("/health/ready", timeout=60)
            # What happens to the round meanwhile has to be written, and is tried again.
            await workflow.signal(ADDRESS_REFUSED, "focal_point")
            await tried_in_vain(workflow)

        assert (await http.get("/health/ready", timeout=60)).status_code == 200
        mending = await until(http, id, lambda told: "mend_address:focal_point:1" in open_keys(told))
        assert "agree_panel:1" in open_keys(mending), "nothing was kept of what was answered with 503"
        agreed = await agreed_in_writing(http, id, proof)
        assert agreed.status_code == 200, agreed.text
        assert (await withdraw(http, id)).status_code == 200
        told = await until(http, id, lambda told: told["outcome"])

    assert [(a.status_code, a.json()["code"], a.headers["retry-after"]) for a in answers] == [
        (503, "not_ready", "10")
    ] * 2
    assert (health.status_code, health.json()) == (
        503,
        {"database": False, "writing": False, "files": True, "temporal": True},
    )
    assert {s["state"] for s in told["submissions"]} == {"accepted"}


async def tried_in_vain(workflow: WorkflowHandle[Any, Any]) -> None:
    """Wait until something of the round could not be written, and was tried again."""
    for _ in range(LOOKS):
        told = (await workflow.describe()).raw_description
        if any(pending.attempt > 1 for pending in told.pending_activities):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it was written, or never tried")


async def test_api_and_worker_say_that_they_connect_as_the_owner_s10(
    server: Served, mail: Mail, postgresql_url: str, tmp_path: Path
) -> None:
    await prepare(server.address, "postgresql", ours=True)
    settings = settings_for(
        tmp_path, server.address, mail.port, database_url=as_owner(postgresql_url), namespace="postgresql"
    )

    def warned() -> int:
        return [line["event"] for line in lines].count(
            "the role of DATABASE_URL may do more than the programs need"
        )

    with capture_logs() as lines:
        app = create(settings)
        async with app.router.lifespan_context(app):
            await looked(lambda: warned() == 1)
        working = asyncio.create_task(serve(settings))
        await looked(lambda: warned() == 2 or working.done())
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(working, 60)
    for sign in (signal.SIGTERM, signal.SIGINT):
        # From here on they are pytest's again.
        asyncio.get_running_loop().remove_signal_handler(sign)
    assert warned() == 2


async def looked(reached: Callable[[], bool]) -> None:
    """Wait until it is so."""
    for _ in range(LOOKS):
        if reached():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it never was")
