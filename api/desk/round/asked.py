"""The form of an act: what it starts from, what it needs to know, for whom it is, and what proves it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools
from api.desk.refusing import NotShown
from api.desk.round.acts import ANSWERS, BY_KIND, KNOWN
from api.desk.round.answerers import answers, page_of
from api.desk.round.reader import OnDesk, on_desk
from api.desk.session import SignedIn
from api.links import changing, drafts, papers, returning
from api.links.dossier.reading import context
from api.links.forms import undecided
from api.links.linked import task_page_of
from api.links.tasks.prepared import Prepared
from api.links.tasks.registry import PAGES
from api.officers.in_place import FILED, is_own, stands_in
from api.officers.interventions import owner_of
from methodologies.days_off import is_day_off, whose
from rounds.interventions import revising
from rounds.registry import KINDS, MODELS
from rounds.state.kinds import StandsIn
from rounds.state.people import is_delegate
from rounds.steps.warnings import DAY_OFF
from rounds.submissions.fields import shape
from rounds.submissions.interventions import Extend
from store.reads import letters, parties
from store.reads import papers as attached
from store.reads.known import Known
from store.tables import Assignment, Participant, Person, Round
from templates import dates
from templates.background import Link
from templates.forms import Asking
from templates.marked import marked

REASON = "reason"
FOR_OWNER = ("delegate", "end_delegation")
"""What an officer does in the place of whoever owns an assignment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which act is asked for: its kind, and what its address says."""

    kind: str
    key: str = ""
    by: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An act that may be typed: for whom it is sent, what it is about, and its form.

    `own`: the officer answers for themselves. `filled` is what the address says of the form.
    """

    wanted: Wanted
    link: OnDesk
    round: Round
    prepared: Prepared
    by: str
    own: bool
    filled: Mapping[str, str] = field(default_factory=dict)
    a: Assignment | None = None
    files: Mapping[str, Link] = field(default_factory=dict)
    known: tuple[Known, ...] = ()
    days: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""
    """Whom or what it is about, in words."""

    @property
    def model(self) -> Any:
        """What is sent."""
        return MODELS[self.wanted.kind]

    @property
    def stands_in(self) -> StandsIn:
        """How the officer stands in for somebody by it (S9)."""
        return stands_in(self.wanted.kind, own=self.own, role=self.a.role if self.a else "")

    @property
    def proves(self) -> bool:
        """Whether it has to be shown that its owner gave it in writing (S9)."""
        return self.stands_in == "answers"

    @property
    def says_why(self) -> bool:
        """Whether the reason stands beside what is sent, which is its owner's."""
        return self.proves and self.wanted.kind in FILED

    @property
    def people(self) -> str:
        """The list into which people may be pasted; empty where there is none."""
        kind = self.wanted.kind
        return "seats" if kind in PAGES and PAGES[kind].people and "seats" in shape(self.model) else ""


async def asked(s: AsyncSession, tools: Tools, asks: SignedIn, round: Round, wanted: Wanted) -> Asked:
    """The act of an address. Raises: NotShown, for one that there is not."""
    nowhere = NotShown("not_here", asks=asks)
    if wanted.kind not in KNOWN:
        raise nowhere
    is_answer = wanted.kind in ANSWERS
    key = wanted.key or revising.key_of(wanted.kind)
    a = await s.get(Assignment, (round.id, key)) if key else None
    if is_answer and (a is None or a.kind != wanted.kind):
        raise nowhere
    if is_answer and not wanted.by:
        wanted = replace(wanted, by=await answers(s, asks.person.id, round, wanted.kind, key))
    if wanted.key and a is None:
        raise nowhere
    reader = await page_of(s, round, wanted.kind, key, wanted.by) if is_answer else wanted.by
    link = await on_desk(s, tools, asks, round, wanted.key if is_answer else "", reader)
    if link is None:
        raise nowhere
    by = await owner_of(s, round.id, key) if wanted.kind in FOR_OWNER else wanted.by
    owner = await s.get(Participant, (round.id, by)) if by else None
    made = await (_answer if is_answer else _intervention)(s, tools, link, a, wanted)
    if made is None:
        raise nowhere
    whole = replace(
        made,
        wanted=replace(wanted, key=key),
        round=round,
        by=by,
        own=is_own(owner, asks.person.id),
        a=a,
    )
    return _with_reason(whole) if whole.stands_in and not whole.says_why else whole


def _with_reason(at: Asked) -> Asked:
    """What is done in somebody's place has a field for the reason, which must be given there."""
    asking = at.prepared.asking
    asking = replace(asking, without=asking.without - {REASON}, needed=asking.needed | {REASON})
    return replace(at, prepared=replace(at.prepared, asking=asking))


async def _answer(
    s: AsyncSession, _: Tools, link: OnDesk, a: Assignment | None, wanted: Wanted
) -> Asked | None:
    """An assignment, with the same form as behind its link."""
    assert a
    page = await task_page_of(s, link, a)
    draft = drafts.latest(link)
    prepared = page.prepared
    if draft and link.read.acts:
        prepared = replace(prepared, values={**prepared.values, **undecided(draft.body)})
    return Asked(
        wanted=wanted,
        link=link,
        round=link.read.round,
        prepared=prepared,
        by=wanted.by,
        own=False,
        files=page.files(link.address),
        known=page.known if PAGES[a.kind].people else (),
        days=page.days_off,
        subject=link.read.person.name,
    )


async def _intervention(
    s: AsyncSession, _: Tools, link: OnDesk, a: Assignment | None, wanted: Wanted
) -> Asked | None:
    act = BY_KIND[wanted.kind]
    fills = act.fills
    # What is filed for somebody, and is about nothing else, is about them; a round is its beneficiary's.
    whose = link.read.round.institution if KINDS[act.kind].stands_in == "answers" else _task(link, a)
    own = link.read.person.name if act.filed else whose
    subject = await SUBJECTS[fills](s, link, wanted.about) if fills else own
    if subject is None:
        return None
    prepared = await FORMS.get(wanted.kind, _bare)(s, link, wanted)
    if prepared is None:
        return None
    asking = prepared.asking
    if fills:
        asking = replace(asking, without=asking.without | {fills})
    first = datetime.now(UTC).date().replace(day=1)
    where = dates.places(link.words, link.read.round.country, ())
    return Asked(
        wanted=wanted,
        link=link,
        round=link.read.round,
        prepared=replace(prepared, asking=asking),
        by=wanted.by,
        own=False,
        filled={fills: wanted.about} if fills else {},
        days=dates.days_off(link.words, where, first),
        subject=subject,
    )


def _task(link: OnDesk, a: Assignment | None) -> str:
    return link.words.pair(link.words.kind(a.kind), link.words.role(a.role)) if a else ""


async def _person(s: AsyncSession, link: OnDesk, about: str) -> str | None:
    found = await parties.known(s, link.read.round.id, about)
    return link.words.pair(link.words.role(found[0].role), found[1].name) if found else None


async def _letter(s: AsyncSession, link: OnDesk, about: str) -> str | None:
    found = await letters.sent(s, link.read.round.id, about)
    if found is None:
        return None
    person = await s.get(Person, found[0].person_id)
    name = person.name if person else ""
    return link.words.pair(found[1].subject, name) if found[1] else name


async def _paper(s: AsyncSession, link: OnDesk, about: str) -> str | None:
    read = await attached.papers(s, link.read.round.id)
    return next((marked(r.paper.title, r.paper.language) for r in read if r.paper.id == about), None)


SUBJECTS: Mapping[str, Callable[[AsyncSession, OnDesk, str], Awaitable[str | None]]] = {
    "participant": _person,
    "letter": _letter,
    "paper": _paper,
}
"""Whom or what the address of an act is about, in words; None for what the round does not have."""

Form = Callable[[AsyncSession, OnDesk, Wanted], Awaitable[Prepared | None]]


async def _bare(_: AsyncSession, __: OnDesk, ___: Wanted) -> Prepared:
    return Prepared()


async def _change(s: AsyncSession, link: OnDesk, wanted: Wanted) -> Prepared:
    found = await changing.changing(s, link)
    return changing.prepared(wanted.kind, found) if found else Prepared()


async def _extend(s: AsyncSession, link: OnDesk, wanted: Wanted) -> Prepared:
    """A later day; one on which nobody works there is named all the same, once that is confirmed (Z1)."""
    a = await s.get(Assignment, (link.read.round.id, wanted.key))
    after = a.due_at.astimezone(link.zone).date() if a else datetime.now(UTC).date()
    owner = await owner_of(s, link.read.round.id, wanted.key)
    known = await parties.known(s, link.read.round.id, owner) if owner else None
    country = whose(a.role, known[1].country, link.methodology) if a and known else link.read.round.country
    where = dates.places(link.words, country, ())
    return Prepared(
        values={"due": _working(country, after + timedelta(days=7)).isoformat()},
        asking=Asking(
            options={
                "acknowledged": [(DAY_OFF, link.words.choice("acknowledged", DAY_OFF, Extend.__name__))]
            },
            earliest={"due": after + timedelta(days=1)},
            day_off=lambda day: dates.day_off(link.words, where, day),
        ),
    )


def _working(country: str, day: Any) -> Any:
    while is_day_off(country, day):
        day += timedelta(days=1)
    return day


async def _back(s: AsyncSession, link: OnDesk, _: Wanted) -> Prepared | None:
    found = returning.returnable(await context(s, link))
    return Prepared(asking=found.asking, blocks=found.blocks) if found else None


async def _delegates(s: AsyncSession, link: OnDesk, wanted: Wanted) -> Prepared:
    there = await parties.holders(s, link.read.round.id, wanted.key)
    names = [(who.id, person.name) for who, person in there if is_delegate(who.id)]
    return Prepared(asking=Asking(options={"participant": names}))


async def _papers(s: AsyncSession, link: OnDesk, _: Wanted) -> Prepared:
    return Prepared(asking=await papers.asking_of(s, link))


FORMS: Mapping[str, Form] = {
    **dict.fromkeys(changing.KINDS, _change),
    "extend": _extend,
    "send_back": _back,
    "end_delegation": _delegates,
    "add_papers": _papers,
}
"""Forms that need to know something; all others are their model alone."""
