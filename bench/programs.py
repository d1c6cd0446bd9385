"""The programs of a benchmark, each a process of its own: server, worker, api, bare worker, mail sink."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
from temporalio.client import Client

from bench import bare
from local import first_run
from local.ports import LOOPBACK, draw
from local.processes import Process
from local.temporal import Served, serve
from store.session import Database
from workflows.connecting import connect

READY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Running:
    """Everything at work, and how to speak to it; `api` has the key of an officer of DIS."""

    served: Served
    client: Client
    database: Database
    api: httpx2.AsyncClient
    folder: Path


@asynccontextmanager
async def running() -> AsyncIterator[Running]:
    """Start everything in a folder of its own, and end and remove it afterwards.

    Raises: RuntimeError with the end of a program's log when it does not start.
    """
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        served = await stack.enter_async_context(serve(folder / "temporal", ui=False, for_tests=True))
        web, smtp = draw(2)
        env = {
            "API_PORT": str(web),
            "DATA_DIR": str(folder),
            "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", f"sqlite+aiosqlite:///{folder}/ronda.db"),
            "PUBLIC_URL": f"http://{LOOPBACK}:{web}",
            "RATE_LIMITS": "0",
            "SECRET_KEYS": "a-key-that-signs-links-in-benchmarks-only",
            "SMTP_URL": f"smtp://{LOOPBACK}:{smtp}?starttls=false",
            "TEMPORAL_ADDRESS": served.address,
        }
        (folder / "logs").mkdir()
        await first_run.prepare(folder, env)
        programs = {
            "sink": ("-m", "bench.sink", str(smtp)),
            "worker": ("worker.py",),
            "bare": ("-m", "bench.bare", served.address),
            "api": (
                *("-m", "uvicorn", "--factory", "api.app:create", "--no-access-log"),
                *("--host", LOOPBACK, "--port", str(web)),
            ),
        }
        for name, argv in programs.items():
            process = Process(name, (sys.executable, *argv), env=env, log=folder / "logs" / f"{name}.log")
            await process.start()
            stack.push_async_callback(process.stop)
        key = first_run.key_file(folder, "DIS").read_text().strip()
        api = await stack.enter_async_context(
            httpx2.AsyncClient(
                base_url=env["PUBLIC_URL"], headers={"Authorization": f"Bearer {key}"}, timeout=60
            )
        )
        await _answers(api)
        client = await connect(served.address, "default")
        await bare.answers(client)
        database = Database(env["DATABASE_URL"])
        stack.push_async_callback(database.close)
        yield Running(served, client, database, api, folder)


async def _answers(api: httpx2.AsyncClient) -> None:
    async with asyncio.timeout(READY_SECONDS):
        while True:
            try:
                if (await api.get("/health/live")).is_success:
                    return
            except httpx2.TransportError:
                pass
            await asyncio.sleep(0.1)
