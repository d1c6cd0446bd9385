"""A Temporal server of one's own on this machine: started, made ready, stopped and started again."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from local import configuration
from local.ports import LOOPBACK, draw
from local.processes import Process
from local.programs import Cli, Programs, find
from workflows import names
from workflows.connecting import connect

SEARCH_ATTRIBUTES = {
    key.name: IndexedValueType.ValueType(key.indexed_value_type) for key in names.SEARCH_ATTRIBUTES
}
RETENTION = timedelta(days=365)
_READY_SECONDS = 60.0


class TemporalServer:
    """One server, with its UI if a port is given for that; its data and its logs lie in the folder."""

    def __init__(
        self,
        programs: Programs,
        folder: Path,
        *,
        port: int | None = None,
        ui_port: int | None = None,
        namespace: str = "default",
        for_tests: bool = False,
    ) -> None:
        """Choose the ports and write the configuration; without `port` any free one."""
        folder.mkdir(parents=True, exist_ok=True)
        self.namespace = namespace
        ports = configuration.choose_ports(folder, port)
        self.address = f"{LOOPBACK}:{ports.frontend}"
        self.ui_url = f"http://{LOOPBACK}:{ui_port}" if ui_port else None
        if isinstance(programs, Cli):
            argv = _cli(programs, folder, ports.frontend, ui_port, for_tests=for_tests)
            self.processes = [Process("the Temporal server", argv, log=folder / "temporal.log")]
            return
        config = configuration.write_server(folder, ports, for_tests=for_tests)
        argv = [programs.server, "--config-file", config, "--allow-no-auth", "start"]
        self.processes = [Process("the Temporal server", argv, log=folder / "temporal.log")]
        if ui_port:
            config = configuration.write_ui(folder, self.address, namespace, ui_port)
            argv = [programs.ui, "--root", "/", "--config", config, "--env", "development", "start"]
            self.processes.append(Process("the Temporal UI", argv, log=folder / "temporal-ui.log"))

    async def start(self) -> None:
        """Start it, for the first time or again, and return when it answers.

        Raises RuntimeError with the end of its log when it does not.
        """
        server, *rest = self.processes
        await server.start()
        died = asyncio.create_task(server.wait())
        ready = asyncio.create_task(prepare(self.address, self.namespace, ours=True))
        try:
            await asyncio.wait([died, ready], return_when=asyncio.FIRST_COMPLETED)
            if not ready.done():
                raise RuntimeError(f"the Temporal server has ended:\n{server.last_words()}")
            ready.result()
        finally:
            died.cancel()
            ready.cancel()
        # The UI comes after: one that finds nobody at first answers with errors for a while.
        for process in rest:
            await process.start()

    async def stop(self) -> None:
        """Ask it to end, and kill it if it takes too long."""
        for process in self._started():
            await process.stop()

    async def kill(self) -> None:
        """Kill it, as a power cut would."""
        for process in self._started():
            await process.kill()

    def _started(self) -> list[Process]:
        return [process for process in reversed(self.processes) if process.started]


@dataclass(frozen=True)
class Served:
    """A server that answers."""

    address: str
    ui_url: str | None
    server: TemporalServer


@asynccontextmanager
async def serve(
    folder: Path, *, ui: bool, for_tests: bool, say: Callable[[str], None] = print
) -> AsyncIterator[Served]:
    """Run a server on the folder, with all that Ronda needs registered, until the block is left."""
    programs = await find(say)
    server = TemporalServer(programs, folder, ui_port=draw(1)[0] if ui else None, for_tests=for_tests)
    try:
        await server.start()
        yield Served(server.address, server.ui_url, server)
    finally:
        await server.stop()


async def prepare(address: str, namespace: str, *, ours: bool) -> None:
    """Wait until the server answers; register the namespace and the search attributes, which may be there.

    How long a namespace keeps closed rounds changes only on a server that is ours. Raises RuntimeError when
    the server does not answer within a minute.
    """
    try:
        async with asyncio.timeout(_READY_SECONDS):
            client = await _connect(address, namespace)
            await _register_namespace(client, ours=ours)
            await _register_search_attributes(client)
    except TimeoutError as error:
        raise RuntimeError(f"Temporal did not answer at {address} within {_READY_SECONDS:.0f} s") from error


async def _connect(address: str, namespace: str) -> Client:
    while True:
        try:
            client = await connect(address, namespace)
            if await client.service_client.check_health():
                return client
        except (RuntimeError, RPCError):
            # Nothing listens yet, or it listens and is not ready.
            pass
        await asyncio.sleep(0.1)


async def _register_namespace(client: Client, *, ours: bool) -> None:
    keep = Duration()
    keep.FromTimedelta(RETENTION)
    register = RegisterNamespaceRequest(
        namespace=client.namespace, workflow_execution_retention_period=keep, description="Ronda's rounds"
    )
    try:
        await client.workflow_service.register_namespace(register)
    except RPCError as error:
        if error.status != RPCStatusCode.ALREADY_EXISTS:
            raise
        if ours:
            update = UpdateNamespaceRequest(namespace=client.namespace)
            update.config.workflow_execution_retention_ttl.CopyFrom(keep)
            await client.workflow_service.update_namespace(update)


async def _register_search_attributes(client: Client) -> None:
    """Register those that are missing, again until the server has taken in the new namespace."""
    while True:
        try:
            asked = ListSearchAttributesRequest(namespace=client.namespace)
            there = (await client.operator_service.list_search_attributes(asked)).custom_attributes
            missing = {name: kind for name, kind in SEARCH_ATTRIBUTES.items() if name not in there}
            if missing:
                add = AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing)
                await client.operator_service.add_search_attributes(add)
        except RPCError as error:
            if error.status not in {RPCStatusCode.NOT_FOUND, RPCStatusCode.UNAVAILABLE}:
                raise
            await asyncio.sleep(0.1)
        else:
            return


def _cli(cli: Cli, folder: Path, port: int, ui_port: int | None, *, for_tests: bool) -> list[str | Path]:
    """Return how to start the CLI's server so that it behaves as the built one."""
    values = configuration.dynamic_values(for_tests=for_tests)
    return [
        *(cli.program, "server", "start-dev", "--ip", LOOPBACK, "--port", str(port)),
        *(("--ui-port", str(ui_port)) if ui_port else ("--headless",)),
        *("--db-filename", folder / "temporal.db", "--log-level", "warn"),
        *("--sqlite-pragma", "journal_mode=WAL"),
        *("--sqlite-pragma", f"synchronous={'OFF' if for_tests else 'FULL'}"),
        *(f"--dynamic-config-value={key}={json.dumps(value)}" for key, value in values.items()),
    ]
