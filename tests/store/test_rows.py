from sqlmodel import select

from store.audit_log import Audit
from store.rows import insert_once
from store.session import Database
from store.tables import Secretariat
from tests.store.scene import NOW


async def test_a_row_is_added_once_and_the_first_one_stays(database: Database) -> None:
    async with database.writing() as s:
        added = [await insert_once(s, Secretariat(id="DIS", name=name)) for name in ("first", "second")]

    assert added == [True, False]
    async with database.reading() as s:
        assert (await s.exec(select(Secretariat.name))).all() == ["first"]


async def test_a_row_that_the_database_numbers_is_added_once(database: Database) -> None:
    def entry(key: str) -> Audit:
        return Audit(key=key, round_id="r", at=NOW, recorded_at=NOW, actor="officer", action="opened")

    async with database.writing() as s:
        added = [await insert_once(s, entry(key)) for key in ("1", "1", "2")]

    assert added == [True, False, True]
