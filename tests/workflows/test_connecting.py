"""One way to Temporal for every program: TLS and keys are used by all of them or by none."""

import ast
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from workflows.connecting import connect

ROOT = Path(__file__).resolve().parents[2]
ONE = "workflows/connecting.py"
READ_NO_PAYLOADS = {
    "bench/bare.py",  # its own rounds, of which nobody else reads
    "bench/programs.py",
    "local/handover.py",  # lists rounds by their build
    "local/standing.py",  # asks which rounds there are
    "local/temporal.py",  # registers names
}
"""Who connects without the keys of payloads (N1), and why nothing is missing."""


def programs() -> list[str]:
    """Every file of the project's own, by its path."""
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S607 - a fixed command
    return [p for p in listed.stdout.split() if not p.startswith("tests/") and (ROOT / p).exists()]


def test_n1_whoever_reads_or_writes_payloads_connects_with_the_keys() -> None:
    without, connecting = set(), 0
    for path in programs():
        for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "connect":
                connecting += 1
                if "codec_keys" not in {keyword.arg for keyword in node.keywords}:
                    without.add(path)
    assert without == READ_NO_PAYLOADS
    assert connecting > 8


def test_nobody_else_connects() -> None:
    ways = re.compile(
        r"Client\.connect\(|ClientConfig|ServiceClient\.connect|WorkflowEnvironment\.from_client"
    )
    assert [path for path in programs() if ways.search((ROOT / path).read_text())] == [ONE]


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
