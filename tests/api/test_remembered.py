"""What takes long to count is counted once for all who ask, until something has happened."""

import asyncio

import pytest

from api.remembered import MOST, Remembered


async def test_an_answer_is_made_once_for_a_moment_however_many_ask_and_anew_for_the_next() -> None:
    made: list[str] = []
    remembered, go_on = Remembered(), asyncio.Event()

    async def make() -> int:
        made.append("made")
        await go_on.wait()
        return len(made)

    asking = [asyncio.create_task(remembered.get("q", 1, make)) for _ in range(5)]
    await asyncio.sleep(0)
    go_on.set()
    assert await asyncio.gather(*asking) == [1] * 5
    assert await remembered.get("q", 2, make) == 2
    assert await remembered.get("other", 2, make) == 3
    assert len(made) == 3


async def test_what_failed_is_not_remembered_and_stops_nobody() -> None:
    remembered = Remembered()

    async def fails() -> int:
        raise LookupError

    async def works() -> int:
        return 7

    with pytest.raises(LookupError):
        await remembered.get("q", 1, fails)
    assert await remembered.get("q", 1, works) == 7


async def test_the_answer_that_was_not_asked_for_the_longest_is_forgotten_first() -> None:
    remembered, made = Remembered(), []

    async def asked(n: int) -> int:
        async def make() -> int:
            made.append(n)
            return n

        return await remembered.get(n, 0, make)

    for n in range(MOST):
        await asked(n)
    await asked(0)
    await asked(MOST)
    made.clear()
    assert [await asked(0), await asked(1)] == [0, 1]
    assert made == [1]
