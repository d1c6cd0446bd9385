"""What the Temporal server and its UI are told: their files, which are JSON and so YAML."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.ports import LOOPBACK, draw, is_free
from workflows.names import MAIL_QUEUE

SERVICES = ("frontend", "history", "matching", "worker")


@dataclass(frozen=True)
class Ports:
    """Where the services listen: `rpc` and `membership` by their name. They stay over a restart."""

    rpc: Mapping[str, int]
    membership: Mapping[str, int]

    @property
    def frontend(self) -> int:
        """The port that clients use."""
        return self.rpc["frontend"]


def choose_ports(folder: Path, frontend: int | None) -> Ports:
    """Take the ports of the last start on this folder if they are free; the frontend's may be given.

    With others the server takes 5 s longer to start: it first looks for its former self at the old ones.
    """
    file = folder / "temporal-ports.json"
    kept: list[int] = json.loads(file.read_text()) if file.exists() else []
    if not kept or not all(is_free(port) for port in kept):
        kept = draw(2 * len(SERVICES))
        _write(file, kept)
    rpc = dict(zip(SERVICES, kept, strict=False))
    membership = dict(zip(SERVICES, kept[len(SERVICES) :], strict=True))
    return Ports(rpc | ({"frontend": frontend} if frontend else {}), membership)


def dynamic_values(*, for_tests: bool) -> dict[str, Any]:
    """Return the settings that virtual time and quick timers need.

    Without the timer ones a timer fires up to 1 s late, and after a few in a row they wait for their turn.
    """
    values: dict[str, Any] = {
        "frontend.WorkflowTimeSkippingEnabled": True,
        "history.timerProcessorMaxTimeShift": "10ms",
        "history.timerProcessorMaxPollRPS": 2000,
        # A search attribute may be used in the moment after it was registered.
        "system.forceSearchAttributesCacheRefreshOnRead": True,
    }
    if for_tests:
        # A run younger than this waits with its continue-as-new; tests force many.
        values["history.workflowIdReuseMinimalInterval"] = "0s"
        # A task that fails is reported at the second time, after seconds instead of a minute.
        values["system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute"] = 2
    return values


def queue_values() -> dict[str, list[dict[str, Any]]]:
    """Return the settings of single task queues: where letters wait, those of one round let others' pass."""
    return {"matching.enableFairness": [{"value": True, "constraints": {"taskQueueName": MAIL_QUEUE}}]}


def write_server(folder: Path, ports: Ports, *, for_tests: bool) -> Path:
    """Write the server's two files; return the path of the one to start it with."""
    dynamic = folder / "temporal-dynamic.yaml"
    plain = {key: [{"value": value}] for key, value in dynamic_values(for_tests=for_tests).items()}
    _write(dynamic, plain | queue_values())
    static = folder / "temporal.yaml"
    _write(static, _server(folder / "temporal.db", dynamic, ports, for_tests=for_tests))
    return static


def write_ui(folder: Path, temporal_address: str, namespace: str, port: int) -> Path:
    """Write the UI's file; return the folder that it looks in."""
    config = folder / "temporal-ui"
    config.mkdir(exist_ok=True)
    values = {
        "temporalGrpcAddress": temporal_address,
        "host": LOOPBACK,
        "port": port,
        "enableUi": True,
        "defaultNamespace": namespace,
        "disableNewsFetch": True,
        # There is no TLS on loopback, and without its cookie the UI can change nothing.
        "cors": {"cookieInsecure": True},
    }
    _write(config / "development.yaml", values)
    return config


def _write(path: Path, values: Mapping[str, Any] | list[int]) -> None:
    path.write_text(json.dumps(values, indent=2) + "\n")


def _server(database: Path, dynamic: Path, ports: Ports, *, for_tests: bool) -> dict[str, Any]:
    disabled = {"state": "disabled"}
    frontend = f"{LOOPBACK}:{ports.frontend}"
    return {
        "log": {"stdout": True, "level": "warn"},
        "persistence": {
            "defaultStore": "file",
            "visibilityStore": "file",
            "numHistoryShards": 4,
            "datastores": {"file": {"sql": _sqlite(database, lasting=not for_tests)}},
        },
        "global": {"membership": {"maxJoinDuration": "30s", "broadcastAddress": LOOPBACK}},
        "services": {service: {"rpc": _rpc(service, ports)} for service in SERVICES},
        "clusterMetadata": {
            "enableGlobalNamespace": False,
            "failoverVersionIncrement": 10,
            "masterClusterName": "active",
            "currentClusterName": "active",
            "clusterInformation": {
                "active": {
                    "enabled": True,
                    "initialFailoverVersion": 1,
                    "rpcName": "frontend",
                    "rpcAddress": frontend,
                }
            },
        },
        "dcRedirectionPolicy": {"policy": "noop"},
        "archival": {"history": disabled, "visibility": disabled},
        "namespaceDefaults": {"archival": {"history": disabled, "visibility": disabled}},
        "publicClient": {"hostPort": frontend},
        "dynamicConfigClient": {"filepath": str(dynamic), "pollInterval": "60s"},
    }


def _rpc(service: str, ports: Ports) -> dict[str, Any]:
    return {
        "grpcPort": ports.rpc[service],
        "membershipPort": ports.membership[service],
        "bindOnLocalHost": True,
    }


def _sqlite(database: Path, *, lasting: bool) -> dict[str, Any]:
    return {
        "pluginName": "sqlite",
        "databaseName": str(database),
        "connectAddr": "localhost",
        "connectProtocol": "tcp",
        # 2 is FULL: what the server accepted survives a power cut. In tests none is waited for (0 is OFF): to
        # wait for the disk took a quarter of the server's time.
        "connectAttributes": {"setup": True, "journal_mode": "wal", "synchronous": 2 if lasting else 0},
        "maxConns": 1,
        "maxIdleConns": 1,
    }
