"""What a page may draw on: what the round has accepted so far, read once for each page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.methodology import dossier
from rounds.methodology.model import Methodology
from rounds.state.keys import Key
from rounds.state.people import dimensions, seat_number
from rounds.steps import arrangements
from rounds.submissions.request import Note
from store import inbox
from store.letterheads import name_of
from store.reads import asked, links, rounds
from store.reads import dossier as kept
from store.reads.asked import methodology_of
from store.reads.links import LinkRead
from store.tables import Assignment, CalendarEvent, Participant, Person, Round, Secretariat
from templates.marked import spoken
from templates.words import Words

VERSIONS = ("consolidate_report", "finish_draft", "revise_report", "translate_report")
"""The kinds that make a version of the report."""
People = Mapping[str, tuple[Participant, Person]]
"""Who takes part in a round, or did, by participant."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """An accepted submission: for which assignment, by whom, from where, as what; its sha256 and its id."""

    key: str
    by: str
    body: Any
    sha256: str
    country: str = ""
    role: str = ""
    id: str = ""
    language: str = ""
    """That of its texts."""
    n: int = 0
    """Its place among all that was read, of whatever kind, the first one first."""

    @property
    def asked(self) -> Key:
        """What it fulfilled, or was about."""
        return Key.parse(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundContext:
    """What any page about a round may draw on; `step` is where the round stands.

    `frozen` are the answers that had been saved when a questionnaire closed before the visit, unanswered, by
    the key under which they were asked.
    """

    words: Words
    methodology: Methodology
    country: str
    institution: str = ""
    step: str = ""
    said: Mapping[str, Sequence[Spoken]]
    note: Note | None
    visit: CalendarEvent | None
    people: Mapping[str, tuple[Participant, Person]]
    authorities: Mapping[str, tuple[str, ...]]
    frozen: Mapping[str, Sequence[str]] = field(default_factory=dict)

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

    @property
    def original(self) -> str:
        """The sha256 of the version that was approved; empty before one was."""
        approved = [s.body.sha256 for s in self.said.get("review_report", ()) if s.body.choice == "approve"]
        return approved[-1] if approved else ""

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
    owner: str = ""
    """Who usually takes care of what is arranged: the beneficiary's institution, or the secretariat."""

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
        """The version of the report that this assignment is about; without one, the last that was written."""
        versions = [s for k in VERSIONS for s in self.said.get(k, ())]
        own = [s.body for s in versions if s.sha256 == self.assignment.sha256]
        return (own or [s.body for s in versions] or [None])[-1]

    def languages_there(self) -> tuple[str, ...]:
        """The languages in which the report exists that this assignment is about, its own first (X2)."""
        own = [
            s.language for k in VERSIONS for s in self.said.get(k, ()) if s.sha256 == self.assignment.sha256
        ]
        reviewed = self.said.get("review_translation", ())
        made = [s.asked.about for s in reviewed if s.body.choice == "approve"]
        return tuple(dict.fromkeys((*own, *made)))


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
        owner=await owner(s, read.round, assignment.kind, words),
    )


async def owner(s: AsyncSession, round_: Round, kind: str, words: Words) -> str:
    """Who usually takes care of what is arranged in this list (V2)."""
    if kind not in ("arrange_international", "revise_international"):
        return round_.institution
    secretariat = await s.get_one(Secretariat, round_.secretariat_id)
    names = methodology_of(round_).secretariat_names
    return name_of(secretariat, names, words.language_code)


async def of_round(s: AsyncSession, round_: Round, words: Words, reads: Sequence[str]) -> dict[str, Any]:
    """The values of a `RoundContext`; `reads` are the kinds of submission that it is to hold."""
    note = await links.note(s, round_.id)
    people = {x.participant.id: (x.participant, x.person) for x in await rounds.people(s, round_.id)}
    return {
        "words": words,
        "methodology": methodology_of(round_),
        "country": round_.country,
        "institution": round_.institution,
        "step": round_.step,
        "said": await said_of(s, round_.id, reads, people),
        "note": spoken(note, round_.language) if note else None,
        "visit": await s.get(CalendarEvent, round_.id),
        "people": people,
        "authorities": await _authorities(s, round_),
        "frozen": await _frozen(s, round_.id) if "answer_questionnaire" in reads else {},
    }


async def _frozen(s: AsyncSession, round_id: str) -> dict[str, tuple[str, ...]]:
    saved = await kept.frozen(s, round_id, "answer_questionnaire")
    return {key: tuple(str(text) for text in d.body.get("answers", ())) for key, d in saved.items()}


async def _about(s: AsyncSession, a: Assignment) -> Assignment | None:
    about = Key.parse(a.key).about
    return await s.get(Assignment, (a.round_id, about)) if ":" in about else None


async def said_of(
    s: AsyncSession, round_id: str, kinds: Sequence[str], people: Mapping[str, tuple[Participant, Person]]
) -> dict[str, list[Spoken]]:
    """What was accepted of some kinds, the first one first, each text marked with its language."""
    said: dict[str, list[Spoken]] = {}
    for n, row in enumerate(await rounds.accepted(s, round_id, *kinds) if kinds else ()):
        who, by = people.get(row.participant_id, (None, None))
        name, country, role = (by.name, by.country, who.role) if who and by else ("", "", "")
        body = spoken(inbox.body_of(row), row.language)
        one = Spoken(row.key, name, body, row.sha256, country, role, row.id, row.language, n)
        said.setdefault(row.kind, []).append(one)
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
