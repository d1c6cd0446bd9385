"""How programs log and leave."""

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from local.ports import LOOPBACK, draw
from local.temporal import Served

ROOT = Path(__file__).parents[1]
LOGS = """
import logging
import structlog
from process import log_as_lines

log_as_lines()
structlog.get_logger("api.intake.relay").warning("not handed over", round="r-1", to="maria.perez@example.org")
logging.getLogger("uvicorn.error").info("GET %s", "/a/eyJ0b2tlbg.sig-nature_1")
logging.getLogger("uvicorn.access").info("GET /a/eyJ0b2tlbg.sig-nature_1")
logging.getLogger("sqlalchemy.engine").info("INSERT maria.perez@example.org")
try:
    raise ValueError("somebody's words, postgresql://ronda:password@postgres/ronda")
except ValueError:
    logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    structlog.get_logger("api.http.problems").exception("fault")
"""


async def ran(*argv: str, **env: str) -> tuple[int, str, str]:
    """Run Python on this; its exit code and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *argv),
        cwd=ROOT,
        env=os.environ | env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


async def test_every_line_of_a_log_is_json_without_tokens_addresses_or_words_of_people_l1() -> None:
    code, out, err = await ran("-c", LOGS)
    assert (code, err) == (0, "")
    lines = lines_of(out)
    assert [(line["logger"], line["level"], line["event"]) for line in lines] == [
        ("api.intake.relay", "warning", "not handed over"),
        ("uvicorn.error", "info", "GET /a/…"),
        ("uvicorn.error", "error", "Exception in ASGI application"),
        ("api.http.problems", "error", "fault"),
    ]
    assert lines[0]["round"] == "r-1"
    assert [(line["fault"], line["lines"]) for line in lines[2:]] == [
        ("ValueError", ["<string>:12 <module>"])
    ] * 2
    for secret in ("maria", "example.org", "eyJ0b2tlbg", "somebody", "password"):
        assert secret not in out


async def test_the_api_logs_in_lines_too_from_its_start_to_its_end(tmp_path: Path) -> None:
    port = draw(1)[0]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "uvicorn", "--factory", "api.app:create", "--port", str(port)),
        cwd=ROOT,
        env=os.environ
        | {
            "DATA_DIR": str(tmp_path),
            "SECRET_KEYS": "a-key-that-signs-links-in-tests-only",
            "TEMPORAL_ADDRESS": f"{LOOPBACK}:9",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    while True:
        try:
            _, writer = await asyncio.open_connection(LOOPBACK, port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            break
    writer.write(b"GET /a/eyJ0b2tlbg.sig-nature_1 HTTP/1.0\r\n\r\nnonsense")
    await writer.drain()
    await asyncio.sleep(0.5)
    writer.close()
    process.terminate()
    out, err = await asyncio.wait_for(process.communicate(), 30)
    events = [line["event"] for line in lines_of(out.decode())]
    assert "Application startup complete." in events
    assert b"eyJ0b2tlbg" not in out + err
    assert err == b""


@pytest.mark.parametrize(
    ("ends", "expected"), [("return 0", 0), ("return 4", 4), ("sys.exit(3)", 3), ("pass", 0)]
)
async def test_a_program_leaves_with_its_code_whatever_threads_go_on(ends: str, expected: int) -> None:
    lingers = "threading.Thread(target=time.sleep, args=(50,)).start()"
    program = (
        "import sys, threading, time\nfrom process import leave_after\n"
        f"def main():\n    {lingers}\n    print('done')\n    {ends}\nleave_after(main)"
    )
    began = time.monotonic()
    assert await ran("-c", program) == (expected, "done\n", "")
    assert time.monotonic() - began < 20


async def test_an_operators_command_that_asks_temporal_ends_in_order(server: Served, tmp_path: Path) -> None:
    env = {"TEMPORAL_ADDRESS": server.address, "DATA_DIR": str(tmp_path), "TEMPORAL_NAMESPACE": "default"}
    code, out, err = await ran("admin.py", "worker-health", **env)
    assert out == ""
    assert (code, err) in ((0, ""), (1, "no worker of this host asks for work\n"))
