"""All that is held about somebody is told, and nothing of anybody else."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from activities.retaining import erase
from store import officers, sessions, sign_ins
from store.accounts import ProviderAccount
from store.audit_log import Audit, add
from store.files import in_folder
from store.persons import NO_NAME, find
from store.reads.holding import held
from store.tables import Participant, Round
from tests.activities.test_erasing import EMAIL, HERS, NAME, SHE, named, officer, over
from tests.activities.world import NOON, World, invitation


async def about(world: World, who: str) -> dict[str, object]:
    async with world.database.reading() as s:
        person = await find(s, who)
        assert person
        told: dict[str, object] = json.loads(json.dumps(await held(s, person)))
    return told


def of(told: dict[str, object], what: str) -> list[dict[str, object]]:
    rows = told[what]
    assert isinstance(rows, list)
    return rows


async def test_who_takes_part_is_told_what_they_are_sent_and_have_sent(each_world: World) -> None:
    world = each_world
    await named(world)
    told = await about(world, EMAIL.upper())
    assert told["person"] == (await world.person(SHE)).model_dump()
    places = of(told, "participations")
    assert [(p["round_id"], p["id"], p["country"]) for p in places] == [
        (world.round, id, "CHL") for id in (SHE, "candidate-added-2.1")
    ]
    letters = of(told, "letters")
    assert letters
    assert all(letter["participant_id"] == SHE for letter in letters)
    assert any(NAME in str(letter["text"]) for letter in letters)
    (sent,) = of(told, "submissions")
    body = sent["body"]
    assert isinstance(body, dict)
    assert (sent["key"], body["reason"]) == (invitation(SHE), "For my health, says nobody but me")
    where = sorted(of(told, "named_in"), key=lambda row: str(row["kind"]))
    assert [(row["kind"], len(of(row, "said"))) for row in where] == [
        ("add_candidate", 1),
        ("propose_panel", 1),
    ]
    assert {of(row, "said")[0]["institution"] for row in where} == {HERS.institution}
    assert [file["filename"] for file in of(told, "files")] == [f"CV {NAME}.pdf"]
    actions = {(entry["actor"], entry["action"]) for entry in of(told, "audit")}
    assert (SHE, "answer_invitation") in actions
    assert ("ronda", "opened") in actions


async def test_nothing_of_others_is_told(each_world: World) -> None:
    world = each_world
    await named(world)
    other = await about(world, "jamaica.one@example.org")
    assert NAME not in repr(other)
    assert EMAIL not in repr(other)
    assert of(other, "submissions") == []
    her = repr(await about(world, EMAIL))
    assert "jamaica.one" not in her


async def test_who_somebody_is_in_one_round_is_somebody_else_in_another(each_world: World) -> None:
    world = each_world
    await named(world)
    focal = await world.person("focal_point")
    async with world.database.writing() as s:
        row = await s.get_one(Round, world.round)
        s.add(Round(**row.model_dump() | {"id": "another", "number": 99}))
        await s.flush()
        s.add(Participant(round_id="another", id="approver", person_id=focal.id, role="approver"))
        entry: Any = {"round_id": "another", "at": NOON, "recorded_at": NOON, "action": "opened"}
        for who in ("focal_point", "approver"):
            add(s, Audit(key=f"another/{who}", actor=who, **entry))
    told = of(await about(world, focal.email), "audit")
    assert [entry["actor"] for entry in told if entry["round_id"] == "another"] == ["approver"]


async def test_an_officer_is_told_what_they_have_at_the_desk_and_no_secret(each_world: World) -> None:
    world = each_world
    await named(world)
    now, mine = datetime.now(UTC), await officer(world)
    async with world.database.writing() as s:
        await sign_ins.hand_out(s, mine, "token", now)
        assert await sessions.begin(s, "token", "cookie", now)
        s.add(ProviderAccount(officer_id=mine, issuer="https://id.example", sub="somebody", bound_at=now))
        await officers.set_role(s, "DIS", "officer@example.org", "auditor", "operator")
    told = await about(world, "officer@example.org")
    desk = told["desk"]
    assert isinstance(desk, dict)
    assert {name: len(rows) for name, rows in desk.items()} == dict.fromkeys(desk, 1)
    for secret in (sign_ins.hashed("token"), sign_ins.hashed("cookie"), "key_hash", "sha256': '"):
        assert secret not in repr(desk) + repr(told["offices"])
    assert {"signed_in", "role_set", "opened"} <= {entry["action"] for entry in of(told, "audit")}


async def test_of_whoever_was_erased_nothing_is_told_but_what_the_record_needs(
    each_world: World, tmp_path: Path
) -> None:
    world = each_world
    await named(world)
    await over(world)
    her = (await world.person(SHE)).id
    await erase(world.database, in_folder(tmp_path), her)
    told = await about(world, her)
    assert [told[name] for name in ("drafts", "papers", "requests")] == [[], [], []]
    assert {of(row, "said")[0]["name"] for row in of(told, "named_in")} == {NO_NAME}
    assert not any("text" in letter for letter in of(told, "letters"))
    for word in ("Quetzalli", "Ibarra", EMAIL):
        assert word not in repr(told)
