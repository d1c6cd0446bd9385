"""What a page may draw on: what the round has accepted so far, read once for each page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.methodology import dossier
from rounds.methodology.model import Methodology
from rounds.state.keys import Key
from rounds.state.people import dimensions, seat_number
from rounds.steps import arrangements
from rounds.submissions.request import Note
from store import inbox
from store.reads import asked, links, rounds
from store.reads import dossier as kept
from store.reads.asked import methodology_of
from store.reads.links import LinkRead
from store.tables import Assignment, CalendarEvent, Participant, Person, Round
from templates.marked import spoken
from templates.words import Words

People = Mapping[str, tuple[Participant, Person]]
"""Who takes part in a round, or did, by participant."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """An accepted submission: for which assignment, by whom, from where, as what; and its sha256."""

    key: str
    by: str
    body: Any
    sha256: str
    country: str = ""
    role: str = ""

    @property
    def asked(self) -> Key:
        """What it fulfilled, or was about."""
        return Key.parse(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundContext:
    """What any page about a round may draw on; `step` is where the round stands.

    `frozen` are the answers to the questionnaire that had been saved when it closed before the visit,
    unanswered.
    """

    words: Words
    methodology: Methodology
    country: str
    step: str = ""
    said: Mapping[str, Sequence[Spoken]]
    note: Note | None
    visit: CalendarEvent | None
    people: Mapping[str, tuple[Participant, Person]]
    authorities: Mapping[str, tuple[str, ...]]
    frozen: Sequence[str] = ()

    def last(self, kind: str) -> Any:
        """The latest accepted body of a kind; None when there is none."""
        found = self.said.get(kind, ())
        return found[-1].body if found else None

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

    def exchanges(self, about: Key | None = None) -> list[Spoken]:
        """What was sent back for clarification, of one assignment or of all, the first one first (D3)."""
        back = self.said.get("send_back", ())
        return [s for s in back if about is None or Key.parse(s.body.about).first() == about.first()]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext(RoundContext):
    """What the page of an assignment may draw on."""

    assignment: Assignment
    about: Assignment | None = None
    """The assignment that this one is about, as a request for more time is about one (Z1)."""
    unfinished: Sequence[str] = ()
    overdue: Sequence[Assignment] = ()

    @property
    def key(self) -> Key:
        """Of the assignment."""
        return Key.parse(self.assignment.key)

    def reads(self, matter: str) -> bool:
        """Z6: whether whoever owns the assignment reads this matter now; it then stands beside the form."""
        owner = dossier.reader(self.assignment.role)
        return dossier.may_read(self.methodology, matter, owner, self.step)

    def same(self, kind: str) -> Any:
        """What was said by another kind about the same, for the same time; None when nothing was."""
        return self.by_key(self.key.of(kind))

    def before(self) -> Any:
        """What was sent for this assignment before it was asked for again; None the first time (D3)."""
        first = self.key.first()
        found = [s.body for s in self.said.get(self.assignment.kind, ()) if s.asked.first() == first]
        return found[-1] if found and first != self.key else None

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
    overdue: bool = False,
) -> PageContext:
    """What the page of an assignment may draw on, as far as its row asks for it (`Page`)."""
    return PageContext(
        **await of_round(s, read.round, words, reads),
        assignment=assignment,
        about=await _about(s, assignment),
        unfinished=await _unfinished(s, read.round) if unfinished else (),
        overdue=await asked.overdue(s, read.round.id) if overdue else (),
    )


async def of_round(s: AsyncSession, round_: Round, words: Words, reads: Sequence[str]) -> dict[str, Any]:
    """The values of a `RoundContext`; `reads` are the kinds of submission that it is to hold."""
    note = await links.note(s, round_.id)
    people = {x.participant.id: (x.participant, x.person) for x in await rounds.people(s, round_.id)}
    return {
        "words": words,
        "methodology": methodology_of(round_),
        "country": round_.country,
        "step": round_.step,
        "said": await said_of(s, round_.id, reads, people),
        "note": spoken(note, round_.language) if note else None,
        "visit": await s.get(CalendarEvent, round_.id),
        "people": people,
        "authorities": await _authorities(s, round_),
        "frozen": await _frozen(s, round_.id) if "answer_questionnaire" in reads else (),
    }


async def _frozen(s: AsyncSession, round_id: str) -> tuple[str, ...]:
    saved = await kept.frozen(s, round_id, "answer_questionnaire")
    return tuple(str(text) for text in saved.body.get("answers", ())) if saved else ()


async def _about(s: AsyncSession, a: Assignment) -> Assignment | None:
    about = Key.parse(a.key).about
    return await s.get(Assignment, (a.round_id, about)) if ":" in about else None


async def said_of(
    s: AsyncSession, round_id: str, kinds: Sequence[str], people: Mapping[str, tuple[Participant, Person]]
) -> dict[str, list[Spoken]]:
    """What was accepted of some kinds, the first one first, each text marked with its language."""
    said: dict[str, list[Spoken]] = {}
    for row in await rounds.accepted(s, round_id, *kinds) if kinds else ():
        who, by = people.get(row.participant_id, (None, None))
        name, country, role = (by.name, by.country, who.role) if who and by else ("", "", "")
        body = spoken(inbox.body_of(row), row.language)
        said.setdefault(row.kind, []).append(Spoken(row.key, name, body, row.sha256, country, role))
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
