"""How long somebody waits for a round's answer through the API, beside a bare update in the same minute."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2

from bench.bare import TASK_QUEUE, BareCount
from bench.programs import Running

ROUNDS = "/api/v1/rounds"
TRIES = 60
AT_ONCE = 5
PAUSE = 0.25
"""Seconds between two tries: what one leaves to be written is written before the next."""
GOAL = 4.0
"""The API's median is at most so many bare ones."""
NOTE = {
    "initiative": "A single social registry",
    "stage": "reform",
    "objective": "A validated design",
    "countries_of_interest": ["CHL", "COL"],
}


def opening(n: int) -> dict[str, Any]:
    """The opening of a round with people of its own."""
    return {
        "methodology": "ripso",
        "country": "PRY",
        "institution": "Ministry of Social Development",
        "focal_point": {"name": "Focal point", "email": f"focal-{n}@bench.example", "language": "es"},
        "note": NOTE,
    }


async def opened(running: Running, first: int) -> tuple[list[str], list[float], float]:
    """Open rounds, some at once: their ids, how long each took, and how long all took, in seconds."""
    few = asyncio.Semaphore(AT_ONCE)
    took: list[float] = []

    async def one(n: int) -> str:
        async with few:
            began = time.perf_counter()
            answer = await running.api.post(ROUNDS, json=opening(n))
            took.append(time.perf_counter() - began)
        assert answer.status_code == 201, answer.text
        id: str = answer.json()["round"]
        return id

    began = time.perf_counter()
    ids = await asyncio.gather(*(one(first + n) for n in range(TRIES)))
    return ids, took, time.perf_counter() - began


async def answered(running: Running, ids: Sequence[str]) -> tuple[list[float], list[float]]:
    """Seconds until each round has decided, and of a bare update after each."""
    bare = await running.client.start_workflow(BareCount.run, id="bare-count", task_queue=TASK_QUEUE)
    posts, updates = [], []
    for id in ids:
        posts.append(await _timed(lambda id=id: _pause(running.api, id)))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        await asyncio.sleep(PAUSE)
        updates.append(await _timed(lambda: bare.execute_update(BareCount.add)))
        await asyncio.sleep(PAUSE / 5)
    await bare.terminate()
    return posts[5:], updates[5:]


async def _pause(api: httpx2.AsyncClient, id: str) -> None:
    """What an officer may do to a round that has only just begun."""
    answer = await api.post(f"{ROUNDS}/{id}/pause", json={"reason": "To be measured"})
    assert answer.status_code == 200, answer.text


async def _timed(act: Callable[[], Awaitable[Any]]) -> float:
    began = time.perf_counter()
    await act()
    return time.perf_counter() - began


def disk(folder: Path) -> tuple[float, float]:
    """Seconds that one small transaction takes in SQLite, as we set it and without waiting for the disk."""

    def median(synchronous: str) -> float:
        with closing(sqlite3.connect(folder / f"{synchronous}.db", isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {synchronous}")
            connection.execute("CREATE TABLE kept (body)")
            took = []
            for _ in range(100):
                began = time.perf_counter()
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO kept VALUES (?)", ("x" * 2000,))
                connection.execute("COMMIT")
                took.append(time.perf_counter() - began)
        return percentile(took, 50)

    return median("FULL"), median("OFF")


def told(seconds: Sequence[float]) -> str:
    """The 50th, 90th and 99th of a hundred, in milliseconds."""
    return "/".join(f"{1000 * percentile(seconds, p):.0f}" for p in (50, 90, 99)) + " ms"


def percentile(seconds: Sequence[float], p: int) -> float:
    """The time that so many of a hundred do not exceed."""
    ranked = sorted(seconds)
    return ranked[min(len(ranked) - 1, len(ranked) * p // 100)]


async def measure(running: Running) -> bool:
    """Print the figures; whether the goal was reached."""
    ids, took, all_took = await opened(running, 0)
    print(f"opening {TRIES} rounds, {AT_ONCE} at once: {TRIES / all_took:.1f} a second, each {told(took)}")
    await asyncio.sleep(3)
    posts, updates = await answered(running, ids)
    ratio = percentile(posts, 50) / percentile(updates, 50)
    print(f"POST to decided: {told(posts)} (p50/p90/p99); a bare update: {told(updates)}")
    kept, unsynced = disk(running.folder)
    print(f"of it the disk: {1000 * kept:.2f} ms a transaction, {1000 * unsynced:.2f} without waiting for it")
    print(f"               {ratio:>7.1f} bare updates   (at most {GOAL:g})")
    return ratio <= GOAL
