"""The world of the stories: a real server, worker, database and mail, and a clock that can be hurried."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from temporalio.client import (
    Client,
    Interceptor,
    OutboundInterceptor,
    StartWorkflowInput,
    WorkflowHandle,
)
from temporalio.common import RetryPolicy
from temporalio.testing import TimeSkipper, TimeSkippingConfig
from temporalio.testing._timeskipping import FastForwardConfig
from temporalio.worker import Worker

import worker
from activities.post import Post
from activities.publication_codes import PublicationCodes
from activities.signing_in import SigningIn
from activities.smtp import mail_server
from api.intake.intake import Intake
from local.ports import LOOPBACK, draw
from local.temporal import Served, prepare
from methodologies.loader import methodology, names
from store import migrating, officers
from store.files import in_folder
from store.links import Links
from store.session import Database
from templates.render import Renderer
from tests.first_attempts import patient
from tests.workflows import cast
from tests.workflows.coded import Coded
from workflows.codec import Keys
from workflows.connecting import NO_KEYS, connect

SITE = "http://127.0.0.1:8000"
"""How links begin."""
KEY = "a-key-that-signs-links-in-stories-only"
PAUSE, LONGEST = 0.005, 0.04
"""Seconds between two looks at something that is about to happen, at first and at last."""
PAUSES = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=1))
"""Between attempts at a letter, in real time: stories do not wait an hour."""
AT_ONCE = timedelta(0)
"""No letter is held for its reader's morning: a round's time is hurried, and its letters' is not."""
PER_SECOND = 1000.0
"""Letters; the mail server here is never in a hurry."""
MESSAGE_ID = re.compile(rb"(?im)^message-id: *(<\S+>)")
SKIPS = 5000
"""Above its own default a server gives up skipping without a word."""


class MailServer:
    """Takes every letter, but for those to addresses that it refuses for good; it can be closed."""

    def __init__(self) -> None:
        (self.port,) = draw(1)
        self.caught: Counter[str] = Counter()
        self.refusing: set[str] = set()
        self.kept: list[bytes] | None = None
        """The letters themselves, for whoever has put a list here."""
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
        """Count the letter by its Message-ID; to read all of it would take longer than to make it."""
        raw = bytes(envelope.original_content or b"")
        (identity,) = MESSAGE_ID.findall(raw)
        if self.kept is not None:
            self.kept.append(raw)
        self.caught[identity.decode()] += 1
        return "250 kept"


class _Beginning(Interceptor):
    """Has each workflow that a client starts begin its life at a moment that is still to come."""

    def __init__(self, moment: datetime) -> None:
        super().__init__()
        self._moment = moment

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:
        """Stand before whoever starts it."""
        return _Starting(next, self._moment)


class _Starting(OutboundInterceptor):
    def __init__(self, next: OutboundInterceptor, moment: datetime) -> None:
        super().__init__(next)
        self._moment = moment

    async def start_workflow(self, input: StartWorkflowInput) -> WorkflowHandle[Any, Any]:
        """Its first task waits for the moment, and its clock is hurried there at once."""
        left = self._moment - datetime.now(UTC)
        hurry = FastForwardConfig(id=f"{input.id}-begins", duration=left)
        input.start_delay = left
        input.time_skipping_config = TimeSkippingConfig(fast_forward_config=hurry)._to_proto()
        return await super().start_workflow(input)


class World:
    """One for the session: rounds live side by side in it, each with people of its own."""

    def __init__(self, served: Served, client: Client, database: Database, files: Path) -> None:
        self.served = served
        self.files = files
        """The folder of kept files."""
        self.client = client
        self.database = database
        self.mail = MailServer()
        self.skipper = TimeSkipper(client, config=TimeSkippingConfig(max_session_skip_count=SKIPS))
        self.intake = Coded(database, client)
        self._working: list[tuple[Worker, asyncio.Task[None]]] = []

    def intake_from(self, moment: datetime) -> Intake:
        """Takes in as `intake` does; the rounds that it opens begin at that moment."""
        config = self.client.config()
        config["interceptors"] = [*config["interceptors"], _Beginning(moment)]
        return Intake(self.database, Client(**config))

    async def work(self, *, cached: int = worker.CACHED) -> None:
        """Start the workers of rounds and of letters, as worker.py makes them."""
        server = mail_server(
            f"smtp://{LOOPBACK}:{self.mail.port}?starttls=false", "Ronda <ronda@example.org>"
        )
        links = Links([KEY], SITE)
        post = Post(self.database, Renderer(), links, server)
        codes = PublicationCodes(self.database, Renderer(), links, server)
        signing_in = SigningIn(self.database, Renderer(), server, SITE)
        rounds = worker.make(
            self.client,
            self.database,
            worker.Sizes(cached=cached),
            pauses=PAUSES,
            longest=AT_ONCE,
            files=in_folder(self.files),
        )
        more = (codes.send_publication_code, signing_in.send_sign_in)
        mail = worker.make_mail(self.client, self.database, post, PER_SECOND, more=more)
        self._working = [(made, asyncio.create_task(made.run())) for made in (rounds, mail)]

    async def rest(self) -> None:
        """Stop the workers; what is in flight is finished first, a round's batch before its letters."""
        for made, running in self._working:
            await made.shutdown()
            await running
        self._working = []

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
    served: Served, folder: Path, namespace: str, *, works: bool = True, codec_keys: Keys = NO_KEYS
) -> AsyncIterator[World]:
    """A world with its database in the folder, each secretariat with its head, and a worker that works.

    With `codec_keys` what goes to Temporal is encrypted (N1).
    """
    await prepare(served.address, namespace, ours=True)
    client = patient(await connect(served.address, namespace, codec_keys=codec_keys))
    url = f"sqlite+aiosqlite:///{folder}/ronda.db"
    migrating.upgrade(url)
    database = Database(url)
    async with database.writing() as s:
        for id in sorted({methodology(name).secretariat for name in names()}):
            await officers.add_secretariat(s, id, f"Secretariat {id}")
            await officers.add_officer(s, id, cast.contact("head", id.lower()), head=True)
    made = World(served, client, database, folder / "files")
    await made.mail.open()
    if works:
        await made.work()
    try:
        yield made
    finally:
        await made.rest()
        await made.mail.close()
        await database.close()
