"""What was kept of the open rounds, read page by page."""

import pytest

from store.reads import states
from store.round_state import RoundState
from store.session import Database
from store.tables import Round
from tests.store.scene import NOW, officers, open_round

STATE = '{"country":"PRY"}'


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
async def test_open_rounds_are_read_page_by_page_and_each_comes_once(
    database: Database, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(states, "PAGE", 2)
    officer = await officers(database)
    ids = [await open_round(database, officer) for _ in range(count)]
    over = await open_round(database, officer)
    async with database.writing() as s:
        for id in (*ids, over):
            s.add(RoundState(round_id=id, serial=1, schema_=1, state=STATE, written="{}"))
        row = await s.get(Round, over)
        assert row
        row.closed_at = NOW

    async with database.reading() as s:
        found = [each async for each in states.open_rounds(s)]

    assert [each.round_id for each in found] == sorted(ids)
    assert [each.state for each in found] == [{"country": "PRY"}] * count
