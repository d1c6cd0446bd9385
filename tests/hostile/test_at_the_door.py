"""Hostile files at the door of the API: refused with a sentence that says what to do, and nothing is left."""

from pathlib import Path

import pytest
from sqlmodel import func, select

from store.uploads import Upload
from tests.conftest import Ronda
from tests.hostile.corpus import FILES

ONE_EACH = {hostile.code: hostile for hostile in FILES.values()}
"""A file for each reason."""


def kept(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


async def rows(ronda: Ronda) -> int:
    async with ronda.database.reading() as s:
        return (await s.exec(select(func.count()).select_from(Upload))).one()


@pytest.mark.parametrize("code", sorted(ONE_EACH))
async def test_neither_a_row_nor_a_file_is_left_of_what_is_refused_u2_u3_u4(ronda: Ronda, code: str) -> None:
    hostile = ONE_EACH[code]
    folder = ronda.settings.data_dir / "files"
    before = kept(folder), await rows(ronda)
    async with ronda.http(ronda.key) as http:
        file = (f"a{hostile.asked['ending']}", hostile.make())
        answer = await http.post("/api/v1/uploads", files={"file": file})
    told = answer.json()
    assert (answer.status_code, told["code"], told["field"]) == (422, code, "file")
    assert "Please" in told["detail"]
    assert (kept(folder), await rows(ronda)) == before
