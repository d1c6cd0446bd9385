"""Somebody is erased: who they were is nowhere any more, and the record of their rounds is whole."""

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select, update

from activities.retaining import erase
from activities.sweeping import Sweeping
from rounds.state.effects import Readdress, Take
from rounds.submissions.interventions import AskMoreTime, CorrectAddress
from rounds.submissions.panel import AddCandidate, AnswerInvitation, Shortlist
from store import accounts, inbox, keys, officers, sessions, sign_ins
from store.audit_log import Audit
from store.desk_log import log
from store.desk_tables import RoundNote, SavedView
from store.drafts import save
from store.erasures import InTheWay
from store.files import in_folder
from store.letterheads import Letterhead
from store.persons import NO_NAME, find, nowhere
from store.reads import chain
from store.requests import RoundRequest
from store.sent_texts import SentText
from store.session import Database
from store.tables import Grant, Inbox, Letter, Officer, Participant, Person, Round, Secretariat
from store.uploads import Upload
from tests.activities.world import NOON, OPENING, PANEL, World, candidate, invitation, opening
from tests.store import scene

NAME, EMAIL = "Quetzalli Ibarra", "q.ibarra@peers.example"
HERS = replace(candidate(NAME, "CHL"), email=EMAIL, institution="Instituto Nacional")
FIRST = Shortlist(candidates=(HERS, *PANEL.seats[0].candidates[1:]))
WITH_HER = replace(PANEL, seats=(FIRST, PANEL.seats[1]))
SHE = "candidate-1.1.1"
INVITED = opening(invitation(SHE), SHE, [SHE])


async def named(world: World) -> None:
    """She is proposed, the beneficiary is asked, she is invited; others have written of her."""
    await world.take(WITH_HER, "propose_panel:1", "responsible_officer")
    await world.commit(opening("agree_panel:1", "focal_point", ["focal_point"]), INVITED)
    declined = AnswerInvitation(choice="decline", reason="For my health, says nobody but me")
    await world.take(declined, invitation(SHE), SHE)
    await world.take(AddCandidate(**asdict(HERS)), "add_candidate:expert-2:1", "responsible_officer")
    await world.take(AskMoreTime(due=NOON.date(), reason=f"{NAME} is away"), "agree_panel:1", "focal_point")
    async with world.database.writing() as s:
        text = f"Called {NAME.upper()}; write to {EMAIL}, not to no{EMAIL}."
        s.add(RoundNote(id="n", round_id=world.round, officer_id=await officer(world), text=text, at=NOON))
        view: Any = {"name": "v", "query": "q=Quetzalli+Ibarra", "created_at": NOON}
        s.add(SavedView(id="v", officer_id=await officer(world), **view))
        row: Any = {"filename": f"CV {NAME}.pdf", "media_type": "application/pdf", "size": 1, "at": NOON}
        s.add(Upload(id="hers0000-1", round_id=world.round, participant_id=SHE, sha256="1", **row))
        await save(
            s,
            round_id=world.round,
            assignment_key="agree_panel:1",
            participant_id="focal_point",
            body={"comment": f"Rather not {NAME}", "choice": "changes"},
        )


async def officer(world: World) -> str:
    return str(next(o.id for o in await world.rows(Officer) if not o.head))


async def over(world: World, **also: Any) -> None:
    async with world.database.writing() as s:
        await s.exec(update(Round).values(closed_at=NOON, outcome="withdrawn", **also))


async def told(world: World) -> str:
    """All that the database says, in small letters, but for the log's hashes."""
    return repr(await world.everything()).lower()


async def person(database: Database, who: str) -> str:
    async with database.reading() as s:
        found = await find(s, who)
    assert found, who
    return found.id


async def whole(database: Database) -> int:
    """How many entries the chain has, each of which follows the one before."""
    async with database.reading() as s:
        found = await chain.verify(s)
    assert found.broken is None
    return found.entries


async def test_who_somebody_was_is_nowhere_and_the_record_is_whole(each_world: World, tmp_path: Path) -> None:
    world = each_world
    await named(world)
    await over(world)
    there = await told(world)
    assert [word for word in ("quetzalli", "ibarra", EMAIL, "for my health") if word not in there] == []
    entries, before = await whole(world.database), {row.key: row for row in await world.rows(Letter)}
    her = await person(world.database, EMAIL)
    erased = await erase(world.database, in_folder(tmp_path), her, reason="asked")
    assert (erased.rounds, erased.public) == (1, ())
    left = await told(world)
    for word in ("quetzalli", "ibarra'", f"'{EMAIL}", f" {EMAIL}", "for my health"):
        assert word not in left, left[left.index(word) - 300 :][:400]
    # The address of somebody else that ends with hers is somebody else's.
    assert [note.text for note in await world.rows(RoundNote)] == [
        f"Called {NO_NAME}; write to {NO_NAME}, not to no{EMAIL}."
    ]
    row = await world.person(SHE)
    assert (row.id, row.email, row.name, row.language) == (her, nowhere(her), NO_NAME, "es")
    assert [
        (p.name, p.institution, p.country, p.seat) for p in await world.rows(Participant) if p.id == SHE
    ] == [(NO_NAME, "", "CHL", 1)]
    assert {row.key for row in await world.rows(Letter)} == before.keys()
    assert {g.state for g in await world.rows(Grant) if g.participant_id == SHE} == {"revoked"}
    assert [u.filename for u in await world.rows(Upload)] == ["hers0000.pdf"]
    assert [v.id for v in await world.rows(SavedView)] == []
    assert await whole(world.database) == entries + 1
    last = max(await world.rows(Audit), key=lambda entry: entry.id or 0)
    assert (last.actor, last.action, last.subject) == ("operator", "person_erased", her)
    assert last.detail == {"reason": "asked", "rounds": 1}


async def test_what_others_sent_and_were_told_is_as_it_was_but_for_her(
    each_world: World, tmp_path: Path
) -> None:
    world = each_world
    await named(world)
    await over(world)
    kept, said = {r.id: r for r in await world.rows(Inbox)}, {t.letter: t for t in await world.rows(SentText)}
    to_her = {row.key for row in await world.rows(Letter) if row.participant_id == SHE}
    assert any(NAME in text.body for key, text in said.items() if key not in to_her)
    await erase(world.database, in_folder(tmp_path), await person(world.database, EMAIL))
    for row in await world.rows(Inbox):
        body, was = inbox.body_of(row), inbox.body_of(kept[row.id])
        assert row.sha256 == inbox.digest(row.body)
        if row.kind == "propose_panel":
            her = was.seats[0].candidates[0]
            (gone, *others), *seats = (seat.candidates for seat in body.seats)
            assert (gone.name, gone.institution, gone.country, gone.points) == (
                NO_NAME,
                NO_NAME,
                "CHL",
                her.points,
            )
            assert (tuple(others), body.coordinators) == (was.seats[0].candidates[1:], was.coordinators)
            assert seats == [was.seats[1].candidates]
        elif row.kind == "add_candidate":
            assert (body.name, body.email, body.institution) == (NO_NAME, body.email, NO_NAME)
            assert body.email.endswith("@erased.invalid")
        elif row.kind == "answer_invitation":
            assert (body.choice, body.reason) == ("decline", "…")
        elif row.kind == "ask_more_time":
            assert body.reason == f"{NO_NAME} is away"
        else:
            assert (row.body, row.sha256) == (kept[row.id].body, kept[row.id].sha256)
    now = {text.letter: text for text in await world.rows(SentText)}
    assert now.keys() == said.keys() - to_her
    for key, text in now.items():
        was = said[key].body.replace("\n", " ").replace(NAME, NO_NAME).replace(EMAIL, NO_NAME)
        assert text.body.split() == was.split(), key


async def test_erased_twice_it_is_done_once_and_nothing_changes(each_world: World, tmp_path: Path) -> None:
    world = each_world
    await named(world)
    await over(world)
    her = await person(world.database, EMAIL)
    await erase(world.database, in_folder(tmp_path), her, reason="obliged")
    first = await scene.everything(world.database)
    await erase(world.database, in_folder(tmp_path), her, reason="asked")
    again = await scene.everything(world.database)
    assert [row["reason"] for row in again["erasure"]] == ["obliged"]
    for name in first.keys() - {"audit", "erasure"}:
        assert again[name] == first[name], name


async def refused(world: World, folder: Path, who: str) -> tuple[str, tuple[str, ...]]:
    before = await world.everything()
    with pytest.raises(InTheWay) as why:
        await erase(world.database, in_folder(folder), await person(world.database, who))
    assert await world.everything() == before
    return why.value.why, why.value.where


async def test_whoever_takes_part_in_an_open_round_works_or_waits_is_not_erased(
    each_world: World, tmp_path: Path
) -> None:
    world = each_world
    await named(world)
    focal = OPENING.focal_point.email
    assert await refused(world, tmp_path, focal) == ("takes_part", (world.round,))
    await over(world, publishing=True)
    assert await refused(world, tmp_path, focal) == ("takes_part", (world.round,))
    await over(world, publishing=False)
    works = "officer@example.org"
    assert await refused(world, tmp_path, works) == ("works", ("DIS",))
    late = await world.send(AskMoreTime(due=NOON.date(), reason="Late"), "agree_panel:1", "focal_point")
    assert await refused(world, tmp_path, focal) == ("unanswered", (world.round,))
    async with world.database.writing() as s:
        assert await inbox.answer(s, late, "refused", "not_open")
        await officers.end(s, "DIS", works, "operator")
        signed = Letterhead(signatures={"es": "Officer, at your service"})
        await s.exec(update(Secretariat).values(letterhead={"signatures": dict(signed.signatures)}))
    assert await refused(world, tmp_path, works) == ("letterhead", ("DIS",))
    async with world.database.writing() as s:
        await s.exec(update(Secretariat).values(letterhead={}))
    for who in (focal, works):
        await erase(world.database, in_folder(tmp_path), await person(world.database, who))
    assert await whole(world.database)


async def test_whoever_has_left_is_erased_while_the_round_goes_on(each_world: World, tmp_path: Path) -> None:
    world = each_world
    await named(world)
    async with world.database.writing() as s:
        hers = col(Participant.person_id) == (await world.person(SHE)).id
        await s.exec(update(Participant).where(hers).values(state="left"))
    await erase(world.database, in_folder(tmp_path), await person(world.database, EMAIL))
    assert "quetzalli" not in await told(world)
    # It goes on: the beneficiary still answers.
    await world.commit(opening("agree_panel:2", "focal_point", ["focal_point"]))
    assert await world.grants("agree_panel:2") == ["focal_point"]


async def test_an_address_that_was_corrected_goes_with_its_person(each_world: World, tmp_path: Path) -> None:
    world = each_world
    await named(world)
    new = "ibarra.q@other.example"
    sent = await world.send(CorrectAddress(participant=SHE, email=new), by="", officer="an-officer")
    await world.commit(
        Take(submission=sent, key="", subject="correct_address", by="", officer="an-officer"),
        Readdress(participant=SHE, submission=sent, keys=()),
    )
    await over(world)
    her, old = await person(world.database, new), await person(world.database, EMAIL)
    assert her != old
    await erase(world.database, in_folder(tmp_path), her)
    left = await told(world)
    assert [word for word in ("quetzalli", new, f"'{EMAIL}'", f'"{EMAIL}"') if word in left] == []
    assert {p.name for p in await world.rows(Person) if p.id in (her, old)} == {NO_NAME}


async def test_with_an_officer_goes_all_that_they_had_at_the_desk(each_world: World, tmp_path: Path) -> None:
    world = each_world
    now, mine = datetime.now(UTC), await officer(world)
    async with world.database.writing() as s:
        await sign_ins.hand_out(s, mine, "token", now)
        assert await sessions.begin(s, "token", "cookie", now)
        await keys.make(s, mine, "a laptop of theirs", "read", "operator", now)
        s.add(accounts.ProviderAccount(officer_id=mine, issuer="i", sub="somebody", bound_at=now))
        await officers.end(s, "DIS", "officer@example.org", "operator")
    await over(world)
    await erase(world.database, in_folder(tmp_path), await person(world.database, "officer@example.org"))
    left = (await world.everything()).items()
    assert [name for name, rows in left if any(row.get("officer_id") == mine for row in rows)] == ["inbox"]
    # What they did is on record, as an officer's of whom no more is known.
    assert [o.id for o in await world.rows(Officer) if o.id == mine] == [mine]
    assert any(entry.actor == mine for entry in await world.rows(Audit))


async def test_a_mail_that_proves_what_they_asked_for_goes_with_its_content(
    each_world: World, tmp_path: Path
) -> None:
    world = each_world
    await named(world)
    contents = in_folder(tmp_path)
    mail, paper = contents.keep(b"From: her"), contents.keep(b"A paper")
    async with world.database.writing() as s:
        for id, sha256, kind in (("mail", mail, "message/rfc822"), ("paper", paper, "application/pdf")):
            row: Any = {"filename": f"{id}.x", "media_type": kind, "size": 9, "at": NOON}
            s.add(Upload(id=id, round_id=world.round, officer_id="o", sha256=sha256, **row))
        (answered,) = (await s.exec(select(Inbox).where(Inbox.kind == "answer_invitation"))).all()
        answered.proof, answered.reason = "mail", f"{NAME} wrote to us"
    await over(world)
    done = await erase(world.database, contents, await person(world.database, EMAIL))
    assert done.files == (mail,)
    assert (contents.names(), contents.there()) == ([paper], {paper, mail})
    await Sweeping(world.database, contents).settle(datetime.now(UTC) + timedelta(days=1))
    assert contents.there() == {paper}
    (row,) = [row for row in await world.rows(Inbox) if row.kind == "answer_invitation"]
    assert (row.proof, row.reason) == ("mail", f"{NO_NAME} wrote to us")


async def test_who_asked_for_a_round_is_forgotten_too(each_world: World, tmp_path: Path) -> None:
    world = each_world
    await named(world)
    await over(world)
    given: Any = {"secretariat_id": "DIS", "language": "es", "received_at": NOON}
    given |= dict.fromkeys(("methodology", "country", "institution", "initiative", "stage", "objective"), "x")
    given |= {"name": NAME, "email": EMAIL}
    async with world.database.writing() as s:
        s.add(RoundRequest(id="1", state="opened", round_id=world.round, **given))
        s.add(RoundRequest(id="2", state="waiting", **given))
        log(s, "officer_ended", "o", by="operator", now=NOON)
    await erase(world.database, in_folder(tmp_path), await person(world.database, EMAIL))
    assert [(r.id, r.name, r.email) for r in await world.rows(RoundRequest)] == [("1", NO_NAME, nowhere("1"))]
