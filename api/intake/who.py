"""Whom a submission names, against those who are there: rules see no addresses."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.keys import Key
from rounds.state.sides import (
    OFFICERS,
    ActsForAnother,
    CountryDiffers,
    NoCandidate,
    OfficersAddress,
    Side,
    side,
)
from rounds.steps.warnings import OTHER_COUNTRY
from rounds.submissions.fields import leaves
from rounds.submissions.interventions import CorrectAddress, Delegate, MendAddress, ReplacePerson
from rounds.submissions.panel import AddCandidate, AnswerInvitation, ProposePanel
from rounds.submissions.refusals import NotAnOfficer, SamePerson
from rounds.submissions.request import OpenRound
from store.officers import is_officer
from store.persons import normal
from store.reads import asked, parties, rounds, sides
from store.reads.rounds import Someone
from store.tables import Round

COORDINATORS = "coordinators."


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody who is to act for one side: at which address, and the field (dotted) that says so."""

    email: str
    field: str
    side: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A submission that names somebody, to this round: for which assignment, by whom."""

    s: AsyncSession
    round: Round
    key: str
    by: str
    body: Any

    async def people(self) -> tuple[Someone, ...]:
        """Who takes part, those who left too."""
        return await rounds.people(self.s, self.round.id)


async def check_opening(s: AsyncSession, body: OpenRound) -> None:
    """S9: nobody of the beneficiary is an officer. Raises: OfficersAddress, naming the field."""
    await _check_officers(s, list(_parties(body, lambda _: "beneficiary")))


async def check(s: AsyncSession, round: Round, key: str, by: str, body: Any) -> None:
    """Nobody acts for two sides of a round, replaces themselves or is their own delegate (P7, S9).

    Raises, naming the field: SamePerson, NotAnOfficer, OfficersAddress, ActsForAnother, CountryDiffers;
    NoCandidate for an invitation.
    """
    if rule := RULES.get(type(body)):
        await rule(Named(s=s, round=round, key=key, by=by, body=body))


async def _panel(n: Named) -> None:
    def of(field: str) -> Side:
        return "secretariat" if field.startswith(COORDINATORS) else "panel"

    named = list(_parties(n.body, of))
    await _check_sides(n, named)
    await _check_countries(n, [p for p in named if p.side == "panel"])


async def _delegate(n: Named) -> None:
    holders = await parties.holders(n.s, n.round.id, n.key)
    if normal(n.body.delegate.email) in {person.email for _, person in holders}:
        raise SamePerson(field="delegate.email")
    if a := await asked.assignment(n.s, n.round.id, n.key):
        await _check_sides(n, list(_parties(n.body, lambda _: side(a.role))))


async def _newcomer(n: Named) -> None:
    old = [x for x in await n.people() if x.participant.id == n.body.participant]
    if any(x.person.email == normal(n.body.newcomer.email) for x in old):
        raise SamePerson(field="newcomer.email")
    await _check_places(n, old)


async def _corrected(n: Named) -> None:
    await _check_address(n, n.body.participant)


async def _mended(n: Named) -> None:
    await _check_address(n, Key.parse(n.key).about)


async def _check_address(n: Named, participant: str) -> None:
    """All that somebody is in the round moves with their address."""
    there = await n.people()
    whose = {x.person.id for x in there if x.participant.id == participant}
    await _check_places(n, [x for x in there if x.person.id in whose])


async def _accepts(n: Named) -> None:
    """P7: whoever has come to act for another side since they were named takes no seat."""
    candidate = await parties.known(n.s, n.round.id, n.by)
    if n.body.choice != "accept" or candidate is None:
        return
    email = candidate[1].email
    others = [x for x in await sides.acting(n.s, n.round.id, [email]) if x.side != "panel"]
    if others or await sides.officers(n.s, [email]):
        raise NoCandidate


RULES: dict[type, Callable[[Named], Awaitable[None]]] = {
    ProposePanel: _panel,
    AddCandidate: _panel,
    Delegate: _delegate,
    ReplacePerson: _newcomer,
    CorrectAddress: _corrected,
    MendAddress: _mended,
    AnswerInvitation: _accepts,
}
"""What is asked of the addresses in each kind of submission that has some, or is somebody's own to give."""


def _parties(body: Any, of: Callable[[str], Side]) -> Iterator[Party]:
    """Each address of a submission, and for whom whoever is there is to act, by the field that names it."""
    for leaf in leaves(body):
        if leaf.text and leaf.text.form == "email":
            yield Party(email=normal(leaf.value), field=leaf.path, side=of(leaf.path))


async def _check_places(n: Named, places: list[Someone]) -> None:
    """The same of whoever comes to these places, or is there under another address."""
    acting = await sides.acting(n.s, n.round.id, {x.person.email for x in places})
    ids = {x.participant.id for x in places}
    named = list(_parties(n.body, lambda _: "secretariat"))
    for place in [x for x in acting if x.participant in ids]:
        await _check_sides(n, [replace(party, side=place.side) for party in named])
    if any(x.participant.role in OFFICERS for x in places):
        for party in named:
            if not await is_officer(n.s, n.round.secretariat_id, party.email):
                raise NotAnOfficer(field=party.field)


async def _check_sides(n: Named, named: list[Party]) -> None:
    await _check_officers(n.s, named)
    acting = await sides.acting(n.s, n.round.id, [p.email for p in named])
    for party in named:
        others = [x.side for x in acting if x.email == party.email and x.side != party.side]
        if others:
            raise ActsForAnother(field=party.field, side=min(others))


async def _check_officers(s: AsyncSession, named: list[Party]) -> None:
    officers = await sides.officers(s, [p.email for p in named])
    for party in named:
        if party.side != "secretariat" and party.email in officers:
            raise OfficersAddress(field=party.field)


async def _check_countries(n: Named, named: list[Party]) -> None:
    """P7: what is declared now counts; an officer confirms that it is another country than before."""
    if OTHER_COUNTRY in n.body.acknowledged:
        return
    known = await sides.countries(n.s, n.round.secretariat_id, [p.email for p in named])
    said = {leaf.path: leaf.value for leaf in leaves(n.body)}
    for party in named:
        field = f"{party.field.removesuffix('email')}country"
        before = known[party.email]
        if before and before[-1] != said[field]:
            raise CountryDiffers(field=field, known=before[-1], country=said[field])
