"""Before an authorisation nothing of a report can be had without a link or a key, wherever (X2)."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
from fastapi import FastAPI
from sqlmodel import select

from api.app import create
from rounds.submissions.fields import leaves
from rounds.submissions.people import LANGUAGES
from store import inbox
from store.publications import slug_of
from store.session import Database
from store.tables import Inbox, ReportVersion
from store.uploads import Upload
from tests.api.links.dossier.conftest import full  # noqa: F401 - a fixture
from tests.api.links.dossier.stage import Full
from tests.conftest import settings_for

WRITTEN = ("contribute", "consolidate_report", "review_report", "revise_report")
TELLING = 6
"""Letters; a shorter text may stand anywhere by chance."""
NAME = re.compile(r"{(\w+)(?::\w+)?}")


async def secrets(database: Database) -> tuple[set[str], list[str]]:
    """What was written of the report; and whatever somebody could guess as a part of an address."""
    async with database.reading() as s:
        rows = list(await s.exec(select(Inbox)))
        versions = list(await s.exec(select(ReportVersion)))
        uploads = list(await s.exec(select(Upload)))
    said = [leaf for row in rows if row.kind in WRITTEN for leaf in leaves(inbox.body_of(row))]
    texts = {leaf.value for leaf in said if leaf.text and len(leaf.value) >= TELLING}
    known = [*(v.sha256 for v in versions), *(u.id for u in uploads), *(row.id for row in rows)]
    return texts, known


def addresses(app: FastAPI, round_id: str, known: list[str]) -> Iterator[str]:
    """Every address that can be read, each part of it with everything that could stand there."""
    rooms = (getattr(room, "original_router", None) for room in app.routes)
    every = [*app.routes, *(route for room in rooms if room for route in room.routes)]
    paths = {route.path for route in every if "GET" in (getattr(route, "methods", None) or ())}
    guesses = [round_id, slug_of(round_id), "report", "1", *LANGUAGES, *known]
    for path in sorted(paths):
        names = NAME.findall(path)
        for parts in itertools.islice(itertools.product(guesses, repeat=len(names)), 60):
            address = path
            for part in parts:
                address = NAME.sub(part, address, count=1)
            yield address


async def test_x2_no_address_gives_anything_of_a_report_that_nobody_has_authorised(
    full: Full,  # noqa: F811 - the fixture's value
    sqlite_url: str,
    tmp_path: Path,
) -> None:
    texts, known = await secrets(full.database)
    assert texts
    app = create(settings_for(tmp_path, "127.0.0.1:1", 1, database_url=sqlite_url))
    tried = 0
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http,
    ):
        for address in addresses(app, full.round, known):
            answer = await http.get(address)
            tried += 1
            assert [text for text in texts if text in answer.text] == [], address
    assert tried > 100
