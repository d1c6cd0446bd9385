"""What tests of several rooms share: a Temporal server, a mail catcher, and the whole app at work."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import httpx2
import pytest
import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session
from fastapi import FastAPI
from temporalio.client import Client
from temporalio.worker._workflow import _WorkflowWorker

from api.app import create
from local.ports import LOOPBACK, draw
from local.temporal import Served, serve
from rounds.submissions.people import Contact
from settings import Settings
from store import officers, session
from store.migrating import upgrade
from store.session import Database
from worker import working
from workflows.connecting import connect

pytest_plugins = ("tests.proofs.rule_table",)
"""Each test is marked with the rules of the methodology that it proves."""

for name in [
    name for name in os.environ if name.startswith("TEMPORAL_") or name.lower() in Settings.model_fields
]:
    # What is set for a Ronda that runs on this machine is not for the tests: they would meet it.
    del os.environ[name]

SYNCHRONOUS = session._SQLITE["synchronous"]
# Nothing in tests has to outlive a power cut, and waiting for the disk is much of what they do.
session._SQLITE["synchronous"] = "OFF"

STALLED = property(lambda _: 60, lambda *_: None)
"""Seconds that a round's task may take, where the SDK allows two: a process of tests is worker, api and mail
server at once, beside whatever else runs on the machine, and what a test asks is not how busy that is."""
# The SDK's only setting for it, debug mode, plays rounds in the loop of everything else.
setattr(_WorkflowWorker, "_deadlock_timeout_seconds", STALLED)  # noqa: B010 - it is a plain attribute there

SECRETS = ["a-key-that-signs-links-in-tests-only"]


LONGEST = ("tests/operating/test_upgrade.py", "tests/proofs/test_random_rounds.py", "tests/operating/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests come first, so that none is left alone at the end."""
    items.sort(key=lambda item: next((n for n, at in enumerate(LONGEST) if item.nodeid.startswith(at)), 9))


@pytest.fixture(scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """One Temporal server for the session."""
    async with serve(tmp_path_factory.mktemp("temporal"), ui=False, for_tests=True) as running:
        yield running


@dataclass
class Mail:
    """A mail server that keeps what it is given."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)

    def to(self, address: str) -> list[EmailMessage]:
        """The letters to one address, oldest first."""
        return [letter for letter in self.letters if letter["To"] and address in str(letter["To"])]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002 - aiosmtpd calls it so
        """Take a letter."""
        self.letters.append(message_from_bytes(envelope.original_content or b"", policy=policy.default))
        return "250 kept"


@pytest.fixture(scope="session")
async def mail() -> AsyncIterator[Mail]:
    """A mail server that keeps what it is given."""
    catcher = Mail(draw(1)[0])
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: SMTP(catcher, enable_SMTPUTF8=True, hostname="localhost"), LOOPBACK, catcher.port
    )
    async with listening:
        yield catcher


@dataclass(frozen=True)
class Ronda:
    """The whole app at work on one machine: its doors, its worker, its database."""

    settings: Settings
    app: FastAPI
    database: Database
    client: Client
    key: str
    """An officer's of DIS."""
    other_key: str
    """An officer's of another secretariat."""

    def http(self, key: str = "") -> httpx2.AsyncClient:
        """A caller with an officer's key, or without one."""
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.app, raise_app_exceptions=True),
            base_url=self.settings.public_url,
            headers={"Authorization": f"Bearer {key}"} if key else {},
        )

    async def kept(self) -> bytes:
        """Every byte of its database, as it stands on the disk.

        Read by a program of its own: a process that closes a file drops the locks by which SQLite holds it
        there, and from then on whoever else opens the database is in its way.
        """
        files = map(str, self.settings.data_dir.glob("ronda.db*"))
        reading = await asyncio.create_subprocess_exec("/bin/cat", *files, stdout=asyncio.subprocess.PIPE)
        said, _ = await reading.communicate()
        return said


@pytest.fixture(scope="session")
async def ronda(server: Served, mail: Mail, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ronda]:
    """The whole app at work, one for the session: each test opens rounds of its own."""
    async with at_work(settings_for(tmp_path_factory.mktemp("ronda"), server.address, mail.port)) as running:
        yield running


@pytest.fixture(scope="session")
async def address(ronda: Ronda) -> AsyncIterator[str]:
    """Where the app answers over HTTP."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(ronda.app, lifespan="off", access_log=False, log_level="error"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    await serving
    listening.close()


@asynccontextmanager
async def at_work(settings: Settings) -> AsyncIterator[Ronda]:
    """The whole app at work on its own database; another one at once needs a namespace of its own."""
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    key, other_key = await hire(database)
    client = await connect(str(settings.temporal_address), settings.temporal_namespace)
    app = create(settings)
    async with working(settings, client, database), app.router.lifespan_context(app):
        yield Ronda(settings, app, database, client, key, other_key)
    await database.close()


def settings_for(folder: Path, temporal_address: str, smtp_port: int, **more: str) -> Settings:
    """The settings of an app that keeps everything in one folder, whatever the environment says."""
    return Settings(
        data_dir=folder,
        database_url=more.get("database_url", f"sqlite+aiosqlite:///{folder}/ronda.db"),
        temporal_namespace=more.get("namespace", "default"),
        temporal_address=temporal_address,
        smtp_url=f"smtp://{LOOPBACK}:{smtp_port}",
        secret_keys=SECRETS,
        public_url="http://127.0.0.1:8000",
        bounces_url=f"maildir://{folder}/bounces",
        # All tests are one caller, and ask more in a minute than anybody else.
        rate_limits=0,
    )


async def hire(database: Database) -> tuple[str, str]:
    """Add DIS with an officer and a head, and another secretariat; the keys of an officer of each."""
    async with database.writing() as s:
        await officers.add_secretariat(s, "DIS", "Department of Social Inclusion")
        await officers.add_secretariat(s, "DGPE", "Department of Effective Public Management")
        key = await officers.add_officer(s, "DIS", _contact("officer@dis.example"), head=False)
        await officers.add_officer(s, "DIS", _contact("head@dis.example"), head=True)
        other = await officers.add_officer(s, "DGPE", _contact("officer@dgpe.example"), head=True)
    return key, other


def _contact(email: str) -> Contact:
    return Contact(name="Officer", email=email, language="en", time_zone="America/New_York")
