"""Whom a submission names: nobody acts for two sides of a round, and another country is asked about."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from api.intake import who
from rounds.state import effects as e
from rounds.state.delegating import Share, Unshare
from rounds.state.people import delegate_id
from rounds.submissions.interventions import (
    CorrectAddress,
    Delegate,
    EndDelegation,
    MendAddress,
    ReplacePerson,
)
from rounds.submissions.panel import AddCandidate, AnswerInvitation, ProposePanel, Shortlist
from rounds.submissions.people import Candidate
from rounds.submissions.refusals import Refusal
from store.officers import add_officer, add_secretariat
from store.session import Database
from store.tables import Officer, Person, Round
from store.writes import assignments, people
from tests.store.scene import KEY, OPENING, batch, begun, contact, open_assignment, open_round, send

CHILE = "candidate-1.1.1"
INVITED = f"answer_invitation:{CHILE}"
ACCEPT = AnswerInvitation(choice="accept", ad_honorem=True, institution_agrees=True, conflict="none")


def candidate(who: str, country: str = "CHL") -> Candidate:
    return Candidate(**vars_of(who), country=country, institution="Ministry")


def added(who: str, country: str = "CHL", acknowledged: tuple[str, ...] = ()) -> AddCandidate:
    return AddCandidate(**vars_of(who), country=country, institution="Ministry", acknowledged=acknowledged)


def vars_of(who: str) -> dict[str, Any]:
    named = contact(who)
    return {"name": named.name, "email": named.email, "language": named.language}


def panel(*candidates: Candidate, coordinator: str = "coordinator") -> ProposePanel:
    return ProposePanel(
        seats=tuple(Shortlist(candidates=(one,)) for one in candidates), coordinators=(contact(coordinator),)
    )


class Party:
    """A round with an open agreement on its panel, a proposal that brought people, and a delegate."""

    def __init__(self, database: Database, round: str) -> None:
        self.database = database
        self.round = round
        self.delegate = ""

    async def says(self, body: Any, key: str = "", by: str = "") -> Any:
        """Code, field and values of the refusal; None when nobody objects."""
        async with self.database.reading() as s:
            round = await s.get(Round, self.round)
            assert round
            try:
                await who.check(s, round, key, by, body)
            except Refusal as refusal:
                return refusal.code, refusal.field, refusal.values
        return None

    async def takes(self, body: Any, key: str, by: str, *, serial: int) -> str:
        """The round has accepted a submission."""
        sent = await send(self.database, self.round, key, by, body)
        taken = e.Take(submission=sent, key=key, subject=body.kind, by=by, officer="")
        async with self.database.writing() as s:
            await assignments.take(s, batch(self.round, taken, serial=serial), taken)
        return sent


@pytest.fixture
async def party(database: Database) -> Party:
    party = Party(database, await begun(database))
    await open_assignment(database, party.round, KEY, "focal_point")
    await party.takes(panel(candidate("chile")), "propose_panel:1", "responsible_officer", serial=4)
    sent = await party.takes(Delegate(delegate=contact("helper")), KEY, "focal_point", serial=5)
    party.delegate = delegate_id(sent)
    share = Share(key=KEY, owner="focal_point", delegate=party.delegate, submission=sent)
    async with database.writing() as s:
        await people.share(s, batch(party.round, share, serial=5), share)
    return party


def for_another(field: str, side: str) -> Any:
    return "acts_for_another", field, {"side": side}


OFFICER: Any = ("officers_address", "seats.0.candidates.0.email", {})
NAMED = [
    pytest.param(panel(candidate("stranger")), None, id="P7 somebody new"),
    pytest.param(panel(candidate("chile")), None, id="P7 whoever was proposed before"),
    pytest.param(
        panel(candidate("focal")),
        for_another("seats.0.candidates.0.email", "beneficiary"),
        id="P7 focal point",
    ),
    pytest.param(
        panel(candidate("helper")),
        for_another("seats.0.candidates.0.email", "beneficiary"),
        id="P7 a delegate of the beneficiary",
    ),
    pytest.param(panel(candidate("officer")), OFFICER, id="S9 the officer"),
    pytest.param(panel(candidate("abroad")), OFFICER, id="S9 an officer of another secretariat"),
    pytest.param(
        panel(candidate("coordinator")),
        for_another("seats.0.candidates.0.email", "secretariat"),
        id="P7 a coordinator",
    ),
    pytest.param(panel(candidate("stranger"), coordinator="officer"), None, id="P3 an officer coordinates"),
    pytest.param(
        panel(candidate("stranger"), coordinator="focal"),
        for_another("coordinators.0.email", "beneficiary"),
        id="P7 a coordinator of the beneficiary",
    ),
    pytest.param(added("alternate"), for_another("email", "beneficiary"), id="P7 added: alternate contact"),
    pytest.param(added("head"), ("officers_address", "email", {}), id="S9 added: the head"),
]


@pytest.mark.parametrize(("body", "expected"), NAMED)
async def test_whoever_acts_for_another_side_is_no_candidate_p7_s9(
    party: Party, body: Any, expected: Any
) -> None:
    await _officer_abroad(party.database)
    assert await party.says(body, "propose_panel:2", "responsible_officer") == expected


async def _officer_abroad(database: Database) -> None:
    async with database.writing() as s:
        await add_secretariat(s, "DGPE", "Another department")
        await add_officer(s, "DGPE", contact("abroad"), head=False)


PLACES = [
    pytest.param(Delegate(delegate=contact("stranger")), None, id="a delegate"),
    pytest.param(
        Delegate(delegate=contact("chile")), for_another("delegate.email", "panel"), id="a candidate helps"
    ),
    pytest.param(
        Delegate(delegate=contact("head")), ("officers_address", "delegate.email", {}), id="an officer helps"
    ),
    pytest.param(
        Delegate(delegate=contact("helper")), ("same_person", "delegate.email", {}), id="the same delegate"
    ),
    pytest.param(
        ReplacePerson(participant="focal_point", newcomer=contact("chile")),
        for_another("newcomer.email", "panel"),
        id="a candidate replaces",
    ),
    pytest.param(
        ReplacePerson(participant="focal_point", newcomer=contact("officer")),
        ("officers_address", "newcomer.email", {}),
        id="an officer replaces",
    ),
    pytest.param(
        ReplacePerson(participant="responsible_officer", newcomer=contact("stranger")),
        ("not_an_officer", "newcomer.email", {}),
        id="nobody but an officer replaces one",
    ),
    pytest.param(
        CorrectAddress(participant="focal_point", email=" Officer@Example.org"),
        ("officers_address", "email", {}),
        id="an officer's address",
    ),
    pytest.param(
        CorrectAddress(participant="focal_point", email="chile@example.org"),
        for_another("email", "panel"),
        id="a candidate's address",
    ),
    pytest.param(
        CorrectAddress(participant=CHILE, email="focal@example.org"),
        for_another("email", "beneficiary"),
        id="the focal point's for a candidate",
    ),
    pytest.param(
        CorrectAddress(participant="focal_point", email="alternate@example.org"), None, id="the alternate's"
    ),
    pytest.param(
        CorrectAddress(participant="responsible_officer", email="elsewhere@example.org"),
        ("not_an_officer", "email", {}),
        id="an officer's goes to an officer's alone",
    ),
    pytest.param(
        CorrectAddress(participant="responsible_officer", email="head@example.org"), None, id="as the head's"
    ),
]


@pytest.mark.parametrize(("body", "expected"), PLACES)
async def test_no_address_comes_to_act_for_two_sides_s9(party: Party, body: Any, expected: Any) -> None:
    assert await party.says(body, KEY, "focal_point") == expected


async def test_an_address_that_is_mended_is_looked_at_like_one_that_is_corrected_s9(party: Party) -> None:
    said = await party.says(MendAddress(email="head@example.org"), "mend_address:focal_point:1")
    assert said == ("officers_address", "email", {})
    delegates = f"mend_address:{party.delegate}:1"
    said = await party.says(MendAddress(email="chile@example.org"), delegates)
    assert said == for_another("email", "panel")


async def test_a_delegate_whose_help_has_ended_acts_for_nobody(party: Party) -> None:
    sent = await send(
        party.database, party.round, KEY, "focal_point", EndDelegation(participant=party.delegate)
    )
    ended = Unshare(key=KEY, owner="focal_point", delegate=party.delegate, submission=sent)
    async with party.database.writing() as s:
        await people.unshare(s, batch(party.round, ended, serial=6), ended)
    seen = added("helper", acknowledged=("other_country",))
    assert await party.says(seen, "add_candidate:expert-1:1") is None


async def test_whoever_came_to_act_for_the_beneficiary_accepts_no_seat_p7(party: Party) -> None:
    assert await party.says(ACCEPT, INVITED, CHILE) is None
    approver = ReplacePerson(participant="alternate_contact", newcomer=contact("chile"))
    await party.takes(approver, "", "", serial=6)
    assert await party.says(ACCEPT, INVITED, CHILE) == ("no_candidate", "", {})
    assert await party.says(replace(ACCEPT, choice="decline", reason="No"), INVITED, CHILE) is None


async def test_another_country_than_was_known_is_confirmed_by_the_officer_p7(party: Party) -> None:
    another = await open_round(party.database, await _officer(party.database))
    there = Party(party.database, another)
    unknown = ("country_differs", "seats.0.candidates.0.country", {"known": "CHL", "country": "URY"})
    proposal = panel(candidate("chile", "URY"))
    assert await there.says(proposal, "propose_panel:1", "responsible_officer") == unknown
    confirmed = replace(proposal, acknowledged=("other_country",))
    assert await there.says(confirmed, "propose_panel:1", "responsible_officer") is None
    assert await there.says(panel(candidate("chile")), "propose_panel:1", "responsible_officer") is None
    once_more = await party.says(added("chile", "URY"), "add_candidate:expert-1:1")
    assert once_more == ("country_differs", "country", {"known": "CHL", "country": "URY"})


async def test_what_another_secretariat_knows_of_somebody_is_not_told_s8(party: Party) -> None:
    await _officer_abroad(party.database)
    another = await open_round(party.database, await _officer(party.database))
    async with party.database.writing() as s:
        (await s.exec(select(Round).where(Round.id == another))).one().secretariat_id = "DGPE"
    there = Party(party.database, another)
    assert await there.says(panel(candidate("chile", "URY")), "propose_panel:1") is None


async def _officer(database: Database) -> str:
    async with database.reading() as s:
        found = select(Officer.id).join(Person).where(Person.email == "officer@example.org")
        return (await s.exec(found)).one()


async def test_nobody_of_a_beneficiary_that_asks_is_an_officer_s9(party: Party) -> None:
    body = replace(OPENING, approver=contact("head"))
    async with party.database.reading() as s:
        await who.check_opening(s, OPENING)
        with pytest.raises(Refusal) as refused:
            await who.check_opening(s, body)
    assert (refused.value.code, refused.value.field) == ("officers_address", "approver.email")
