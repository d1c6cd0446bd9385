"""The programs of a run, each a process of its own, started again whenever it dies, as `make run` does it."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from temporalio.client import Client

from local.machine import until_listening
from local.ports import LOOPBACK, draw
from local.processes import Process, Supervisor
from local.programs import find
from local.temporal import TemporalServer
from methodologies.loader import methodology, names
from store import officers
from store.session import Database
from tests.chaos.postgres import Mortal
from tests.workflows import cast
from tests.workflows.seen import until
from workflows.connecting import connect

ROOT = Path(__file__).resolve().parents[2]
KEY = "a-key-that-signs-links-in-chaos-only"
PATIENCE = 180.0
"""Seconds that a program may take to be there, or to be there again, on a machine that is busy."""
WORKERS = ("worker 1", "worker 2")
QUICK = (*WORKERS, "api", "temporal", "mail")
"""What may be killed of a run whose database is somebody else's too."""
ALL = (*QUICK, "postgresql")
_SERVERS, _OURS = range(2)


@dataclass(frozen=True)
class Programs:
    """All of them at work, and how to speak to them."""

    folder: Path
    env: dict[str, str]
    client: Client
    database: Database
    keys: dict[str, str]
    """An officer's key of the API, by secretariat."""
    processes: dict[str, Process]
    postgres: Mortal | None

    @property
    def pages(self) -> str:
        """Where the API and the pages answer."""
        return self.env["PUBLIC_URL"]

    @property
    def letters(self) -> Path:
        """The file in which the mail server keeps what it took."""
        return self.folder / "letters.db"

    async def crash(self, name: str) -> None:
        """Kill a program (SIGKILL), once it runs; it is started again."""
        if name == "postgresql":
            assert self.postgres, "only a database of one's own is killed"
            await asyncio.to_thread(self.postgres.crash)
            return
        await until(self.processes[name].crash, within=PATIENCE)

    async def says(self, *words: str) -> str:
        """What a command of admin.py says. Raises AssertionError, with its words, when it fails."""
        log = self.folder / "admin.log"
        log.unlink(missing_ok=True)
        argv = (sys.executable, "admin.py", *words)
        command = Process("admin.py", argv, env=self.env, log=log, folder=ROOT)
        await command.start()
        assert await command.wait() == 0, (words, command.last_words())
        return command.last_words()


@asynccontextmanager
async def running(
    folder: Path, database_url: str, say: Callable[[str], None], postgres: Mortal | None = None
) -> AsyncIterator[Programs]:
    """Start all on a migrated, empty database, and end them afterwards; all else lies in the folder."""
    web, smtp, shown = draw(3)
    temporal = TemporalServer(await find(say), folder / "temporal", for_tests=True)
    env = {
        "API_PORT": str(web),
        "DATABASE_URL": database_url,
        "DATA_DIR": str(folder),
        "LETTERS_PER_SECOND": "200",
        "MAIL_FROM": "Ronda <ronda@example.org>",
        "PUBLIC_URL": f"http://{LOOPBACK}:{web}",
        "RATE_LIMITS": "0",
        "SECRET_KEYS": KEY,
        "SMTP_URL": f"smtp://{LOOPBACK}:{smtp}?starttls=false",
        "TEMPORAL_ADDRESS": temporal.address,
    }
    serve = ("--factory", "api.app:create", "--no-access-log", "--host", LOOPBACK, "--port", str(web))
    argv = {
        "mail": ("-m", "local.catcher", str(folder), str(smtp), str(shown)),
        **dict.fromkeys(WORKERS, ("worker.py",)),
        "api": ("-m", "uvicorn", *serve),
    }
    processes = {
        name: Process(name, (sys.executable, *words), env=env, log=folder / f"{name}.log", folder=ROOT)
        for name, words in argv.items()
    }
    processes["temporal"] = temporal.processes[0]
    database = Database(database_url)
    async with Supervisor(say) as keeper:
        for name, process in processes.items():
            keeper.end_at_exit(process, rank=_SERVERS if name in ("temporal", "mail") else _OURS)
        await temporal.start()
        try:
            for name in argv:
                await processes[name].start()
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(_listens(processes["api"], web), _listens(processes["mail"], smtp))
            for process in processes.values():
                keeper.keep_alive(process)
            client = await connect(temporal.address, "default")
            keys = await _hire(database)
            yield Programs(folder, env, client, database, keys, processes, postgres)
        finally:
            await database.close()


async def _listens(process: Process, port: int) -> None:
    """Return when it listens. Raises: AssertionError with the end of its log when it dies before."""
    listening = asyncio.create_task(until_listening(port))
    died = asyncio.create_task(process.wait())
    try:
        await asyncio.wait([listening, died], return_when=asyncio.FIRST_COMPLETED)
        assert listening.done(), process.last_words()
    finally:
        listening.cancel()
        died.cancel()


async def _hire(database: Database) -> dict[str, str]:
    """Each secretariat has a head and an officer."""
    keys = {}
    async with database.writing() as s:
        for id in sorted({methodology(name).secretariat for name in names()}):
            await officers.add_secretariat(s, id, f"Secretariat {id}")
            await officers.add_officer(s, id, cast.contact("head", id.lower()), head=True)
            keys[id] = await officers.add_officer(s, id, cast.contact("officer", id.lower()), head=False)
    return keys
