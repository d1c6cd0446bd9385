from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from rounds.state import effects as e
from rounds.submissions.panel import AgreePanel
from rounds.submissions.request import CompleteRequest, Document
from store import drafts, inbox, keys, uploads
from store.officers import add_officer
from store.reads import links, rounds
from store.reads.rounds import RoundFilter
from store.session import Database
from store.tables import Grant, Officer
from store.uploads import Sender
from store.writes import assignments, letters
from store.writes import rounds as writes
from tests.queries import asked_meanwhile
from tests.store.scene import (
    DATES,
    KEY,
    OPENING,
    Scene,
    batch,
    contact,
    officers,
    open_assignment,
    open_round,
    opening,
    send,
)


async def found(database: Database, which: RoundFilter, secretariat: str = "DIS", **page: int) -> Any:
    """The countries of the rounds on a page, and how many there are in all."""
    async with database.reading() as s:
        listed = await rounds.rounds(s, secretariat, which, **{"limit": 10, **page})
    return [row.round.country for row in listed.rows], listed.total


@pytest.fixture
async def three(database: Database) -> Database:
    """PRY waits for its focal point, CHL is overdue, URY is closed; the latest change last."""
    officer = await officers(database)
    ids = [await open_round(database, officer, replace(OPENING, country=c)) for c in ("PRY", "CHL", "URY")]
    await open_assignment(database, ids[0], "agree_panel:1", "focal_point")
    async with database.writing() as s:
        late = opening("examine_request:1", "responsible_officer")
        await assignments.open_(s, batch(ids[1], late, serial=2), late, DATES)
        overdue = e.Escalate(key="examine_request:1", to=())
        await assignments.escalate(s, batch(ids[1], overdue, serial=3), overdue)
        for serial, (id, step, outcome) in enumerate(
            zip(ids, ("panel", "request", "closed"), ("", "", "internal"), strict=True), start=4
        ):
            await writes.advance(s, batch(id, serial=serial, step=step, outcome=outcome))
    return database


FILTERS = [
    (RoundFilter(), ["URY", "CHL", "PRY"]),
    (RoundFilter(methodology="ripso", country="PRY"), ["PRY"]),
    (RoundFilter(methodology="mecigep"), []),
    (RoundFilter(step="request"), ["CHL"]),
    (RoundFilter(waiting_on="focal_point"), ["PRY"]),
    (RoundFilter(overdue=True), ["CHL"]),
    (RoundFilter(overdue=False), ["URY", "PRY"]),
    (RoundFilter(open=True), ["CHL", "PRY"]),
    (RoundFilter(open=False), ["URY"]),
    (RoundFilter(open=True, overdue=True, waiting_on="focal_point"), []),
]


async def test_rounds_are_found_by_what_they_are_and_what_they_wait_for(three: Database) -> None:
    answers = [await found(three, which) for which, _ in FILTERS]

    assert answers == [(countries, len(countries)) for _, countries in FILTERS]


async def test_rounds_come_in_pages(three: Database) -> None:
    assert await found(three, RoundFilter(), limit=2) == (["URY", "CHL"], 3)
    assert await found(three, RoundFilter(), limit=2, offset=2) == (["PRY"], 3)


async def test_another_secretariats_rounds_are_not_shown(three: Database) -> None:
    assert await found(three, RoundFilter(), secretariat="DGPE") == ([], 0)
    async with three.reading() as s:
        row = (await rounds.rounds(s, "DIS", RoundFilter(), limit=1)).rows[0]
        assert await rounds.round_(s, row.round.id, "DGPE") is None


async def test_a_listed_round_says_what_it_waits_for(three: Database) -> None:
    async with three.reading() as s:
        listed = await rounds.rounds(s, "DIS", RoundFilter(), limit=10)

    assert [[(a.key, a.overdue) for a in row.waiting] for row in listed.rows] == [
        [],
        [("examine_request:1", True)],
        [("agree_panel:1", False)],
    ]


async def test_one_round_is_read_whole(scene: Scene) -> None:
    sent = await send(scene.database, scene.round, KEY, "focal_point", AgreePanel(choice="agree"))
    async with scene.database.writing() as s:
        now = batch(scene.round, serial=3)
        await letters.write(s, now, key="1", participant_id="focal_point", template="assignment", params={})

    async with scene.database.reading() as s:
        read = await rounds.round_(s, scene.round, "DIS")

    assert read
    assert [a.key for a in read.assignments] == [KEY]
    assert [row.kind for row in read.submissions] == ["open_round", "agree_panel"]
    assert read.submissions[1].id == sent
    assert [letter.key for letter in read.letters] == ["1"]
    assert [someone.person.name for someone in read.people] == ["Alternate", "Focal", "Head", "Officer"]
    assert (read.uploads, read.versions, read.visit) == ((), (), None)


async def test_what_a_round_accepted_is_read_by_kind(scene: Scene) -> None:
    for choice in ("changes", "agree"):
        body = AgreePanel(choice=choice)
        sent = await send(scene.database, scene.round, KEY, "focal_point", body)
        async with scene.database.writing() as s:
            await inbox.answer(s, sent, "accepted")
    await send(scene.database, scene.round, KEY, "focal_point", AgreePanel(choice="agree"))

    async with scene.database.reading() as s:
        said = [inbox.body_of(row).choice for row in await rounds.accepted(s, scene.round, "agree_panel")]

    assert said == ["changes", "agree"]


async def grant_id(scene: Scene, key: str) -> str:
    async with scene.database.reading() as s:
        which = (Grant.assignment_key == key, Grant.participant_id == "focal_point")
        return (await s.exec(select(Grant.id).where(*which))).one()


async def test_a_links_page_asks_four_queries(scene: Scene) -> None:
    id = await grant_id(scene, KEY)
    await send(scene.database, scene.round, KEY, "focal_point", AgreePanel(choice="agree"))
    async with scene.database.writing() as s:
        await drafts.save(
            s, round_id=scene.round, assignment_key=KEY, participant_id="focal_point", body={"a": 1}
        )

    with asked_meanwhile(scene.database) as asked:
        async with scene.database.reading() as s:
            link = await links.link(s, id)

    assert len(asked) == 4
    assert link
    assert link.assignment
    assert (link.person.name, link.round.id, link.contact.name) == ("Focal", scene.round, "Officer")
    assert (link.assignment.key, link.acts) == (KEY, True)
    assert [(said.row.state, said.by and said.by.name) for said in link.said] == [("received", "Focal")]
    assert [(drafted.by.name, drafted.draft.body) for drafted in link.drafts] == [("Focal", {"a": 1})]


async def test_a_link_of_a_closed_assignment_shows_and_does_not_act(scene: Scene) -> None:
    id = await grant_id(scene, KEY)
    await scene.do(assignments.close, e.Close(key=KEY, state="waived"))

    async with scene.database.reading() as s:
        link = await links.link(s, id)

    assert link
    assert not link.acts


async def test_a_revoked_link_reads_like_one_that_never_was(scene: Scene) -> None:
    id = await grant_id(scene, KEY)
    await scene.do(assignments.open_, opening(KEY, "alternate_contact", again=True), DATES)

    async with scene.database.reading() as s:
        assert await links.link(s, id) is None
        assert await links.link(s, "0" * 32) is None


async def test_my_round_has_no_assignment(scene: Scene) -> None:
    async with scene.database.reading() as s:
        link = await links.link(s, await grant_id(scene, ""))

    assert link
    assert (link.grant.purpose, link.assignment) == ("my_round", None)


async def test_documents_are_those_of_the_request_as_it_was_last_sent(scene: Scene) -> None:
    async with scene.database.writing() as s:
        kept = await uploads.keep(
            s,
            Sender(round_id=scene.round),
            filename="a.pdf",
            media_type="application/pdf",
            size=1,
            sha256="0",
        )
    async with scene.database.reading() as s:
        assert [paper.title for paper in await links.papers(s, scene.round)] == ["Site"]
    body = CompleteRequest(
        initiative="Another",
        stage="design",
        objective="One",
        reference_documents=(
            Document(title="File", file=kept.id),
            Document(title="Web", url="https://example.org/b"),
        ),
    )
    sent = await send(scene.database, scene.round, "complete_request:1", "focal_point", body)
    async with scene.database.writing() as s:
        await inbox.answer(s, sent, "accepted")

    async with scene.database.reading() as s:
        papers = await links.papers(s, scene.round)

    assert [(p.title, p.url, p.upload and p.upload.filename) for p in papers] == [
        ("File", "", "a.pdf"),
        ("Web", "https://example.org/b", None),
    ]


async def test_an_officer_is_known_by_the_hash_of_their_key_until_they_have_another(
    database: Database,
) -> None:
    await officers(database)

    async def another_key(head: bool) -> str:
        async with database.writing() as s:
            return await add_officer(s, "DIS", contact("officer"), head=head)

    async def whose(key: str) -> str | None:
        async with database.reading() as s:
            read = await keys.known(s, key, datetime.now(UTC))
        return read.person.name if read else None

    old, new = await another_key(False), await another_key(False)

    assert [await whose(old), await whose(new), await whose("")] == [None, "Officer", None]
    async with database.writing() as s:
        assert len((await s.exec(select(Officer))).all()) == 2
        for row in await s.exec(select(Officer)):
            row.revoked_at = row.created_at + timedelta(days=1)
    assert await whose(new) is None
