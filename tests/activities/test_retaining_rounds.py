"""What goes of a round that has been over for long; one that goes on keeps all it has."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select, update

from activities import retaining
from activities.retaining import OF_ROUNDS, Retaining
from rounds.state.effects import Refuse
from rounds.submissions.interventions import AskMoreTime
from rounds.submissions.panel import AgreePanel
from store import inbox
from store.audit_log import Audit
from store.desk_tables import RoundNote
from store.erasures import Emptied, wish
from store.files import in_folder
from store.papers import Paper
from store.persons import NO_NAME
from store.reads import chain
from store.retention import kept
from store.sent_texts import SentText
from store.session import Database
from store.tables import Grant, Inbox, Letter, Officer, Participant, Person, ReportVersion, Round
from store.uploads import Upload
from tests.activities.world import NOON, OTHER, World, invitation, opening
from tests.databases import database, database_url  # noqa: F401 - fixtures are found by their names
from tests.store import scene

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NOW = datetime.now(UTC)


async def lived(world: World) -> None:
    """A round with a panel, letters, notes, papers, files and a version of the report."""
    await world.panel()
    await world.commit(
        opening("agree_panel:1", "focal_point", ["focal_point"]), opening(invitation(OTHER), OTHER, [OTHER])
    )
    agreed = AgreePanel(choice="changes", comment="Somebody closer")
    await world.take(agreed, "agree_panel:1", "focal_point")
    late = await world.send(AskMoreTime(due=NOON.date(), reason="We are ill"), "agree_panel:1", "focal_point")
    await world.commit(Refuse(submission=late, code="not_open", field="", values=()))
    async with world.database.writing() as s:
        officer = next(row.id for row in (await s.exec(select(Officer))).all() if not row.head)
        s.add(RoundNote(id="n", round_id=world.round, officer_id=officer, text="A note", at=NOON))
        file: Any = {
            "filename": "a.pdf",
            "media_type": "application/pdf",
            "size": 1,
            "sha256": "0",
            "at": NOON,
        }
        s.add(Upload(id="u", round_id=world.round, participant_id="focal_point", **file))
        paper: Any = {"title": "Our law", "audience": "panel", "upload_id": "u", "submission_id": "sent-1"}
        s.add(Paper(id="p", round_id=world.round, at=NOON, **paper))
        # The coordinators sat on the panel.
        written = (await s.exec(select(Inbox).where(Inbox.kind == "agree_panel"))).one()
        version: Any = {"sha256": written.sha256, "submission_id": written.id, "at": NOON}
        s.add(ReportVersion(round_id=world.round, version=1, **version))


async def ends(world: World, **more: Any) -> None:
    async with world.database.writing() as s:
        await s.exec(update(Round).values(closed_at=NOON, changed_at=NOON, **more))


def days(kind: str, minutes: int = 0) -> datetime:
    return NOON + kept(kind) + timedelta(minutes=minutes)


async def test_each_kind_of_a_round_goes_when_it_has_been_over_for_so_long(
    each_world: World, tmp_path: Path
) -> None:
    world = each_world
    await lived(world)
    await ends(world)
    retained = Retaining(world.database, in_folder(tmp_path))
    found: dict[str, int] = {}
    for kind in sorted(OF_ROUNDS, key=lambda kind: (kept(kind), kind)):
        early, now = days(kind, -1), days(kind, 1)
        before = await world.everything()
        assert (await retained.foreseen(early))[kind] == 0, kind
        foreseen = await retained.foreseen(now)
        assert await world.everything() == before, kind
        gone = await retained.daily(now)
        found[kind] = gone[kind] or found.get(kind, 0)
        assert foreseen[kind] == gone[kind], kind
        for together in (k for k in OF_ROUNDS if kept(k) == kept(kind)):
            found[together] = found.get(together) or gone[together]
    # With whoever declined go their letters and links before.
    letters, links = [
        [row for row in await world.rows(table) if not row.participant_id.startswith("candidate-")]
        for table in (Letter, Grant)
    ]
    assert found == {
        "declined": 3,
        "refused": 1,
        "letters": len(letters),
        "notes": 1,
        "links": len(links),
        "files": 1,
        "submissions": 2,
        "people": len(await world.rows(Participant)) - 3,
    }
    # Nothing is left but the record.
    left = repr({name: rows for name, rows in (await world.everything()).items() if name != "officer"})
    for word in (
        "Focal Point",
        "chile.one@",
        "Chile One",
        "Jamaica",
        "focal.point@",
        "We are ill",
        "Our law",
    ):
        assert word not in left, left[left.index(word) - 200 :][:400]
    # The version of the report is what was approved; the secretariat is at work.
    assert "Somebody closer" in left
    assert {p.email for p in await world.rows(Person) if p.name != NO_NAME} == {
        *("head.of.section@example.org", "officer@example.org"),
    }
    assert [row for table in (SentText, RoundNote, Upload) for row in await world.rows(table)] == []
    async with world.database.reading() as s:
        assert (await chain.verify(s)).broken is None
        assert all(inbox.body_of(row) is not None for row in await s.exec(select(Inbox)))
    emptied = [row for row in await world.rows(Audit) if row.action == "emptied"]
    assert {(row.subject, row.detail["kind"]) for row in emptied} == {
        (world.round, kind) for kind in OF_ROUNDS
    }


@pytest.mark.parametrize("stands", [{"closed_at": None}, {"publishing": True}])
async def test_a_round_that_goes_on_or_is_being_published_keeps_all_it_has(
    each_world: World, tmp_path: Path, stands: dict[str, Any]
) -> None:
    world = each_world
    await lived(world)
    await ends(world)
    async with world.database.writing() as s:
        await s.exec(update(Round).values(**stands))
    before = await world.everything()
    retained = Retaining(world.database, in_folder(tmp_path))
    in_a_century = NOON + timedelta(days=36_500)
    told = await retained.foreseen(in_a_century)
    assert [told[kind] for kind in OF_ROUNDS] == [0] * len(OF_ROUNDS)
    await retained.daily(in_a_century)
    assert await world.everything() == before


async def test_a_round_that_changed_again_is_emptied_again_after_as_long(
    each_world: World, tmp_path: Path
) -> None:
    world = each_world
    await lived(world)
    await ends(world)
    retained = Retaining(world.database, in_folder(tmp_path))
    assert (await retained.daily(days("notes", 1)))["notes"] == 1
    changed = days("notes") + DAY
    async with world.database.writing() as s:
        await s.exec(update(Round).values(changed_at=changed))
        officer = (await s.exec(select(Officer.id))).first() or ""
        s.add(RoundNote(id="m", round_id=world.round, officer_id=officer, text="Another", at=changed))
    assert (await retained.daily(changed + kept("notes") - MINUTE))["notes"] == 0
    assert (await retained.daily(changed + kept("notes") + MINUTE))["notes"] == 1
    assert {row.kind for row in await world.rows(Emptied)} >= {"notes"}


async def test_the_schedule_empties_so_many_rounds_a_day_and_an_operator_all(
    database: Database,  # noqa: F811 - a fixture
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    officer = await scene.officers(database)
    rounds = [await scene.open_round(database, officer) for _ in range(3)]
    async with database.writing() as s:
        for n, round_id in enumerate(rounds):
            s.add(RoundNote(id=f"{n}", round_id=round_id, officer_id=officer, text="x", at=NOW))
        await s.exec(update(Round).values(closed_at=NOW, changed_at=NOW))
    retained, now = Retaining(database, in_folder(tmp_path)), NOW + kept("notes") + MINUTE
    monkeypatch.setattr(retaining.Retaining.daily, "__defaults__", (2,))
    assert (await retained.foreseen(now))["notes"] == 3
    assert [(await retained.daily(now))["notes"] for _ in range(3)] == [2, 1, 0]


async def test_whoever_was_to_be_erased_is_once_their_round_is_over(
    each_world: World, tmp_path: Path
) -> None:
    world = each_world
    await lived(world)
    focal = await world.person("focal_point")
    async with world.database.writing() as s:
        await wish(s, focal.id, "asked", "operator", NOW)
    retained = Retaining(world.database, in_folder(tmp_path))
    await retained.daily(NOON)
    assert (await world.person("focal_point")).name == focal.name
    await ends(world)
    await retained.daily(NOON + DAY)
    assert (await world.person("focal_point")).name == NO_NAME
