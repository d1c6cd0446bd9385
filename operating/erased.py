"""The list of whoever was erased, outside of the database: a backup that is put back must bring nobody back.

It holds ids and codes alone, a line for each. Beside the database that a backup takes the place of, it stays.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from activities.retaining import erase
from operating.builds import NotDone
from store import erasures, officers
from store.erasures import InTheWay
from store.files import Contents
from store.session import Database

LIST = "erased.jsonl"
"""The file in the folder of the data."""


async def keep(database: Database, folder: Path) -> None:
    """Write the list anew, from the database; what it names beyond that stays named."""
    async with database.reading() as s:
        rows = await erasures.listed(s)
    known = {row.person_id: _line(row.person_id, row.reason, row.asked_at) for row in rows}
    await asyncio.to_thread(_write, folder, known)


def _write(folder: Path, known: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = {line["person"]: line for line in read(folder / LIST)} | known
    half = folder / f".{LIST}.part"
    half.touch(mode=0o600)
    half.write_text("".join(f"{json.dumps(line)}\n" for line in lines.values()), "utf-8")
    half.replace(folder / LIST)


def _line(person: str, reason: str, at: datetime) -> dict[str, Any]:
    return {"person": person, "reason": reason, "at": at.isoformat(timespec="seconds")}


def read(file: Path) -> list[dict[str, Any]]:
    """The lines of a list; none where there is no file.

    Raises: NotDone, for a line that is none of such a list: whom it is about would be a guess.
    """
    return list(_lines(file)) if file.exists() else []


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        try:
            told = json.loads(line)
            yield _line(str(told["person"]), _reason(told), datetime.fromisoformat(told["at"]))
        except (ValueError, KeyError, TypeError) as error:
            raise NotDone(f"line {number} of {file} is none of a list of whoever was erased") from error


def _reason(told: Any) -> str:
    if told["reason"] not in erasures.REASONS:
        raise ValueError(told["reason"])
    return str(told["reason"])


async def again(
    database: Database, folder: Path, contents: Contents, lists: list[Path], say: Callable[[str], None]
) -> None:
    """Erase everybody whom one of these lists names, after a backup was put back.

    Whoever takes part in a round that was over when they were erased, and is open again now, is erased once
    it is over anew: the schedule sees to that. Raises: NotDone.
    """
    lines = {line["person"]: line for file in lists for line in read(file)}
    waiting = 0
    for line in lines.values():
        person, reason = line["person"], line["reason"]
        try:
            await erase(database, contents, person, reason=reason)
        except InTheWay:
            waiting += 1
            async with database.writing() as s:
                await erasures.wish(s, person, reason, officers.OPERATOR, datetime.now(UTC))
    if not lines:
        return
    say(f"{len(lines) - waiting} people who had been erased were erased again")
    if waiting:
        say(f"{waiting} more take part in rounds that are open again: they are erased when those are over")
    await keep(database, folder)
