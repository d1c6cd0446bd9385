"""The world of the stories: a real server, worker, database and mail, and a clock that can be hurried."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session
from temporalio.client import Client
from temporalio.testing import TimeSkipper, TimeSkippingConfig
from temporalio.worker import Worker

import worker
from activities.post import Post
from activities.smtp import mail_server
from api.intake.intake import Intake
from local.ports import LOOPBACK, draw
from local.temporal import Served, prepare
from methodologies.loader import methodology, names
from store import migrating, officers
from store.links import Links
from store.session import Database
from templates.render import Renderer
from tests.workflows import cast
from workflows.connecting import connect

KEY = "a-key-that-signs-links-in-stories-only"
NAMESPACE = "stories"
"""Their own, so that no other test's worker takes their tasks."""
PAUSE = 0.005
"""Seconds between two looks at something that is about to happen."""
SKIPS = 5000
"""Above its own default a server gives up skipping without a word."""


class MailServer:
    """Takes every letter, but for those to addresses that it refuses for good; it can be closed."""

    def __init__(self) -> None:
        (self.port,) = draw(1)
        self.caught: Counter[str] = Counter()
        self.refusing: set[str] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Listen, for the first time or again."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, hostname="localhost", enable_SMTPUTF8=True), LOOPBACK, self.port
        )

    async def close(self) -> None:
        """Be gone: whoever connects is refused."""
        if self._server:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        """Refuse an address for good, or take it."""
        if address in self.refusing:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        """Count the letter by its Message-ID."""
        letter = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self.caught[str(letter["Message-ID"])] += 1
        return "250 kept"


class World:
    """One for the session: rounds live side by side in it, each with people of its own."""

    def __init__(self, served: Served, client: Client, database: Database) -> None:
        self.served = served
        self.client = client
        self.database = database
        self.mail = MailServer()
        self.skipper = TimeSkipper(client, config=TimeSkippingConfig(max_session_skip_count=SKIPS))
        self.intake = Intake(database, client)
        self._worker: Worker | None = None
        self._running: asyncio.Task[None] | None = None

    async def work(self, *, cached: int = worker.CACHED) -> None:
        """Start a worker, as worker.py makes it."""
        server = mail_server(
            f"smtp://{LOOPBACK}:{self.mail.port}?starttls=false", "Ronda <ronda@example.org>"
        )
        post = Post(self.database, Renderer(), Links([KEY], "http://127.0.0.1:8000"), server)
        self._worker = worker.make(self.client, self.database, post, cached=cached)
        self._running = asyncio.create_task(self._worker.run())

    async def rest(self) -> None:
        """Stop the worker; what is in flight is finished first."""
        if self._worker and self._running:
            await self._worker.shutdown()
            await self._running
            self._worker = self._running = None

    @asynccontextmanager
    async def without_cache(self) -> AsyncIterator[None]:
        """Replay a round from its beginning at each of its steps."""
        await self.rest()
        await self.work(cached=0)
        try:
            yield
        finally:
            await self.rest()
            await self.work()


@asynccontextmanager
async def world(
    served: Served, folder: Path, namespace: str = NAMESPACE, *, works: bool = True
) -> AsyncIterator[World]:
    """A world with its database in the folder, each secretariat with its head, and a worker that works."""
    await prepare(served.address, namespace, ours=True)
    client = await connect(served.address, namespace)
    url = f"sqlite+aiosqlite:///{folder}/ronda.db"
    migrating.upgrade(url)
    database = Database(url)
    async with database.writing() as s:
        for id in sorted({methodology(name).secretariat for name in names()}):
            await officers.add_secretariat(s, id, f"Secretariat {id}")
            await officers.add_officer(s, id, cast.contact("head", id.lower()), head=True)
    made = World(served, client, database)
    await made.mail.open()
    if works:
        await made.work()
    try:
        yield made
    finally:
        await made.rest()
        await made.mail.close()
        await database.close()
