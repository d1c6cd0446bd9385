"""What there is to see when everything has started: which reports are public, which rounds are missing."""

from dataclasses import dataclass

from sqlalchemy.exc import OperationalError, ProgrammingError
from temporalio.client import Client

from operating import executions
from store.reads import published, trouble
from store.session import Database
from workflows.connecting import connect

SHOWN = 5
"""Public reports that are named, the latest first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`reports`: the slugs of the latest public ones. `missing`: rounds that should run and do not."""

    reports: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


async def standing(database_url: str, temporal: str, namespace: str) -> Standing:
    """Read both; nothing where there are no tables yet."""
    database = Database(database_url)
    try:
        async with database.reading() as s:
            reports = tuple(entry.slug for entry in (await published.entries(s))[:SHOWN])
            open_ = await trouble.open_ids(s)
        missing = await _missing(await connect(temporal, namespace), open_) if open_ else ()
    except (OperationalError, ProgrammingError):
        return Standing()
    finally:
        await database.close()
    return Standing(reports, missing)


async def _missing(client: Client, open_: tuple[str, ...]) -> tuple[str, ...]:
    """After the record: what has begun since is in neither."""
    running = await executions.running(client)
    return tuple([id for id in open_ if id not in running and await executions.ended(client, id)])
