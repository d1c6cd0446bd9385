"""Each letter is sent by a durable job of its own; here the jobs are started.

A job is an activity without a workflow, on a task queue of its own: Temporal tries it until it has an end,
so that a mail server that is away delays no clock, no batch and no other letter.
"""

import asyncio
import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from temporalio.client import Client
from temporalio.common import ActivityIDConflictPolicy, Priority, RetryPolicy

from activities.operator_letter import OperatorLetter
from activities.post import LetterActivities
from rounds.state.status import Shown
from store import outbox
from store.outbox import Delivery
from store.session import Database

ATTEMPT = timedelta(seconds=75)
"""For one attempt: longer than its lease, so that whoever is given it next finds the letter free."""
PAUSES = RetryPolicy(
    initial_interval=timedelta(seconds=2), backoff_coefficient=2, maximum_interval=timedelta(hours=1)
)
"""Between attempts, ever more patiently; when to give up, the letter's row knows."""
QUIET = timedelta(minutes=70)
"""A letter that waits and was not tried for so long, which is more than the longest pause, has no job."""
LONGEST = timedelta(days=30)
"""No letter is held longer for its reader's morning, whatever a table of holidays says."""
AT_ONCE = 20
"""Jobs that one caller starts at a time."""
KEY_BYTES = 64
"""What Temporal takes of a key of fairness."""


def job_id(key: str) -> str:
    """The id of the job that sends a letter: one for each key, of one length however long the key is."""
    return f"letter-{hashlib.sha256(key.encode()).hexdigest()[:32]}"


class LetterJobs:
    """Starts jobs on the queue; one that is started twice is one, and the letter's row says what is to do."""

    def __init__(
        self, client: Client, queue: str, pauses: RetryPolicy = PAUSES, longest: timedelta = LONGEST
    ) -> None:
        self._client = client
        self._queue = queue
        self._pauses = pauses
        self._longest = longest

    async def start(self, letters: Iterable[Delivery]) -> None:
        """Have each of these letters sent.

        Raises: temporalio.service.RPCError; some of the jobs are started then, and all may be again.
        """
        limit = asyncio.Semaphore(AT_ONCE)

        async def one(letter: Delivery) -> None:
            async with limit:
                await self._start(letter)

        await asyncio.gather(*(one(letter) for letter in dict.fromkeys(letters)))

    async def start_waiting(self, database: Database, *, quiet: timedelta = QUIET) -> int:
        """Start the job of each letter that waits and seems to have none; gives how many.

        For what a worker left that died between its rows and their jobs, and for a Temporal whose memory is
        lost: then with no quiet at all, and those too that are held until a morning to come.
        """
        async with database.reading() as s:
            since = datetime.now(UTC) - quiet
            found = await (outbox.quiet_since(s, since) if quiet else outbox.all_waiting(s))
        await self.start(found)
        return len(found)

    async def operator_letter(self, round_id: str, serial: int, code: str) -> None:
        """Have the operator told that this batch of a round could not be written; one letter a batch."""
        await self._client.start_activity_method(
            LetterActivities.send_to_operator,
            OperatorLetter(round=round_id, serial=serial, code=code),
            id=job_id(f"operator/{round_id}/{serial}"),
            task_queue=self._queue,
            start_to_close_timeout=ATTEMPT,
            retry_policy=self._pauses,
            id_conflict_policy=ActivityIDConflictPolicy.USE_EXISTING,
            summary=Shown(f"To the operator: batch {serial} of {round_id}"),
        )

    async def _start(self, letter: Delivery) -> None:
        left = (letter.held_until or datetime.now(UTC)) - datetime.now(UTC)
        await self._client.start_activity_method(
            LetterActivities.send_letter,
            letter,
            id=job_id(letter.letter),
            task_queue=self._queue,
            start_to_close_timeout=ATTEMPT,
            retry_policy=self._pauses,
            id_conflict_policy=ActivityIDConflictPolicy.USE_EXISTING,
            summary=Shown(f"{letter.template} to {letter.participant} of {letter.round}"),
            start_delay=max(min(left, self._longest), timedelta(0)),
            # One round with many letters lets those of the others pass.
            priority=Priority(fairness_key=letter.round[:KEY_BYTES]),
        )
