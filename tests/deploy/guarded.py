"""A Temporal server that runs as the one of docker-compose.yml, on free ports of this machine."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode, TLSConfig

from local import build
from local.ports import LOOPBACK, draw
from local.processes import Process
from local.programs import Built, find
from tests.conftest import SECRETS

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVER = COMPOSE["services"]["temporal"]
READY_SECONDS = 90
DENIED = RPCStatusCode.PERMISSION_DENIED


@dataclass(frozen=True)
class Guarded:
    """A server that runs as the one of docker-compose.yml, and what deploy/certificates.sh made for it."""

    address: str
    folder: Path

    def tls(self, name: str | None = "ronda", folder: Path | None = None) -> TLSConfig:
        """What a client shows; without a name it shows nothing."""
        held = folder or self.folder
        return TLSConfig(
            server_root_ca_cert=(self.folder / "ca.pem").read_bytes(),
            domain="temporal",
            client_cert=(held / f"{name}.pem").read_bytes() if name else None,
            client_private_key=(held / f"{name}.key").read_bytes() if name else None,
        )

    def token(self, name: str) -> str:
        return (self.folder / f"{name}.token").read_text().strip()

    async def client(self, token: str | None, namespace: str = "ronda") -> Client:
        tls = self.tls("ui" if token == self.token("ui") else "ronda")
        return await Client.connect(self.address, namespace=namespace, tls=tls, api_key=token)

    def environment(self, token: str, folder: Path) -> dict[str, str]:
        """What one of our programs is told, as in docker-compose.yml; its token comes by the variable."""
        return {
            "TEMPORAL_ADDRESS": self.address,
            "TEMPORAL_NAMESPACE": "ronda",
            "TEMPORAL_TLS_CA": str(self.folder / "ca.pem"),
            "TEMPORAL_TLS_CERT": str(self.folder / "ronda.pem"),
            "TEMPORAL_TLS_KEY": str(self.folder / "ronda.key"),
            "TEMPORAL_API_KEY": self.token(token),
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/ronda.db",
            "DATA_DIR": str(folder),
            "SECRET_KEYS": ",".join(SECRETS),
            "BUILD": "1.0.0",
        }


def certificates(folder: Path) -> Path:
    subprocess.run([ROOT / "deploy/certificates.sh", folder], check=True, capture_output=True)  # noqa: S603 - a script of ours
    return folder


def configuration(secrets: Path, folder: Path) -> tuple[Path, str]:
    """The file of production, for this machine: on SQLite and free ports of loopback; and its address."""
    text = (ROOT / "deploy/temporal/server.yaml").read_text("utf-8")
    for name in SERVER["secrets"]:
        file = Path(COMPOSE["secrets"][name]["file"]).name
        text = text.replace(f"/run/secrets/{name}", str(secrets / file))
    told = yaml.safe_load(text.replace("/etc/temporal/ronda", str(ROOT / "deploy/temporal")))
    kept: dict[str, Any] = {
        "pluginName": "sqlite",
        "databaseName": str(folder / "temporal.db"),
        "connectAddr": "localhost",
    }
    kept |= {"connectProtocol": "tcp", "connectAttributes": {"setup": True, "journal_mode": "wal"}}
    told["persistence"]["datastores"] = {"default": {"sql": kept}, "visibility": {"sql": kept}}
    ports = iter(draw(2 * len(told["services"])))
    for service in told["services"].values():
        service["rpc"] |= {"grpcPort": next(ports), "membershipPort": next(ports)}
    door = told["services"]["frontend"]["rpc"]
    door["bindOnIP"] = LOOPBACK
    address = f"{LOOPBACK}:{door['grpcPort']}"
    told["clusterMetadata"]["clusterInformation"]["active"]["rpcAddress"] = address
    static = folder / "server.yaml"
    static.write_text(json.dumps(told))
    return static, address


async def programs() -> Built:
    """The programs that take a file; where the Temporal CLI stands in for them, they are built besides."""
    found = await find(print)
    if isinstance(found, Built):
        return found
    cache = build.cache_folder()
    async with build.alone(cache, print):
        await build.build(cache, print)
    return Built(server=cache / "temporal-server", ui=cache / "temporal-ui")


@pytest.fixture(scope="module")
async def guarded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Guarded]:
    folder = tmp_path_factory.mktemp("guarded")
    secrets = certificates(folder / "secrets")
    static, address = configuration(secrets, folder)
    _, config, *rest = SERVER["command"]
    assert config == "--config-file=/etc/temporal/ronda/server.yaml"
    command = [(await programs()).server, f"--config-file={static}", *rest]
    server = Process("the Temporal server", command, log=folder / "temporal.log")
    await server.start()
    it = Guarded(address, secrets)
    try:
        await ready(it, server)
        yield it
    finally:
        await server.stop()


async def ready(it: Guarded, server: Process) -> None:
    for _ in range(READY_SECONDS * 5):
        try:
            client = await it.client(it.token("setup"))
            if await client.service_client.check_health():
                return
        except (RuntimeError, RPCError):
            await asyncio.sleep(0.2)
    raise AssertionError(server.last_words(40))


@pytest.fixture(scope="module")
async def namespace(guarded: Guarded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a Ronda whose tables and namespace `setup` has made, with the commands of its service."""
    folder = tmp_path_factory.mktemp("ronda")
    for command in ("migrate", "temporal-setup"):
        code, said = await admin(guarded.environment("setup", folder), command)
        assert code == 0, said
    return folder


async def admin(env: dict[str, str], *command: str) -> tuple[int | None, str]:
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "admin.py", *command),
        cwd=ROOT,
        env=os.environ | env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await running.communicate()
    return running.returncode, said.decode()


async def refused(doing: Any) -> RPCStatusCode:
    with pytest.raises(RPCError) as error:
        await doing
    return error.value.status
