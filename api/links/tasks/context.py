"""What a page may draw on: what the round has accepted so far, read once for each page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.methodology.model import Methodology
from rounds.state.keys import Key
from rounds.state.people import dimensions, seat_number
from rounds.steps import arrangements
from rounds.submissions.request import Note
from store import inbox
from store.reads import links, rounds
from store.reads.asked import methodology_of
from store.reads.links import LinkRead
from store.tables import Assignment, CalendarEvent, Participant, Person, Round
from templates.marked import spoken
from templates.words import Words


@dataclass(frozen=True, slots=True)
class Spoken:
    """An accepted submission: for which assignment, by whom from where, what, and its sha256."""

    key: str
    by: str
    body: Any
    sha256: str
    country: str = ""

    @property
    def asked(self) -> Key:
        """What it fulfilled, or was about."""
        return Key.parse(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """What a page may draw on."""

    words: Words
    methodology: Methodology
    country: str
    assignment: Assignment
    said: Mapping[str, Sequence[Spoken]]
    note: Note | None
    visit: CalendarEvent | None
    people: Mapping[str, tuple[Participant, Person]]
    authorities: Mapping[str, tuple[str, ...]]
    about: Assignment | None = None
    """The assignment that this one is about, as a request for more time is about one (Z1)."""
    unfinished: Sequence[str] = ()

    @property
    def key(self) -> Key:
        """Of the assignment."""
        return Key.parse(self.assignment.key)

    def last(self, kind: str) -> Any:
        """The latest accepted body of a kind; None when there is none."""
        found = self.said.get(kind, ())
        return found[-1].body if found else None

    def same(self, kind: str) -> Any:
        """What was said by another kind about the same, for the same time; None when nothing was."""
        return self.by_key(self.key.of(kind))

    def by_key(self, key: Key) -> Any:
        """What fulfilled the assignment of this key; None when nothing did."""
        found = [s.body for s in self.said.get(key.kind, ()) if s.asked == key]
        return found[-1] if found else None

    def experts(self) -> list[tuple[str, str]]:
        """The country and the role of each expert on the panel, by seat."""
        seated = [
            (person.country, who.role)
            for who, person in self.people.values()
            if who.state == "active" and seat_number(who.role)
        ]
        return sorted(seated, key=lambda place: place[1])

    def latest(self, kind: str) -> list[Spoken]:
        """What was sent last for each assignment of a kind: clarified, it takes the place of the first."""
        return list({s.asked.first(): s for s in self.said.get(kind, ())}.values())

    def before(self) -> Any:
        """What was sent for this assignment before it was asked for again; None the first time (D3)."""
        first = self.key.first()
        found = [s.body for s in self.said.get(self.assignment.kind, ()) if s.asked.first() == first]
        return found[-1] if found and first != self.key else None

    def sent_back(self) -> list[Spoken]:
        """Every exchange about this assignment, the first one first (D3)."""
        first = self.key.first()
        return [s for s in self.said.get("send_back", ()) if Key.parse(s.body.about).first() == first]

    def report(self) -> Any:
        """The version of the report that this assignment is about; without one, the latest."""
        versions = [s for k in ("consolidate_report", "revise_report") for s in self.said.get(k, ())]
        own = [s.body for s in versions if s.sha256 == self.assignment.sha256]
        return (own or [s.body for s in versions] or [None])[-1]


async def gather(
    s: AsyncSession,
    read: LinkRead,
    assignment: Assignment,
    words: Words,
    *,
    reads: Sequence[str],
    unfinished: bool,
) -> PageContext:
    """What the page of an assignment may draw on, as far as its row asks for it (`Page`)."""
    round_ = read.round
    note = await links.note(s, round_.id)
    people = {x.participant.id: (x.participant, x.person) for x in await rounds.people(s, round_.id)}
    return PageContext(
        words=words,
        methodology=methodology_of(round_),
        country=round_.country,
        assignment=assignment,
        said=await said_of(s, round_.id, reads, people),
        note=spoken(note, round_.language) if note else None,
        visit=await s.get(CalendarEvent, round_.id),
        people=people,
        about=await _about(s, assignment),
        unfinished=await _unfinished(s, round_) if unfinished else (),
        authorities=await _authorities(s, round_),
    )


async def _about(s: AsyncSession, a: Assignment) -> Assignment | None:
    about = Key.parse(a.key).about
    return await s.get(Assignment, (a.round_id, about)) if ":" in about else None


async def said_of(
    s: AsyncSession, round_id: str, kinds: Sequence[str], people: Mapping[str, tuple[Participant, Person]]
) -> dict[str, list[Spoken]]:
    """What was accepted of some kinds, the first one first, each text marked with its language."""
    said: dict[str, list[Spoken]] = {}
    for row in await rounds.accepted(s, round_id, *kinds) if kinds else ():
        by = people[row.participant_id][1] if row.participant_id in people else None
        name, country = (by.name, by.country) if by else ("", "")
        body = spoken(inbox.body_of(row), row.language)
        said.setdefault(row.kind, []).append(Spoken(row.key, name, body, row.sha256, country))
    return said


async def _authorities(s: AsyncSession, round_: Round) -> dict[str, tuple[str, ...]]:
    """For which dimensions each authority answers; asked only where somebody does (D1)."""
    if not methodology_of(round_).asks("answer_self_assessment"):
        return {}
    opening = await inbox.one(s, round_.opening_id)
    return dimensions(inbox.body_of(opening)) if opening else {}


async def _unfinished(s: AsyncSession, round_: Round) -> list[str]:
    """What a visit would begin without."""
    awaited = (await rounds.waiting(s, [round_.id]))[round_.id]
    return [a.kind for a in awaited if Key.parse(a.key) in arrangements.ALL]
