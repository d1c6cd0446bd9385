"""One way to Temporal for every program: TLS and keys are used by all of them or by none."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from workflows.connecting import connect

ROOT = Path(__file__).resolve().parents[2]
ONE = "workflows/connecting.py"


def test_nobody_else_connects() -> None:
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S607 - a fixed command
    programs = [path for path in listed.stdout.split() if not path.startswith("tests/")]
    ways = re.compile(
        r"Client\.connect\(|ClientConfig|ServiceClient\.connect|WorkflowEnvironment\.from_client"
    )
    assert [
        path for path in programs if (ROOT / path).exists() and ways.search((ROOT / path).read_text())
    ] == [ONE]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the client was asked for, instead of a connection."""
    asked: dict[str, Any] = {}

    async def note(**config: Any) -> None:
        asked.update(config)

    monkeypatch.setattr(Client, "connect", note)
    return asked


async def test_tls_and_key_come_from_temporals_own_variables(
    asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("cert", "key", "ca"):
        (tmp_path / name).write_text(f"the {name}")
    monkeypatch.setenv("TEMPORAL_API_KEY", "a-key")
    monkeypatch.setenv("TEMPORAL_TLS_CLIENT_CERT_PATH", str(tmp_path / "cert"))
    monkeypatch.setenv("TEMPORAL_TLS_CLIENT_KEY_PATH", str(tmp_path / "key"))
    monkeypatch.setenv("TEMPORAL_TLS_SERVER_CA_CERT_PATH", str(tmp_path / "ca"))
    await connect("temporal.example:7233", "ronda")
    assert (asked["target_host"], asked["namespace"]) == ("temporal.example:7233", "ronda")
    assert asked["api_key"] == "a-key"
    tls = asked["tls"]
    assert (tls.client_cert, tls.client_private_key) == (b"the cert", b"the key")
    assert tls.server_root_ca_cert == b"the ca"


async def test_without_them_there_is_neither(asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEMPORAL_API_KEY", raising=False)
    await connect("127.0.0.1:7233", "default")
    assert not asked.get("tls")
    assert not asked.get("api_key")
