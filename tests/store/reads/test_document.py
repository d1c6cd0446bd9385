"""What the document of a report is gathered from, on both databases (W3, W4)."""

from dataclasses import replace
from datetime import date

from rounds.reported import Reported, Sitting
from rounds.state import effects as e
from rounds.submissions.report import ConsolidateReport, Need, SectionText
from store import inbox
from store.reads import document
from store.session import Database
from store.tables import Assignment, Participant, Person
from store.writes import rounds as writes
from tests.store.scene import NOW, RIPSO, Scene, send

TEXTS = tuple(SectionText(section=name, text=f"About {name}") for name in RIPSO.sections)
NEEDS = (Need(topic="Data", support="training", text="How to keep it"),)
FIRST = ConsolidateReport(sections=TEXTS, needs=NEEDS)
SECOND = replace(FIRST, needs=())
LEAD = "coordinator-1.1"


async def written(scene: Scene, number: int, body: ConsolidateReport) -> str:
    id = await send(scene.database, scene.round, f"consolidate_report:{number}", "responsible_officer", body)
    sha256 = inbox.digest(inbox.body_json(body))
    await scene.do(writes.report, e.Report(version=number, sha256=sha256, submission=id), serial=number + 10)
    return sha256


async def read(database: Database, round_id: str, number: int = 0) -> Reported | None:
    async with database.reading() as s:
        return await document.version(s, round_id, number)


async def test_w4_each_version_is_gathered_and_without_a_number_the_latest(scene: Scene) -> None:
    assert await read(scene.database, scene.round) is None
    first, second = await written(scene, 1, FIRST), await written(scene, 2, SECOND)

    found = await read(scene.database, scene.round, 1)
    assert found == Reported(
        methodology=RIPSO,
        secretariat="Department of Social Inclusion",
        country="PRY",
        institution="Social Cabinet",
        initiative="A single social registry",
        written_in="es",
        year=NOW.year,
        number=1,
        language="es",
        version=1,
        sha256=first,
        on=date(2026, 3, 2),  # the next day in UTC, and not yet in Asunción
        sections=TEXTS,
        needs=NEEDS,
    )
    latest = await read(scene.database, scene.round)
    assert latest
    assert (latest.version, latest.sha256, latest.needs) == (2, second, ())
    assert await read(scene.database, scene.round, 3) is None


async def test_w1_what_would_become_a_version_is_gathered_before_it_is_one(scene: Scene) -> None:
    await written(scene, 1, FIRST)
    async with scene.database.reading() as s:
        drafted = await document.draft(s, scene.round, SECOND, language="en", at=NOW)
    assert (drafted.version, drafted.final, drafted.language, drafted.sections) == (2, False, "en", TEXTS)


async def test_the_version_that_is_decided_on_is_the_final_one(scene: Scene) -> None:
    for number, body in ((1, FIRST), (2, SECOND)):
        await written(scene, number, body)
    asked = Assignment(
        round_id=scene.round,
        key="decide_publication:1",
        kind="decide_publication",
        role="approver",
        opened_at=NOW,
        due_at=NOW,
        version=2,
    )
    async with scene.database.writing() as s:
        s.add(asked)
    found = [await read(scene.database, scene.round, number) for number in (1, 2)]
    assert [version.final for version in found if version] == [False, True]


async def test_panel_and_visit_stand_in_it_as_they_were_declared_for_the_round(scene: Scene) -> None:
    await written(scene, 1, FIRST)
    visit = e.Schedule(starts=date(2026, 5, 4), ends=date(2026, 5, 7), number=0, freeze=5, people=())
    await scene.do(writes.schedule, visit, serial=30)
    async with scene.database.writing() as s:
        for id, role, seat in (
            ("candidate-1.1.1", "expert-1", 1),
            ("coordinator-1.1", "lead_coordinator", None),
        ):
            s.add(Person(id=id, email=f"{id}@example.org", name="Elsewhere", language="es", country="BRA"))
            await s.flush()
            declared = {"name": f"{role} here", "institution": "Ministry", "country": "CHL"}
            s.add(Participant(round_id=scene.round, id=id, person_id=id, role=role, seat=seat, **declared))
    found = await read(scene.database, scene.round)
    assert found
    assert (found.starts, found.ends, found.form) == (date(2026, 5, 4), date(2026, 5, 7), "on_site")
    assert found.panel == (
        Sitting(name="expert-1 here", role="expert-1", institution="Ministry", country="CHL"),
        Sitting(name="lead_coordinator here", role="lead_coordinator", institution="Ministry"),
    )
    await scene.do(writes.unschedule, e.Unschedule(number=1, people=()), serial=31)
    cancelled = await read(scene.database, scene.round)
    assert cancelled
    assert (cancelled.starts, cancelled.form) == (None, "")
