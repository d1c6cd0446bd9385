"""The server's configuration for production, on a real server: who is let in, and what they may do there."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from joserfc import jwk, jwt
from temporalio.api.enums.v1 import IndexedValueType, TaskQueueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    DescribeTaskQueueRequest,
    ListNamespacesRequest,
    RegisterNamespaceRequest,
)
from temporalio.client import Client

from local.ports import LOOPBACK, draw
from local.processes import Process
from tests.conftest import Mail
from tests.deploy.guarded import (
    DENIED,
    READY_SECONDS,
    Guarded,
    admin,
    certificates,
    guarded,
    namespace,
    programs,
    refused,
)
from workflows.names import TASK_QUEUE

__all__ = ["guarded", "namespace"]


async def test_nobody_is_spoken_to_without_a_certificate_of_the_authority(
    guarded: Guarded, tmp_path: Path
) -> None:
    others = certificates(tmp_path / "others")
    for tls in (False, guarded.tls(None), guarded.tls("ronda", others)):
        with pytest.raises(RuntimeError):
            await Client.connect(guarded.address, namespace="ronda", tls=tls, api_key=guarded.token("ronda"))
    await guarded.client(guarded.token("ronda"))


@pytest.mark.usefixtures("namespace")
async def test_a_certificate_alone_opens_nothing(guarded: Guarded) -> None:
    client = await guarded.client(None)
    asked = DescribeNamespaceRequest(namespace="ronda")
    assert await refused(client.workflow_service.describe_namespace(asked)) is DENIED
    assert await refused(client.start_workflow("nothing", id="no", task_queue="nobody")) is DENIED


@pytest.mark.usefixtures("namespace")
async def test_a_token_that_another_key_signed_or_that_has_ended_opens_nothing(
    guarded: Guarded, tmp_path: Path
) -> None:
    others = certificates(tmp_path / "others")
    forged = (others / "setup.token").read_text().strip()
    key = jwk.RSAKey.import_key((guarded.folder / "token.key").read_text())
    known = json.loads((guarded.folder / "tokens.json").read_text())["keys"][0]["kid"]
    header = {"alg": "RS256", "kid": known}
    claims = {"sub": "ronda", "permissions": ["ronda:admin"]}
    now = int(time.time())
    ended = jwt.encode(header, claims | {"exp": now - 60}, key)
    asked = DescribeNamespaceRequest(namespace="ronda")
    for token in (forged, ended):
        with pytest.raises(RuntimeError, match="PermissionDenied"):
            await guarded.client(token)
    good = await guarded.client(jwt.encode(header, claims | {"exp": now + 60}, key))
    await good.workflow_service.describe_namespace(asked)


@pytest.mark.usefixtures("namespace")
async def test_the_programs_token_is_good_for_their_namespace_alone_and_makes_none(guarded: Guarded) -> None:
    token = guarded.token("ronda")
    client = await guarded.client(token)
    await client.start_workflow("nothing", id="there", task_queue="nobody")
    system = await guarded.client(token, "temporal-system")
    assert await refused(system.start_workflow("nothing", id="there", task_queue="nobody")) is DENIED
    add = AddSearchAttributesRequest(
        namespace="ronda", search_attributes={"More": IndexedValueType.INDEXED_VALUE_TYPE_TEXT}
    )
    assert await refused(client.operator_service.add_search_attributes(add)) is DENIED
    setup = await guarded.client(guarded.token("setup"))
    register = RegisterNamespaceRequest(namespace="another")
    assert await refused(setup.workflow_service.register_namespace(register)) is DENIED


@pytest.mark.usefixtures("namespace")
async def test_the_uis_token_reads_and_changes_nothing(guarded: Guarded) -> None:
    client = await guarded.client(guarded.token("ui"))
    listed = await client.workflow_service.list_namespaces(ListNamespacesRequest())
    assert "ronda" in {one.namespace_info.name for one in listed.namespaces}
    asked = DescribeNamespaceRequest(namespace="ronda")
    await client.workflow_service.describe_namespace(asked)
    assert await refused(client.start_workflow("nothing", id="by-ui", task_queue="nobody")) is DENIED
    assert await refused(client.get_workflow_handle("there").terminate()) is DENIED


async def test_a_worker_and_a_deploy_need_no_more_than_the_programs_token(
    guarded: Guarded, namespace: Path, mail: Mail
) -> None:
    env = guarded.environment("ronda", namespace) | {"SMTP_URL": f"smtp://{LOOPBACK}:{mail.port}"}
    worker = Process("the worker", (sys.executable, "worker.py"), env=env, log=namespace / "worker.log")
    await worker.start()
    try:
        await asks_for_work(guarded, worker)
        for command in ("worker-health", "deploy"):
            code, said = await admin(env, command)
            assert code == 0, said
    finally:
        await worker.stop()


async def asks_for_work(guarded: Guarded, worker: Process) -> None:
    client = await guarded.client(guarded.token("ronda"))
    asked = DescribeTaskQueueRequest(
        namespace="ronda",
        task_queue=TaskQueue(name=TASK_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    ended = asyncio.create_task(worker.wait())
    for _ in range(READY_SECONDS * 5):
        if (await client.workflow_service.describe_task_queue(asked)).pollers:
            ended.cancel()
            return
        if ended.done():
            break
        await asyncio.sleep(0.2)
    raise AssertionError(worker.last_words(40))


@pytest.fixture
async def ui(guarded: Guarded, tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    """The Temporal UI with a certificate of its own and without a token, as its service is."""
    port = draw(1)[0]
    held = guarded.folder
    tls = {"caFile": f"{held}/ca.pem", "certFile": f"{held}/ui.pem", "keyFile": f"{held}/ui.key"}
    told = {
        "temporalGrpcAddress": guarded.address,
        "host": LOOPBACK,
        "port": port,
        "enableUi": True,
        "tls": tls | {"enableHostVerification": True, "serverName": "temporal"},
    }
    (tmp_path / "development.yaml").write_text(json.dumps(told))
    command: list[str | Path] = [
        (await programs()).ui,
        "--root",
        "/",
        "--config",
        tmp_path,
        "--env",
        "development",
        "start",
    ]
    running = Process("the Temporal UI", command, log=tmp_path / "ui.log")
    await running.start()
    try:
        async with httpx2.AsyncClient(base_url=f"http://{LOOPBACK}:{port}/api/v1") as http:
            for _ in range(100):
                with suppress(httpx2.TransportError):
                    await http.get("/settings")
                    break
                await asyncio.sleep(0.1)
            yield http
    finally:
        await running.stop()


@pytest.mark.usefixtures("namespace")
async def test_the_ui_shows_what_the_token_that_its_door_lends_may_read(
    guarded: Guarded, ui: httpx2.AsyncClient
) -> None:
    rounds = "/namespaces/ronda/workflows"
    assert (await ui.get(rounds)).status_code == 403
    lent = {"Authorization": f"Bearer {guarded.token('ui')}"}
    assert (await ui.get(rounds, headers=lent)).status_code == 200
    assert (await ui.post(f"{rounds}/there/terminate", headers=lent, json={})).status_code == 403
