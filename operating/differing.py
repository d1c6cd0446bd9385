"""Rounds of which Temporal and our database say different things: one of them was put back (K4, K9)."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from temporalio.client import Client
from temporalio.service import RPCError

from operating.builds import RUNNING
from rounds.state.status import Status
from store.reads import states
from store.session import Database
from workflows import names

PATIENCE = timedelta(seconds=10)
LOOKS, PAUSE = 3, 2.0
"""A batch that is just being written is no difference: it is looked at again, after these seconds."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How many batches of a round its workflow has given out, and how many the database has."""

    round_id: str
    workflow_id: str
    given: int
    kept: int


async def differing(client: Client, database: Database) -> list[Difference]:
    """The rounds that run and are not as the database has them."""
    left = [each.id async for each in client.list_workflows(RUNNING, page_size=1000)]
    found: list[Difference] = []
    for look in range(LOOKS):
        if look:
            await asyncio.sleep(PAUSE)
        found = [each for id in left if (each := await _difference(client, database, id))]
        if not found:
            break
        left = [each.workflow_id for each in found]
    return found


async def _difference(client: Client, database: Database, workflow_id: str) -> Difference | None:
    try:
        handle = client.get_workflow_handle(workflow_id, result_type=Status)
        told: Status = await handle.query(names.STATUS, result_type=Status, rpc_timeout=PATIENCE)
    except RPCError:
        # It has just ended, or no worker of its build is there: whoever rebuilds the lost finds it.
        return None
    async with database.reading() as s:
        kept = await states.kept(s, told.round)
    written = kept.serial if kept else 0
    return Difference(told.round, workflow_id, told.batches, written) if told.batches != written else None
