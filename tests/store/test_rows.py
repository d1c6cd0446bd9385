from sqlmodel import select

from store.rows import insert_once
from store.session import Database
from store.tables import Secretariat


async def test_a_row_is_added_once_and_the_first_one_stays(database: Database) -> None:
    async with database.writing() as s:
        added = [await insert_once(s, Secretariat(id="DIS", name=name)) for name in ("first", "second")]

    assert added == [True, False]
    async with database.reading() as s:
        assert (await s.exec(select(Secretariat.name))).all() == ["first"]
