"""What programs and commands act with, as the settings say: files, the mailbox of bounces, the database."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from activities.bounce_box import Box, box_of
from settings import Settings, load
from store.files import Contents, kept
from store.session import Database

T = TypeVar("T")


def files_of(settings: Settings) -> Contents:
    """Where these settings have files kept."""
    return kept(settings.files_url, settings.data_dir)


def bounces_of(settings: Settings) -> Box | None:
    """The mailbox of bounces, where there is one."""
    return box_of(settings.bounces_url) if settings.bounces_url else None


def with_database(act: Callable[[Settings, Database], Awaitable[T]]) -> T:
    """What a command does with the database of the settings, which is left when it is done."""
    settings = load(required=())

    async def done() -> T:
        database = Database(settings.database_url, pool=2)
        try:
            return await act(settings, database)
        finally:
            await database.close()

    return asyncio.run(done())
