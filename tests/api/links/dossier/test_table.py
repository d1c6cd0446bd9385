"""The table on pages and by address: each role, each matter, at each step, in each methodology (Z6)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from api.links.dossier.reading import GROUPS
from api.links.dossier.registry import MATTERS as ROWS
from methodologies.loader import methodology, names
from rounds.methodology.dossier import FORMER, MATTERS, PEOPLE, READERS, readable
from store.session import Database
from store.tables import Assignment, Grant, Round
from templates import dossier as words
from templates.render import Renderer
from tests.api.links.dossier.stage import ME, Stage
from tests.databases import sqlite_template, sqlite_url  # noqa: F401 - fixtures, found by their names
from tests.store import scene

ES = Renderer().words("es")


@pytest.fixture
async def stage(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:  # noqa: F811 - the fixture of that name
    database = Database(sqlite_url)
    made = Stage(database, await scene.begun(database), tmp_path)
    # Of a candidate it is asked whether they may still take the seat.
    await scene.open_assignment(database, made.round, f"answer_invitation:{ME}", "focal_point")
    yield made
    await made.http.aclose()
    await database.close()


def test_z6_every_matter_has_its_row_its_words_and_its_place() -> None:
    assert tuple(ROWS) == MATTERS
    assert set(words.MATTERS) == set(words.EMPTY) == set(MATTERS)
    assert [*PEOPLE, *(name for names in GROUPS.values() for name in names)] == [*MATTERS]
    assert set(words.GROUPS) == set(GROUPS)


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("name", names())
async def test_z6_a_role_finds_on_its_page_and_by_address_what_the_table_says_and_nothing_else(
    stage: Stage, name: str, who: str
) -> None:
    m = methodology(name)
    address = await stage.enter()
    before: tuple[str, ...] = ()
    for step in m.steps:
        await stage.at(name, who, step)
        expected = readable(m, who, step)
        page = (await stage.http.get(address)).text
        linked = [matter for matter in MATTERS if f'href="{address}/dossier/{matter}"' in page]
        assert linked == [matter for matter in expected if matter not in PEOPLE], step
        sides = [matter for matter in PEOPLE if f"<h3>{ES.say(words.MATTERS[matter])}</h3>" in page]
        assert sides == [matter for matter in expected if matter in PEOPLE], step
        # What was to be had before still is: asked for again at the last step alone, for the time it takes.
        known = () if step == m.steps[-1] else before
        for matter in [matter for matter in MATTERS if matter not in known]:
            answer = await stage.http.get(f"{address}/dossier/{matter}")
            assert (matter, step, answer.status_code) == (matter, step, 200 if matter in expected else 404)
        before = expected


async def test_z6_l12_what_is_not_for_a_reader_looks_like_what_there_is_not(stage: Stage) -> None:
    address = await stage.enter()
    await stage.at("ripso", "focal_point", "report")
    unknown = await stage.http.get("/l/0000000000000000")
    for place in ("contributions", "gossip", "report/9", "contributions/1", "request/files/1", "letters/1"):
        answer = await stage.http.get(f"{address}/dossier/{place}")
        assert (place, answer.status_code) == (place, 404)
        assert answer.content == unknown.content


async def test_l4_the_link_to_a_task_leads_to_no_dossier(stage: Stage) -> None:
    await scene.open_assignment(stage.database, stage.round, scene.KEY, ME, serial=3)
    async with stage.database.reading() as s:
        grant = (await s.exec(select(Grant.id).where(col(Grant.assignment_key) == scene.KEY))).one()
    entered = await stage.http.get(f"/a/{stage.tools.links.token(grant)}")
    address = entered.headers["location"]
    for place in ("dossier/request", "dossier/letters", "dossier.zip"):
        assert (await stage.http.get(f"{address}/{place}")).status_code == 404


async def test_z6_my_round_tells_whose_turn_it_is_as_far_as_its_reader_sees_them(stage: Stage) -> None:
    address = await stage.enter()
    for n, key in enumerate(("agree_panel:1", "add_candidate:expert-2:1"), start=3):
        await scene.open_assignment(stage.database, stage.round, key, "focal_point", serial=n)
    async with stage.database.writing() as s:
        # Opened for the focal point by the scene; it is the secretariat that adds a candidate.
        await s.exec(update(Assignment).values(role="focal_point"))
        added = col(Assignment.kind) == "add_candidate"
        await s.exec(update(Assignment).where(added).values(role="responsible_officer"))
    agree, add = ES.kind("agree_panel"), ES.kind("add_candidate")
    for who, told in (
        ("focal_point", {agree, add}),
        ("expert", {agree}),
        ("candidate", set()),
        (FORMER, set()),
    ):
        await stage.at("ripso", who, "panel")
        page = (await stage.http.get(address)).text
        assert {task for task in (agree, add) if f"<dt>{task}</dt>" in page} == told, who
        assert ("En este momento la ronda espera a otras personas." in page) == (who == "candidate"), who


async def test_a_round_that_is_over_says_of_what_it_lacks_nothing_that_may_still_come(stage: Stage) -> None:
    address = await stage.enter()
    await stage.at("ripso", "focal_point", "publication")

    async def said() -> list[str]:
        pages = [(await stage.http.get(f"{address}{place}")).text for place in ("", "/dossier/agenda")]
        told = {"yet": f"({ES.say(words.NOTHING_YET)})", "mark": f"({ES.say(words.NOTHING)})"}
        told |= {"empty": ES.say(words.EMPTY["agenda"]), "never": ES.say(words.NEVER)}
        return [name for page in pages for name, sentence in told.items() if sentence in page]

    assert await said() == ["yet", "empty"]
    async with stage.database.writing() as s:
        await s.exec(update(Round).values(closed_at=datetime(2026, 11, 2, tzinfo=UTC)))
    # Nobody had a seat: that stands on the first page.
    assert await said() == ["mark", "never", "never"]


async def test_z6_a_candidate_who_can_no_longer_take_the_seat_reads_their_own_alone(stage: Stage) -> None:
    address = await stage.enter()
    await stage.at("ripso", "candidate", "panel")
    for state, status in (("open", 200), ("lingering", 200), ("closed", 404), ("fulfilled", 404)):
        async with stage.database.writing() as s:
            await s.exec(update(Assignment).values(state=state))
        assert (state, (await stage.http.get(f"{address}/dossier/request")).status_code) == (state, status)
        assert (await stage.http.get(f"{address}/dossier/letters")).status_code == 200
    # Accepted, with a declared conflict of interest that is being reviewed.
    await scene.open_assignment(stage.database, stage.round, f"review_conflict:{ME}", "focal_point", serial=4)
    assert (await stage.http.get(f"{address}/dossier/request")).status_code == 200


async def test_l3_who_has_left_still_reads_the_letters_that_they_were_sent(stage: Stage) -> None:
    address = await stage.enter()
    await stage.at("ripso", FORMER, "report")
    async with stage.database.writing() as s:
        await s.exec(update(Grant).where(col(Grant.participant_id) == ME).values(state="ended"))
    assert (await stage.http.get(f"{address}/dossier/letters")).status_code == 200
    assert (await stage.http.get(f"{address}/dossier/report")).status_code == 404
