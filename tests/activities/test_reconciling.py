"""Open rounds and their workflows compared: marked on the row while something is wrong, and no longer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select, update
from structlog.testing import capture_logs

from activities.reconciling import ASKED, Reconciling
from local.ports import LOOPBACK, draw
from store import drafts, sessions, sign_ins
from store.drafts import Draft
from store.files import Contents, in_folder
from store.session import Database
from store.sessions import KEPT_FOR, SESSION_LASTS, DeskSession
from store.sign_ins import SignIn
from store.tables import Assignment, Round
from store.uploads import Upload
from store.writes import trouble
from tests.databases import database, database_url  # noqa: F401 - fixtures are found by their names
from tests.store import scene
from tests.store.bucket import Bucket
from tests.store.places import InBucket, Place, aside, place, served_bucket  # noqa: F401 - fixtures

DAY = timedelta(days=1)


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


def looking_after(database: Database, temporal: Temporal, contents: Contents) -> Reconciling:  # noqa: F811 - the fixture's value
    return Reconciling(database, temporal.runs, temporal.ended, temporal.letters, contents)


async def opened(database: Database, count: int) -> list[str]:  # noqa: F811 - the fixture's value
    officer = await scene.officers(database)
    return [await scene.open_round(database, officer) for _ in range(count)]


async def troubles(database: Database) -> dict[str, str]:  # noqa: F811 - the fixture's value
    async with database.reading() as s:
        return {row.id: row.trouble for row in await s.exec(select(Round))}


async def test_every_round_that_does_not_go_on_is_marked_with_why(
    database: Database,  # noqa: F811 - a fixture
    tmp_path: Path,
) -> None:
    fine, stuck, ended, lost, late = await opened(database, 5)
    temporal = Temporal({fine: "", stuck: "stuck"}, {ended: "terminated", late: ""})
    reconciling = looking_after(database, temporal, in_folder(tmp_path))
    assert await reconciling.reconcile() == 3
    marked = {fine: "", stuck: "stuck", ended: "terminated", lost: "missing", late: ""}
    assert await troubles(database) == marked
    assert temporal.asked == sorted([ended, lost, late])
    assert temporal.letters_asked == 1


async def test_more_rounds_than_one_statement_names_are_all_marked(
    database: Database,  # noqa: F811 - a fixture
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trouble, "AT_ONCE", 2)
    rounds = await opened(database, 5)
    reconciling = looking_after(database, Temporal(), in_folder(tmp_path))
    assert await reconciling.reconcile() == 5
    assert await troubles(database) == dict.fromkeys(rounds, "missing")


async def test_a_round_that_goes_on_again_or_is_over_is_marked_no_longer(
    database: Database,  # noqa: F811 - a fixture
    tmp_path: Path,
) -> None:
    rebuilt, withdrawn = await opened(database, 2)
    temporal = Temporal()
    reconciling = looking_after(database, temporal, in_folder(tmp_path))
    assert await reconciling.reconcile() == 2
    async with database.writing() as s:
        await s.exec(update(Round).where(col(Round.id) == withdrawn).values(closed_at=scene.NOW))
    temporal.running = {rebuilt: ""}
    assert await reconciling.reconcile() == 0
    assert await troubles(database) == {rebuilt: "", withdrawn: ""}


async def test_when_temporal_has_lost_all_it_is_not_asked_for_each(
    database: Database,  # noqa: F811 - a fixture
    tmp_path: Path,
) -> None:
    ids = await opened(database, 1)
    async with database.writing() as s:
        row = await s.get(Round, ids[0])
        assert row
        for n in range(1, ASKED + 5):
            s.add(Round(**row.model_dump() | {"id": f"{row.id}-{n}", "number": 1000 + n}))
    temporal = Temporal()
    assert await looking_after(database, temporal, in_folder(tmp_path)).reconcile() == ASKED + 5
    assert set((await troubles(database)).values()) == {"missing"}
    assert len(temporal.asked) == ASKED


async def test_with_it_goes_what_was_typed_for_what_ended_a_week_ago(
    database: Database,  # noqa: F811 - a fixture
    tmp_path: Path,
) -> None:
    round_id = await scene.begun(database)
    await scene.open_assignment(database, round_id, scene.KEY, "focal_point")
    long_ago = datetime.now(UTC) - timedelta(days=8)
    async with database.writing() as s:
        await drafts.save(
            s, round_id=round_id, assignment_key=scene.KEY, participant_id="focal_point", body={}
        )
        await s.exec(update(Draft).values(saved_at=long_ago))
        await s.exec(update(Assignment).values(state="waived", closed_at=long_ago))
    temporal = Temporal({round_id: ""})
    await looking_after(database, temporal, in_folder(tmp_path)).reconcile()
    async with database.reading() as s:
        assert (await s.exec(select(Draft))).all() == []


async def test_with_it_go_links_and_sessions_of_the_desk_that_have_been_over_for_long(
    database: Database,  # noqa: F811 - a fixture
    tmp_path: Path,
) -> None:
    officer = await scene.officers(database)
    now = datetime.now(UTC)
    long_ago = now - KEPT_FOR - SESSION_LASTS - timedelta(days=1)
    async with database.writing() as s:
        for at, token in ((long_ago, "old"), (now, "new")):
            await sign_ins.hand_out(s, officer, token, at)
            assert await sessions.begin(s, token, f"cookie-{token}", at)
    await looking_after(database, Temporal(), in_folder(tmp_path)).reconcile()
    async with database.reading() as s:
        kept = {row.sha256 for row in (await s.exec(select(SignIn))).all()}
        lasting = {row.sha256 for row in (await s.exec(select(DeskSession))).all()}
    assert (kept, lasting) == ({sign_ins.hashed("new")}, {sign_ins.hashed("cookie-new")})


async def recorded(database: Database, digest: str, due: datetime | None, round_id: str = "") -> None:  # noqa: F811 - the fixture's value
    at = datetime.now(UTC) - 8 * DAY
    file: Any = {"filename": "a.pdf", "media_type": "application/pdf", "size": 1, "at": at}
    async with database.writing() as s:
        s.add(Upload(id=digest[:8], officer_id="o", sha256=digest, look_at=due, round_id=round_id, **file))


async def test_with_it_go_files_that_nothing_names_and_contents_that_are_no_files_u10(
    database: Database,  # noqa: F811 - a fixture
    place: Place,  # noqa: F811 - a fixture
) -> None:
    used, unused, left = (place.contents.keep(content) for content in (b"used", b"unused", b"left"))
    await recorded(database, used, None)
    await recorded(database, unused, datetime.now(UTC))
    young = place.contents.keep(b"young")
    for content in (used, unused, left):
        place.age(content, 8)
    reconciling = looking_after(database, Temporal(), place.contents)
    await reconciling.reconcile()
    assert place.names() == {used, young, aside(unused), aside(left)}
    async with database.reading() as s:
        assert [row.sha256 for row in await s.exec(select(Upload))] == [used]
    await reconciling.reconcile()
    assert aside(unused) in place.names()
    # Somebody has found one of them there, and named it.
    await recorded(database, left, None)
    for content in (unused, left):
        place.age(aside(content), 0.1)
    await reconciling.reconcile()
    assert place.names() == {used, young, left}


async def test_a_file_of_which_nothing_is_there_is_named_in_the_log_with_its_rounds_once_a_day_u5(
    database: Database,  # noqa: F811 - a fixture
    place: Place,  # noqa: F811 - a fixture
) -> None:
    here, gone, old = (place.contents.keep(content) for content in (b"here", b"gone", b"old"))
    for digest in (here, gone, old):
        await recorded(database, digest, None, "ripso-PRY-2026-1")
    place.remove(gone)
    place.contents.set_aside([old])
    reconciling = looking_after(database, Temporal(), place.contents)
    with capture_logs() as logged:
        for _ in range(2):
            await reconciling.reconcile()
    said = [line for line in logged if line["log_level"] == "error"]
    assert said == [
        {
            "event": "the content of a file is lost",
            "log_level": "error",
            "sha256": gone,
            "why": "missing",
            "rounds": ["ripso-PRY-2026-1"],
        }
    ]


async def test_files_that_cannot_be_reached_keep_nothing_else_from_being_done(
    database: Database,  # noqa: F811 - a fixture
    served_bucket: Bucket,  # noqa: F811 - a fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (lost,) = await opened(database, 1)
    monkeypatch.setenv("AWS_ENDPOINT", f"http://{LOOPBACK}:{draw(1)[0]}")
    away = InBucket(served_bucket).contents
    with capture_logs() as logged:
        reconciling = looking_after(database, Temporal(), away)
        assert await reconciling.reconcile() == 1
    assert await troubles(database) == {lost: "missing"}
    assert "the files cannot be reached" in [line["event"] for line in logged]
