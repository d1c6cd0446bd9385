"""What is public, searched for by its words."""

import pytest
from sqlalchemy import text

from store.reads import published
from store.session import Database
from tests.store.publications import publication, put

SCANS = "SELECT seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'published_search'"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_postgresql_searches_by_the_index_and_reads_no_long_text_in_vain(database: Database) -> None:
    """It would rather read all of a small table, and of one whose texts lie outside of it."""
    await put(database, publication())
    async with database.reading() as s:
        found = await published.matches(s, ["registro"])
        scans = (await (await s.connection()).execute(text(SCANS))).one()
    assert found
    assert (scans.seq_scan, scans.idx_scan > 0) == (0, True)
