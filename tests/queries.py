"""Which queries are asked of a database, for tests that count them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from store.session import Database


@contextmanager
def asked_meanwhile(database: Database) -> Iterator[list[str]]:
    """The queries that are asked meanwhile, but for the relay's: it looks by its own clock."""
    asked: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        task = asyncio.current_task()
        if statement.startswith("SELECT") and not (task and task.get_name().startswith("relay")):
            asked.append(statement)

    engine = database._reader.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def worked_meanwhile(database: Database) -> Iterator[list[str]]:
    """Every statement that is run meanwhile, be it that it reads or writes, but for the relay's."""
    run: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        task = asyncio.current_task()
        if not (task and task.get_name().startswith("relay")):
            run.append(statement)

    engines = {database._reader.sync_engine, database._writer.sync_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield run
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
