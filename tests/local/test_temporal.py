"""The server on this machine: made ready, stopped, killed and started again."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, WorkflowExecutionStatus

from local import temporal
from local.ports import draw
from local.programs import Built, Cli
from local.temporal import SEARCH_ATTRIBUTES, Served, TemporalServer, prepare, serve

DYNAMIC = {
    "frontend.WorkflowTimeSkippingEnabled": True,
    "history.timerProcessorMaxTimeShift": "10ms",
    "history.timerProcessorMaxPollRPS": 2000,
    "system.forceSearchAttributesCacheRefreshOnRead": True,
}


@pytest.fixture(scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with serve(tmp_path_factory.mktemp("temporal"), ui=True, for_tests=True) as running:
        yield running


async def start_nothing(client: Client, identity: str) -> None:
    """Start a workflow that no worker takes: it is there, running, until someone ends it."""
    await client.start_workflow("nothing", id=identity, task_queue="nobody")


async def test_namespace_and_search_attributes_are_registered_and_may_be_again(served: Served) -> None:
    await prepare(served.address, "default", ours=True)
    client = await Client.connect(served.address)
    described = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace="default")
    )
    assert described.config.workflow_execution_retention_ttl.ToTimedelta() == timedelta(days=365)
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace="default")
    )
    assert {name: listed.custom_attributes[name] for name in SEARCH_ATTRIBUTES} == SEARCH_ATTRIBUTES


async def test_a_namespace_on_a_server_that_is_not_ours_keeps_its_retention(served: Served) -> None:
    client = await Client.connect(served.address)
    await prepare(served.address, "other", ours=False)
    asked = DescribeNamespaceRequest(namespace="other")
    assert (await client.workflow_service.describe_namespace(asked)).namespace_info.name == "other"
    await prepare(served.address, "other", ours=False)


async def test_the_ui_shows_the_namespace(served: Served) -> None:
    # It is started beside the server, and nobody waits for it: on a busy machine it listens later.
    patient = httpx2.AsyncHTTPTransport(retries=7)
    async with httpx2.AsyncClient(base_url=served.ui_url or "", transport=patient) as web:
        page = await web.get("/")
        answer = await web.get("/api/v1/namespaces/default")
    assert page.status_code == 200
    assert answer.json()["namespaceInfo"]["name"] == "default"
    cookie = page.headers["set-cookie"]
    assert cookie.startswith("_csrf=")
    assert "secure" not in cookie.lower()


@pytest.mark.parametrize("how", ["stop", "kill"])
async def test_after_a_restart_the_server_is_where_it_was_with_its_workflows(
    served: Served, how: str
) -> None:
    client = await Client.connect(served.address)
    await start_nothing(client, how)
    await getattr(served.server, how)()
    await served.server.start()
    description = await client.get_workflow_handle(how).describe()
    assert description.status == WorkflowExecutionStatus.RUNNING
    await start_nothing(client, f"{how}, and after")


async def test_workflows_survive_a_change_of_ports(tmp_path: Path) -> None:
    async with serve(tmp_path, ui=False, for_tests=False) as first:
        await start_nothing(await Client.connect(first.address), "kept")
    (tmp_path / "temporal-ports.json").unlink()
    async with serve(tmp_path, ui=False, for_tests=False) as second:
        assert second.address != first.address
        description = await (await Client.connect(second.address)).get_workflow_handle("kept").describe()
    assert description.status == WorkflowExecutionStatus.RUNNING


async def test_a_second_start_takes_the_ports_of_the_first_if_they_are_free(tmp_path: Path) -> None:
    programs = Built(Path("server"), Path("ui"))
    first = TemporalServer(programs, tmp_path)
    assert TemporalServer(programs, tmp_path).address == first.address
    async with await asyncio.start_server(print, *first.address.split(":")):
        assert TemporalServer(programs, tmp_path).address != first.address


async def test_a_server_that_ends_at_once_is_told_with_its_last_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho the database is locked\nexit 1\n")
    broken.chmod(0o755)
    server = TemporalServer(Built(server=broken, ui=broken), tmp_path / "data")
    with pytest.raises(RuntimeError, match="Temporal server has ended:\nthe database is locked"):
        await server.start()


async def test_a_server_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temporal, "_READY_SECONDS", 0.3)
    address = f"127.0.0.1:{draw(1)[0]}"
    with pytest.raises(RuntimeError, match=f"Temporal did not answer at {address} within"):
        await prepare(address, "default", ours=False)


FAIR = [{"value": True, "constraints": {"taskQueueName": "ronda-mail"}}]
"""No value for the CLI, which knows of no queue: there letters are sent in their order."""


@pytest.mark.parametrize("for_tests", [False, True])
async def test_the_settings_of_virtual_time_reach_the_server_and_the_cli_alike(
    tmp_path: Path, *, for_tests: bool
) -> None:
    quicker = {
        "history.workflowIdReuseMinimalInterval": "0s",
        "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute": 2,
    }
    expected = DYNAMIC | (quicker if for_tests else {})
    TemporalServer(Built(Path("server"), Path("ui")), tmp_path, for_tests=for_tests)
    written = json.loads((tmp_path / "temporal-dynamic.yaml").read_text())
    assert written.pop("matching.enableFairness") == FAIR
    assert written == {key: [{"value": value}] for key, value in expected.items()}

    says_its_arguments = tmp_path / "temporal"
    says_its_arguments.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    says_its_arguments.chmod(0o755)
    port, ui_port = draw(2)
    cli = TemporalServer(Cli(says_its_arguments), tmp_path, port=port, ui_port=ui_port, for_tests=for_tests)
    with pytest.raises(RuntimeError, match="has ended"):
        await cli.start()
    given = (tmp_path / "temporal.log").read_text().splitlines()
    values = [argument for argument in given if argument.startswith("--dynamic-config-value=")]
    assert values == [f"--dynamic-config-value={key}={json.dumps(value)}" for key, value in expected.items()]
    assert given[:4] == ["server", "start-dev", "--ip", "127.0.0.1"]
    assert given[4:8] == ["--port", str(port), "--ui-port", str(ui_port)]
