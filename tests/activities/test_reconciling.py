"""Open rounds and their workflows compared: marked on the row while something is wrong, and no longer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import col, select, update

from activities.reconciling import ASKED, Reconciling
from store.session import Database
from store.tables import Round
from tests.databases import database, database_url  # noqa: F401 - fixtures are found by their names
from tests.store import scene


@dataclass
class Temporal:
    """What Temporal would say."""

    running: dict[str, str] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    letters_asked: int = 0

    async def runs(self) -> Mapping[str, str]:
        return self.running

    async def letters(self) -> int:
        self.letters_asked += 1
        return 0

    async def ended(self, id: str) -> str:
        self.asked.append(id)
        return self.closed.get(id, "missing")


async def opened(database: Database, count: int) -> list[str]:  # noqa: F811 - the fixture's value
    officer = await scene.officers(database)
    return [await scene.open_round(database, officer) for _ in range(count)]


async def troubles(database: Database) -> dict[str, str]:  # noqa: F811 - the fixture's value
    async with database.reading() as s:
        return {row.id: row.trouble for row in await s.exec(select(Round))}


async def test_every_round_that_does_not_go_on_is_marked_with_why(
    database: Database,  # noqa: F811 - a fixture
) -> None:
    fine, stuck, ended, lost, late = await opened(database, 5)
    temporal = Temporal({fine: "", stuck: "stuck"}, {ended: "terminated", late: ""})
    reconciling = Reconciling(database, temporal.runs, temporal.ended, temporal.letters)
    assert await reconciling.reconcile() == 3
    marked = {fine: "", stuck: "stuck", ended: "terminated", lost: "missing", late: ""}
    assert await troubles(database) == marked
    assert temporal.asked == sorted([ended, lost, late])
    assert temporal.letters_asked == 1


async def test_a_round_that_goes_on_again_or_is_over_is_marked_no_longer(
    database: Database,  # noqa: F811 - a fixture
) -> None:
    rebuilt, withdrawn = await opened(database, 2)
    temporal = Temporal()
    reconciling = Reconciling(database, temporal.runs, temporal.ended, temporal.letters)
    assert await reconciling.reconcile() == 2
    async with database.writing() as s:
        await s.exec(update(Round).where(col(Round.id) == withdrawn).values(closed_at=scene.NOW))
    temporal.running = {rebuilt: ""}
    assert await reconciling.reconcile() == 0
    assert await troubles(database) == {rebuilt: "", withdrawn: ""}


async def test_when_temporal_has_lost_all_it_is_not_asked_for_each(
    database: Database,  # noqa: F811 - a fixture
) -> None:
    ids = await opened(database, 1)
    async with database.writing() as s:
        row = await s.get(Round, ids[0])
        assert row
        for n in range(1, ASKED + 5):
            s.add(Round(**row.model_dump() | {"id": f"{row.id}-{n}", "number": 1000 + n}))
    temporal = Temporal()
    assert (
        await Reconciling(database, temporal.runs, temporal.ended, temporal.letters).reconcile() == ASKED + 5
    )
    assert set((await troubles(database)).values()) == {"missing"}
    assert len(temporal.asked) == ASKED
